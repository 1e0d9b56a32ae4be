"""The runtime's own tables, in schema `runtime` of every service's database."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, text

# What a story (来龙去脉) is found by. Events of an earlier release have no correlation id beside their body.
_CORRELATED = "ALTER TABLE runtime.outbox ADD COLUMN correlation_id text"
# Of the parent alone: an entry in the catalogue, valid once all months have theirs; months to come get it from here.
_OF_ALL_MONTHS = """-- squawk-ignore require-concurrent-index-creation
    CREATE INDEX outbox_by_correlation ON ONLY runtime.outbox (correlation_id)"""
_MONTHS = text("""
    SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
     WHERE i.inhparent = CAST('runtime.outbox' AS regclass) ORDER BY c.relname
""")

# A grant over an organisation reaches all that stand under it.
_ORGANISATIONS = """
    CREATE TABLE runtime.organisation (
        organisation_id uuid PRIMARY KEY,
        parent_id       uuid,
        area_id         uuid NOT NULL,
        kind            text NOT NULL,
        name            text NOT NULL,
        dissolved_on    date
    );
    CREATE INDEX organisation_by_parent ON runtime.organisation (parent_id);
"""


def create(op: Any) -> None:
    """Create what the first release had; the first migration of a service begins with this. `op` is alembic's, or a
    connection."""
    connection = op if isinstance(op, Connection) else op.get_bind()
    for script in scripts():
        # No parameters at all: only then may one call carry many statements, and `%` is just a character.
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})


def correlate(op: Any) -> None:
    """Have stories found: a column, and indexes made beside the running release; a migration of every service."""
    op.execute(_CORRELATED)
    op.execute(_OF_ALL_MONTHS)
    with op.get_context().autocommit_block():
        for statement in _indexes(op.get_bind(), "INDEX CONCURRENTLY"):
            op.execute(statement)


def organise(op: Any) -> None:
    """Have the tree of organisations (组织) kept: a migration of every service."""
    op.get_bind().exec_driver_sql(_ORGANISATIONS, execution_options={"no_parameters": True})


def whole(connection: Connection) -> None:
    """All tables as of now, in a database that has no migrations."""
    create(connection)
    for statement in (_CORRELATED, _OF_ALL_MONTHS, *_indexes(connection, "INDEX"), _ORGANISATIONS):
        connection.exec_driver_sql(statement)


def scripts() -> list[str]:
    """The SQL files of `schema/` in the order of their numbers."""
    found = [file for file in files("runtime").joinpath("schema").iterdir() if file.name.endswith(".sql")]
    return [file.read_text(encoding="utf-8") for file in sorted(found, key=lambda file: file.name)]


def _indexes(connection: Connection, index: str) -> Iterator[str]:
    for month in connection.execute(_MONTHS).scalars().all():
        yield f"CREATE {index} {month}_by_correlation ON runtime.{month} (correlation_id)"
        yield f"ALTER INDEX runtime.outbox_by_correlation ATTACH PARTITION runtime.{month}_by_correlation"
    yield f"CREATE {index} audit_by_correlation ON runtime.audit (correlation_id)"
    yield f"CREATE {index} parked_by_event ON runtime.parked (event_id)"
    yield f"CREATE {index} clock_by_correlation ON runtime.clock (correlation_id) WHERE correlation_id IS NOT NULL"
