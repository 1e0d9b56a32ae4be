"""The archive, the facts, and the seals as a view of the archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID

from runtime import schema

revision = "0001"
down_revision = None

MOMENT = TIMESTAMP(timezone=True)

# A link is broken when it is not the one after the last one heard, or does not continue its digest.
SEALS = """
CREATE VIEW seal AS
SELECT event_id, service, chain, sealed_minute, entries, previous, digest,
       CASE WHEN lag(chain) OVER link IS NULL THEN chain <> 1 OR previous <> 'none'
            ELSE chain <> lag(chain) OVER link + 1 OR previous <> lag(digest) OVER link END AS broken
FROM (
    SELECT event_id, producer AS service, (data ->> 'chain')::bigint AS chain,
           (data ->> 'sealed_minute')::timestamptz AS sealed_minute, (data ->> 'entries')::bigint AS entries,
           data ->> 'previous' AS previous, data ->> 'digest' AS digest
    FROM archive
    WHERE aggregate = 'audit_seal'
) AS heard
WINDOW link AS (PARTITION BY service ORDER BY chain, event_id)
"""


def upgrade() -> None:
    schema.create(op)
    _create_archive()
    _create_facts()
    op.execute(SEALS)


def downgrade() -> None:
    op.execute("DROP VIEW seal")
    op.drop_table("fact")
    op.drop_table("archive")
    op.execute("DROP SCHEMA runtime CASCADE")


def _create_archive() -> None:
    op.create_table(
        "archive",
        sa.Column("event_id", UUID(), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("producer", sa.Text, nullable=False),
        sa.Column("aggregate", sa.Text, nullable=False),
        sa.Column("aggregate_id", UUID(), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("area", UUID()),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("correlation_id", sa.Text),
        sa.Column("data", JSONB, nullable=False),
    )
    op.create_index("archive_seals", "archive", ["producer"], postgresql_where=sa.text("aggregate = 'audit_seal'"))


def _create_facts() -> None:
    op.create_table(
        "fact",
        sa.Column("series", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text),
        sa.Column("area", UUID()),
        sa.Column("amount", sa.BigInteger),
        sa.Column("kept", JSONB),
        sa.Column("imported", sa.Boolean),
        sa.Column("begins_at", MOMENT),
        sa.Column("begin_event", UUID()),
        sa.Column("ends_at", MOMENT),
        sa.Column("end_kept", JSONB),
        sa.Column("end_event", UUID()),
        sa.Column("voided_at", MOMENT),
        sa.Column("void_event", UUID()),
    )
    op.create_index("fact_by_area", "fact", ["series", "area", "begins_at"])
