"""The six databases: started, made, and brought to this release's schema; a start that finds them so is short."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from contracts.catalogue import SERVICES
from runtime import migrations
from runtime.local_postgres import LocalPostgres


@contextmanager
def running(server: LocalPostgres) -> Iterator[None]:
    """The server, up within the block and stopped in order after it."""
    server.start()
    try:
        yield
    finally:
        server.stop()


def migrate(server: LocalPostgres) -> list[str]:
    """Bring every service's database to head; returns the services that were not there yet."""
    behind = [service for service in SERVICES if revision(server, service) != migrations.head(service)]
    for service in behind:
        migrations.run(service, server.url(service))
    return behind


def revision(server: LocalPostgres, service: str) -> str | None:
    """Where the service's database is, None for one that is not there or was never migrated."""
    try:
        with psycopg.connect(server.conninfo(service)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return None
    return None if row is None else str(row[0])
