"""Members who stand by a household: pairings as they are told, and the places they make count."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE heard_pairing (
    pairing_id uuid PRIMARY KEY,
    helper_id  uuid NOT NULL,
    started_on date NOT NULL,
    ended_on   date
);
CREATE INDEX heard_pairing_by_helper ON heard_pairing (helper_id);

CREATE TABLE member_pairing (
    member_pairing_id uuid PRIMARY KEY,
    seat_id           uuid NOT NULL REFERENCES member_seat,
    pairing_id        uuid NOT NULL,
    since             date NOT NULL,
    until             date CHECK (until >= since),
    CONSTRAINT member_pairing_once UNIQUE (seat_id, pairing_id)
);
CREATE INDEX member_pairing_open ON member_pairing (pairing_id) WHERE until IS NULL;
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    op.execute("DROP TABLE member_pairing")
    op.execute("DROP TABLE heard_pairing")
