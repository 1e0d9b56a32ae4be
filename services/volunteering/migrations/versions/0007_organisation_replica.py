"""The replica of the tree of organisations."""

from __future__ import annotations

from alembic import op

from runtime import schema

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    schema.organise(op)


def downgrade() -> None:
    op.execute("DROP TABLE runtime.organisation")
