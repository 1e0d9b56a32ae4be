"""Second factors with their recovery codes, and what a session tells of itself."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE session ADD COLUMN seen_at timestamptz, ADD COLUMN device text, ADD COLUMN proven_at timestamptz;

CREATE TABLE second_factor (
    account_id     uuid        PRIMARY KEY REFERENCES account,
    secret_sealed  bytea       NOT NULL,
    enrolled_at    timestamptz NOT NULL,
    confirmed_at   timestamptz,
    last_step      bigint      NOT NULL,
    reset_asked_by uuid,
    reset_asked_at timestamptz,
    CONSTRAINT second_factor_reset_asked CHECK ((reset_asked_by IS NULL) = (reset_asked_at IS NULL))
);

CREATE TABLE recovery_code (
    account_id uuid  NOT NULL REFERENCES account,
    code_hash  bytea NOT NULL,
    spent_at   timestamptz,
    PRIMARY KEY (account_id, code_hash)
);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in ("recovery_code", "second_factor"):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE session DROP COLUMN seen_at, DROP COLUMN device, DROP COLUMN proven_at")
