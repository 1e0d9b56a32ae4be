"""Identities of the city's provider, and what came back from it."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE external_identity (
    issuer     text        COLLATE "C" NOT NULL,
    subject    text        COLLATE "C" NOT NULL,
    account_id uuid        NOT NULL REFERENCES account,
    linked_by  uuid,
    linked_at  timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject),
    CONSTRAINT external_identity_of_account UNIQUE (account_id, issuer)
);

CREATE TABLE external_link_code (
    account_id uuid        PRIMARY KEY REFERENCES account,
    code_hash  bytea       NOT NULL UNIQUE,
    made_at    timestamptz NOT NULL
);

-- What came back from the provider, for as long as it might come again.
CREATE TABLE external_state_used (
    state_hash bytea       PRIMARY KEY,
    used_at    timestamptz NOT NULL
);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in ("external_state_used", "external_link_code", "external_identity"):
        op.execute(f"DROP TABLE {table}")
