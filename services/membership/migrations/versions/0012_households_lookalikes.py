"""Contacts of households, and by what people entered twice are noticed."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = """
-- Who is asked first in a household. Gone when they move out or die.
CREATE TABLE household_contact (
    area_id   uuid PRIMARY KEY REFERENCES area DEFERRABLE INITIALLY DEFERRED,
    person_id uuid NOT NULL REFERENCES person DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX household_contact_of_person ON household_contact (person_id);

-- The keyed hash of the phone number; null of who was registered before, until their number is entered again.
ALTER TABLE person ADD COLUMN phone_hash text;
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY person_by_name ON person (name)")


def downgrade() -> None:
    raise NotImplementedError("contacts of households would be forgotten; restore a backup instead")
