"""The elder register and the cards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import UUID

from runtime import schema

revision = "0001"
down_revision = None

# A person's stays on the register have no day in common. An empty one (left the day it began) has none at all.
ONE_STAY = """
    ALTER TABLE elder ADD CONSTRAINT one_stay_per_person
    EXCLUDE USING gist (person_id WITH =, daterange(registered_on, left_on) WITH &&)
"""


def upgrade() -> None:
    schema.create(op)
    _create_elders()
    _create_cards()


def downgrade() -> None:
    op.drop_table("card")
    op.drop_table("elder")
    op.execute("DROP SCHEMA runtime CASCADE")


def _create_elders() -> None:
    op.create_table(
        "elder",
        sa.Column("id", UUID(), primary_key=True),
        sa.Column("person_id", UUID(), nullable=False),
        sa.Column("area", UUID(), nullable=False),
        sa.Column("living", sa.LargeBinary),
        sa.Column("registered_on", sa.Date, nullable=False),
        sa.Column("left_on", sa.Date),
        sa.Column("left_reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("left_on >= registered_on", name="elder_days"),
    )
    op.execute(ONE_STAY)
    op.create_index("elder_by_registration", "elder", ["registered_on", "id"])
    op.create_index("elder_by_area", "elder", ["area", "registered_on", "id"])
    op.create_index("elder_by_person", "elder", ["person_id"])


def _create_cards() -> None:
    op.create_table(
        "card",
        sa.Column("id", UUID(), primary_key=True),
        sa.Column("elder_id", UUID(), sa.ForeignKey("elder.id"), nullable=False),
        sa.Column("person_id", UUID(), nullable=False),
        sa.Column("area", UUID(), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("revoked_on", sa.Date),
        sa.Column("revoke_reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("revoked_on >= issued_on", name="card_days"),
    )
    op.create_index(
        "one_valid_card_per_kind",
        "card",
        ["elder_id", "kind"],
        unique=True,
        postgresql_where=sa.text("revoked_on IS NULL"),
    )
    op.create_index("card_of_elder", "card", ["elder_id", "issued_on"])
