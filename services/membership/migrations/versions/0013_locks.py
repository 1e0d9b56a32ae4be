"""How often a name has been locked: each lock lasts longer than the one before."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE sign_in_failures ADD COLUMN times_locked integer NOT NULL DEFAULT 0")


def downgrade() -> None:
    op.execute("ALTER TABLE sign_in_failures DROP COLUMN times_locked")
