"""What strikes a visit or a gift of a pairing; the day of a struck visit is free again.

The table of visits is younger than the last release, whose code knows neither it nor its constraint.
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
unused_since = "0.1.0"

STRIKES = """
CREATE TABLE pairing_visit_strike (
    visit_id  uuid        PRIMARY KEY REFERENCES pairing_visit,
    reason    text        NOT NULL,
    struck_by uuid,
    struck_at timestamptz NOT NULL
);
CREATE TABLE pairing_gift_strike (
    gift_id   uuid        PRIMARY KEY REFERENCES pairing_gift,
    reason    text        NOT NULL,
    struck_by uuid,
    struck_at timestamptz NOT NULL
);
ALTER TABLE pairing_visit ADD COLUMN nth integer NOT NULL DEFAULT 0;
"""
ONE_A_DAY = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS pairing_visit_one_a_day ON pairing_visit (pairing_id, "on", nth)
"""


def upgrade() -> None:
    op.execute(STRIKES)
    for table in ("pairing_visit_strike", "pairing_gift_strike"):
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change()"
        )
    with op.get_context().autocommit_block():
        op.execute(ONE_A_DAY)
    op.execute("ALTER TABLE pairing_visit DROP CONSTRAINT pairing_visit_once")


def downgrade() -> None:
    op.execute("DROP INDEX pairing_visit_one_a_day")
    op.execute('ALTER TABLE pairing_visit ADD CONSTRAINT pairing_visit_once UNIQUE (pairing_id, "on")')
    op.execute("ALTER TABLE pairing_visit DROP COLUMN nth")
    for table in ("pairing_gift_strike", "pairing_visit_strike"):
        op.execute(f"DROP TABLE {table}")
