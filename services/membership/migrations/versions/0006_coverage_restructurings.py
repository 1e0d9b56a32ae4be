"""Coverage of buildings and firms, and restructurings with their steps."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE unit ADD COLUMN above_scale boolean NOT NULL DEFAULT false;

CREATE TABLE designation (
    designation_id uuid    PRIMARY KEY,
    area_id        uuid    NOT NULL REFERENCES area,
    designation    text    NOT NULL,
    since          date    NOT NULL,
    until          date    CHECK (until > since),
    version        integer NOT NULL,
    CONSTRAINT designation_once EXCLUDE USING gist
        (area_id WITH =, designation WITH =, daterange(since, until) WITH &&)
);

-- Which organisation covers which building or firm.
CREATE TABLE coverage (
    coverage_id     uuid    PRIMARY KEY,
    organisation_id uuid    NOT NULL REFERENCES organisation,
    covered_kind    text    NOT NULL CHECK (covered_kind IN ('building', 'firm')),
    covered_id      uuid    NOT NULL,
    area_id         uuid    NOT NULL,
    since           date    NOT NULL,
    until           date    CHECK (until > since),
    version         integer NOT NULL,
    CONSTRAINT coverage_once EXCLUDE USING gist
        (organisation_id WITH =, covered_id WITH =, daterange(since, until) WITH &&)
);
CREATE INDEX coverage_of ON coverage (covered_id, since) WHERE until IS NULL;

CREATE TABLE restructuring (
    restructuring_id uuid    PRIMARY KEY,
    area_id          uuid    NOT NULL REFERENCES area,
    title            text    NOT NULL,
    state            text    NOT NULL
        CHECK (state IN ('drafted', 'announced', 'ready', 'effective', 'stopped', 'cancelled')),
    reason           text    CHECK ((reason IS NULL) = (state <> 'stopped')),
    plan             jsonb   NOT NULL,
    acknowledge_by   date    NOT NULL,
    effective_on     date    NOT NULL CHECK (effective_on > acknowledge_by),
    version          integer NOT NULL
);
CREATE INDEX restructuring_by_day ON restructuring (effective_on DESC, restructuring_id DESC);
CREATE INDEX restructuring_by_area ON restructuring (area_id);

CREATE TABLE restructuring_step (
    restructuring_id uuid    NOT NULL REFERENCES restructuring DEFERRABLE INITIALLY DEFERRED,
    step             text    NOT NULL,
    position         integer NOT NULL,
    state            text    NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
    reason           text,
    at               timestamptz,
    PRIMARY KEY (restructuring_id, step),
    CHECK ((at IS NULL) = (state = 'waiting'))
);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY unit_above_scale ON unit (area_id) WHERE above_scale AND active")


def downgrade() -> None:
    for table in ("restructuring_step", "restructuring", "coverage", "designation"):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE unit DROP COLUMN above_scale")
