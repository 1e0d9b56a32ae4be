"""Where areas lay before they were moved or merged, made of the archived events of areas."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

INDEXES = (
    "archive_area ON archive (CAST(data ->> 'area_id' AS uuid)) WHERE aggregate = 'area'",
    "archive_area_parent ON archive (CAST(data ->> 'parent_id' AS uuid)) WHERE aggregate = 'area'",
    "archive_area_merger ON archive (event_id) WHERE name = 'membership.area_merged.v1'",
)
GRID = """
CREATE VIEW grid_number AS
SELECT CAST(data ->> 'area_id' AS uuid) AS area_id, data ->> 'number' AS number
  FROM archive
 WHERE aggregate = 'area' AND name IN ('membership.area_registered.v1', 'membership.area_changed.v1');

-- Under which parent an area lies since a day. What was merged lies below what it became.
CREATE VIEW grid_edge AS
SELECT event_id, CAST(data ->> 'area_id' AS uuid) AS area_id, CAST(data ->> 'parent_id' AS uuid) AS parent_id,
       CAST(data ->> 'valid_from' AS date) AS since
  FROM archive
 WHERE aggregate = 'area' AND name IN ('membership.area_registered.v1', 'membership.area_changed.v1')
UNION ALL
SELECT event_id, CAST(merged AS uuid), CAST(data ->> 'area_id' AS uuid), CAST(data ->> 'valid_from' AS date)
  FROM archive CROSS JOIN LATERAL jsonb_array_elements_text(data -> 'merged') AS merged
 WHERE aggregate = 'area' AND name = 'membership.area_merged.v1';

CREATE TABLE past_place (
    area_id uuid  NOT NULL,
    since   date  NOT NULL,
    until   date  NOT NULL CHECK (until > since),
    path    ltree NOT NULL,
    PRIMARY KEY (area_id, since)
);
CREATE INDEX past_place_by_path ON past_place USING gist (path);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(GRID, execution_options={"no_parameters": True})
    with op.get_context().autocommit_block():
        for index in INDEXES:
            op.execute(f"CREATE INDEX CONCURRENTLY {index}")


def downgrade() -> None:
    op.execute("DROP TABLE past_place")
    op.execute("DROP VIEW grid_edge, grid_number")
    op.execute("DROP INDEX archive_area, archive_area_parent, archive_area_merger")
