"""Grants that end and are handed on, and proposals of powerful ones."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE account_grant ADD COLUMN until timestamptz, ADD COLUMN delegated_from uuid;
ALTER TABLE account_grant ADD CONSTRAINT account_grant_delegated_from
    FOREIGN KEY (delegated_from) REFERENCES account_grant DEFERRABLE INITIALLY DEFERRED NOT VALID;

CREATE TABLE grant_proposal (
    proposal_id    uuid        PRIMARY KEY,
    account_id     uuid        NOT NULL REFERENCES account,
    role           text        NOT NULL,
    kind           text        NOT NULL,
    scope          uuid        NOT NULL,
    area_id        uuid        NOT NULL,
    until          timestamptz,
    delegated_from uuid        REFERENCES account_grant,
    state          text        NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'withdrawn', 'expired')),
    proposed_by    uuid        NOT NULL,
    proposed_at    timestamptz NOT NULL,
    open_until     timestamptz NOT NULL,
    decided_by     uuid,
    decided_at     timestamptz,
    grant_id       uuid        REFERENCES account_grant DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT grant_proposal_decided CHECK ((state = 'open') = (decided_at IS NULL)),
    CONSTRAINT grant_proposal_by_two CHECK ((state = 'approved') = (grant_id IS NOT NULL)
        AND (state <> 'approved' OR (decided_by <> proposed_by AND decided_by <> account_id)))
);
CREATE UNIQUE INDEX grant_proposed_once ON grant_proposal (account_id, role, kind, scope) WHERE state = 'open';
CREATE INDEX grant_proposal_by_time ON grant_proposal (proposed_at DESC, proposal_id DESC);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES, execution_options={"no_parameters": True})
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE account_grant VALIDATE CONSTRAINT account_grant_delegated_from")
        op.execute(
            "CREATE INDEX CONCURRENTLY account_grant_delegated ON account_grant (delegated_from) "
            "WHERE delegated_from IS NOT NULL"
        )


def downgrade() -> None:
    op.execute("DROP TABLE grant_proposal")
    op.execute("ALTER TABLE account_grant DROP COLUMN until, DROP COLUMN delegated_from")
