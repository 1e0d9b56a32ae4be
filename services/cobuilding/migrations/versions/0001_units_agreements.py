"""Units and agreements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from runtime import schema

revision = "0001"
down_revision = None

# Of one unit no two agreements are in force on the same day.
ONE_IN_FORCE = """
    ALTER TABLE agreement ADD CONSTRAINT one_agreement_in_force_per_unit
    EXCLUDE USING gist (unit_id WITH =, daterange(signed_on, coalesce(lapsed_on, ends_on + 1)) WITH &&)
"""


def upgrade() -> None:
    schema.create(op)
    _create_units()
    _create_agreements()


def downgrade() -> None:
    op.drop_table("agreement")
    op.drop_table("unit")
    op.execute("DROP SCHEMA runtime CASCADE")


def _create_units() -> None:
    op.create_table(
        "unit",
        sa.Column("id", UUID(), primary_key=True),
        sa.Column("area", UUID(), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("credit_code", sa.Text),
        sa.Column("contact_id", UUID()),
        sa.Column("registered_on", sa.Date, nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("closed_on >= registered_on", name="unit_days"),
    )
    open_units = sa.text("closed_on IS NULL")
    op.create_index(
        "one_open_unit_per_area_and_name", "unit", ["area", "name"], unique=True, postgresql_where=open_units
    )
    op.create_index("one_open_unit_per_credit_code", "unit", ["credit_code"], unique=True, postgresql_where=open_units)
    op.create_index("unit_by_name", "unit", ["name", "id"])
    op.create_index("unit_by_contact", "unit", ["contact_id"], postgresql_where=sa.text("contact_id IS NOT NULL"))


def _create_agreements() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", UUID(), primary_key=True),
        sa.Column("unit_id", UUID(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("area", UUID(), nullable=False),
        sa.Column("signed_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("obligations", ARRAY(sa.Text), nullable=False),
        sa.Column("lapsed_on", sa.Date),
        sa.Column("lapse_reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("ends_on >= signed_on", name="agreement_days"),
        sa.CheckConstraint("lapsed_on BETWEEN signed_on AND ends_on + 1", name="agreement_lapse"),
    )
    op.execute(ONE_IN_FORCE)
    op.create_index("agreement_of_unit", "agreement", ["unit_id", "ends_on"])
    op.create_index("agreement_by_end", "agreement", ["ends_on", "id"])
    op.create_index("agreement_by_area", "agreement", ["area", "ends_on", "id"])
