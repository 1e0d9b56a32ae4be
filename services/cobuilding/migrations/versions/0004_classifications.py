"""Which firms are above scale."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE classification (
            id          uuid    PRIMARY KEY,
            unit_id     uuid    NOT NULL REFERENCES unit,
            above_scale boolean NOT NULL,
            since       date    NOT NULL,
            CONSTRAINT one_classification_a_day UNIQUE (unit_id, since)
        )
    """)


def downgrade() -> None:
    op.execute("DROP TABLE classification")
