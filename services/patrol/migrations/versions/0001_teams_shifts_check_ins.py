"""The team replica, checkpoints, shifts, rosters, check-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP, UUID

from runtime import schema

revision = "0001"
down_revision = None

MOMENT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    schema.create(op)
    _create_teams()
    _create_checkpoints()
    _create_shifts()
    _create_rosters()
    _create_check_ins()


def downgrade() -> None:
    for table in ("check_in", "roster", "shift", "checkpoint", "seat", "team"):
        op.drop_table(table)
    op.execute("DROP SCHEMA runtime CASCADE")


def _create_teams() -> None:
    op.create_table(
        "team",
        sa.Column("team_id", UUID(), primary_key=True),
        sa.Column("area", UUID(), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("leader_id", UUID()),
        sa.Column("formed_on", sa.Date, nullable=False),
        sa.Column("disbanded_on", sa.Date),
    )
    op.create_table(
        "seat",
        sa.Column("seat_id", UUID(), primary_key=True),
        sa.Column("team_id", UUID(), sa.ForeignKey("team.team_id"), nullable=False),
        sa.Column("person_id", UUID(), nullable=False),
        sa.Column("joined_on", sa.Date, nullable=False),
        sa.Column("left_on", sa.Date),
    )
    op.create_index("seat_of_team", "seat", ["team_id", "person_id"])


def _create_checkpoints() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("id", UUID(), primary_key=True),
        sa.Column("area", UUID(), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("latitude", sa.Double, nullable=False),
        sa.Column("longitude", sa.Double, nullable=False),
        sa.Column("radius", sa.SmallInteger, nullable=False),
        sa.Column("retired_at", MOMENT),
    )
    op.create_index(
        "one_checkpoint_per_area_and_name",
        "checkpoint",
        ["area", "name"],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL"),
    )


def _create_shifts() -> None:
    op.create_table(
        "shift",
        sa.Column("id", UUID(), primary_key=True),
        sa.Column("team_id", UUID(), sa.ForeignKey("team.team_id"), nullable=False),
        sa.Column("area", UUID(), nullable=False),
        sa.Column("night", sa.Date, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("minimum", sa.SmallInteger, nullable=False),
        sa.Column("early_minutes", sa.SmallInteger, nullable=False),
        sa.Column("tolerance_minutes", sa.SmallInteger, nullable=False),
        sa.Column("repeat_minutes", sa.SmallInteger, nullable=False),
        sa.Column("warn_minutes", sa.SmallInteger, nullable=False),
        sa.Column("grace_minutes", sa.SmallInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("missed_because", sa.Text),
        sa.Column("call_off_reason", sa.Text),
        sa.Column("closed_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("state IN ('planned', 'completed', 'missed', 'called_off')", name="shift_state"),
        sa.CheckConstraint("ends_at > starts_at", name="shift_hours"),
    )
    op.create_index(
        "one_shift_per_team_and_night",
        "shift",
        ["team_id", "night"],
        unique=True,
        postgresql_where=sa.text("state <> 'called_off'"),
    )
    op.create_index("shift_by_night", "shift", [sa.text("night DESC"), sa.text("id DESC")])
    op.create_index("shift_by_area", "shift", ["area", sa.text("night DESC"), sa.text("id DESC")])


def _create_rosters() -> None:
    op.create_table(
        "roster",
        sa.Column("shift_id", UUID(), sa.ForeignKey("shift.id"), primary_key=True),
        sa.Column("person_id", UUID(), primary_key=True),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    op.create_index("roster_of_person", "roster", ["person_id", "shift_id"])


def _create_check_ins() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", UUID(), primary_key=True),
        sa.Column("shift_id", UUID(), sa.ForeignKey("shift.id"), nullable=False),
        sa.Column("person_id", UUID(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("checkpoint_id", UUID(), sa.ForeignKey("checkpoint.id")),
        sa.Column("near", sa.Boolean),
        sa.Column("recorded_by", UUID()),
        sa.Column("recorded_at", MOMENT, nullable=False),
    )
    op.create_index("check_in_of_shift", "check_in", ["shift_id", "person_id", "at"])
