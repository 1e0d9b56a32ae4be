"""The grid changes: where areas lay before, and changes planned and done."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GRID = """
-- Where areas lay before. The present place stands in `area`; together they cover every day of an area once.
CREATE TABLE area_past_place (
    area_id    uuid  NOT NULL REFERENCES area,
    valid_from date  NOT NULL,
    valid_to   date  NOT NULL CHECK (valid_to > valid_from),
    parent_id  uuid,
    path       ltree NOT NULL,
    PRIMARY KEY (area_id, valid_from),
    CONSTRAINT area_one_place_a_day EXCLUDE USING gist (area_id WITH =, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX area_past_place_by_path ON area_past_place USING gist (path);
CREATE INDEX area_past_place_by_parent ON area_past_place (parent_id);

CREATE TABLE grid_change (
    change_id    uuid    PRIMARY KEY,
    kind         text    NOT NULL CHECK (kind IN ('merger', 'split', 'move')),
    state        text    NOT NULL CHECK (state IN ('planned', 'done', 'stopped', 'cancelled')),
    area_id      uuid    NOT NULL REFERENCES area,
    effective_on date    NOT NULL,
    plan         jsonb   NOT NULL,
    reason       text    CHECK ((reason IS NULL) = (state <> 'stopped')),
    version      integer NOT NULL
);
CREATE UNIQUE INDEX grid_change_planned_once ON grid_change (area_id) WHERE state = 'planned';
CREATE INDEX grid_change_by_day ON grid_change (effective_on, change_id);
CREATE INDEX grid_change_by_area ON grid_change (area_id);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(GRID, execution_options={"no_parameters": True})
    with op.get_context().autocommit_block():
        for grid in ("area", "runtime.area"):
            op.execute(f"CREATE INDEX CONCURRENTLY area_by_kind_and_path ON {grid} USING gist (kind, path)")


def downgrade() -> None:
    raise NotImplementedError("places that areas have left would be forgotten; restore a backup instead")
