"""Visits and gifts of pairings."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

CONTACTS = """
CREATE TABLE pairing_visit (
    id          uuid        PRIMARY KEY,
    pairing_id  uuid        NOT NULL REFERENCES pairing,
    "on"        date        NOT NULL,
    recorded_by uuid,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT pairing_visit_once UNIQUE (pairing_id, "on")
);
CREATE TABLE pairing_gift (
    id          uuid        PRIMARY KEY,
    pairing_id  uuid        NOT NULL REFERENCES pairing,
    kind        text        NOT NULL,
    value_band  text        NOT NULL,
    "on"        date        NOT NULL,
    recorded_by uuid,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX pairing_gift_by_pairing ON pairing_gift (pairing_id, "on", id);
"""


def upgrade() -> None:
    op.execute(CONTACTS)
    for table in ("pairing_visit", "pairing_gift"):
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change()"
        )


def downgrade() -> None:
    for table in ("pairing_gift", "pairing_visit"):
        op.execute(f"DROP TABLE {table}")
