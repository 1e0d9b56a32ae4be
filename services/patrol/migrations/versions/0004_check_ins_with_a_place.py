"""Check-ins that still say where: the clock finds those of more than thirty days ago."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY check_in_with_a_place ON check_in (at) WHERE checkpoint_id IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP INDEX check_in_with_a_place")
