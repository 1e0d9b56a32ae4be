"""What stories are found by."""

from __future__ import annotations

from alembic import op

from runtime import schema

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    schema.correlate(op)


def downgrade() -> None:
    for index in ("outbox_by_correlation", "audit_by_correlation", "parked_by_event", "clock_by_correlation"):
        op.execute(f"DROP INDEX runtime.{index}")
    op.execute("ALTER TABLE runtime.outbox DROP COLUMN correlation_id")
