"""People who asked to be forgotten, and what each service answered."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE person ADD COLUMN erased_on date;

CREATE TABLE erasure (
    order_id     uuid    PRIMARY KEY,
    person_id    uuid    NOT NULL REFERENCES person,
    area_id      uuid    NOT NULL REFERENCES area,
    ground       text    NOT NULL,
    paper        text,
    state        text    NOT NULL CHECK (state IN ('requested', 'refused', 'waiting', 'called_back', 'ordered', 'closed')),
    reason       text    CHECK ((reason IS NULL) = (state <> 'refused')),
    shown_by     text,
    requested_by uuid    NOT NULL,
    requested_on date    NOT NULL,
    decided_by   uuid    CHECK (decided_by <> requested_by),
    orders_on    date,
    due_on       date    CHECK ((due_on IS NULL) = (state NOT IN ('ordered', 'closed'))),
    late_since   date,
    closed_on    date    CHECK ((closed_on IS NULL) = (state <> 'closed')),
    locked       bytea,
    locked_until date    CHECK (locked IS NULL OR locked_until IS NOT NULL),
    version      integer NOT NULL
);
CREATE UNIQUE INDEX erasure_running_once ON erasure (person_id) WHERE state IN ('requested', 'waiting', 'ordered');
CREATE INDEX erasure_by_day ON erasure (requested_on DESC, order_id DESC);
CREATE INDEX erasure_by_person ON erasure (person_id);

CREATE TABLE erasure_step (
    order_id     uuid NOT NULL REFERENCES erasure DEFERRABLE INITIALLY DEFERRED,
    service      text NOT NULL,
    state        text NOT NULL CHECK (state IN ('waiting', 'erased', 'locked')),
    locked_until date CHECK ((locked_until IS NULL) = (state <> 'locked')),
    at           timestamptz CHECK ((at IS NULL) = (state = 'waiting')),
    PRIMARY KEY (order_id, service)
);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in ("erasure_step", "erasure"):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE person DROP COLUMN erased_on")
