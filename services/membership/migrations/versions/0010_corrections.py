"""What people asked to be corrected."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE correction (
    correction_id uuid    PRIMARY KEY,
    person_id     uuid    NOT NULL REFERENCES person,
    area_id       uuid    NOT NULL REFERENCES area,
    field         text    NOT NULL,
    value_sealed  bytea   CHECK ((value_sealed IS NULL) = (state <> 'asked')),
    paper         text    NOT NULL,
    state         text    NOT NULL CHECK (state IN ('asked', 'accepted', 'refused')),
    reason        text    CHECK ((reason IS NULL) = (state <> 'refused')),
    asked_by      uuid,
    asked_on      date    NOT NULL,
    due_on        date    NOT NULL,
    decided_on    date    CHECK ((decided_on IS NULL) = (state = 'asked')),
    late_since    date,
    version       integer NOT NULL
);
CREATE UNIQUE INDEX correction_running_once ON correction (person_id, field) WHERE state = 'asked';
CREATE INDEX correction_by_day ON correction (asked_on DESC, correction_id DESC);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    op.execute("DROP TABLE correction")
