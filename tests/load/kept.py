"""Databases as large as a city's (装好的库): filled once, kept under `.gongjian/loaded`, filled again when what they are made of
changes.

What is measured is a copy, which may be spoilt and is dropped afterwards. The server is a durable one, with as much memory for
its pages as docker-compose.yml gives a city's.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Engine, text

from runtime.database import engine_at
from runtime.local_postgres import LocalPostgres
from runtime.migrations import run as migrate
from runtime.testing.postgres import TestServer

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".gongjian" / "loaded"
STARTS_WITHIN = 300.0
AS_A_CITY = (("shared_buffers", "1GB"),)
READ_AT_ONCE = 2**24
"""Bytes."""

Fill = Callable[[Engine], None]


@contextmanager
def loaded(service: str, scale: float, made_of: Iterable[Path], fill: Fill) -> Iterator[tuple[TestServer, str]]:
    """The server and the name of a filled database's copy.

    `fill` loads a migrated, empty database. `made_of` are its scripts: with the service's migrations and the runtime's
    schema they decide whether what is kept is still good.
    """
    server = LocalPostgres(FOLDER, more=AS_A_CITY)
    server.start(within=STARTS_WITHIN)
    try:
        databases, copy = TestServer(server), f"measured_{service}"
        kept = _kept(databases, service, scale, made_of, fill)
        databases.drop(copy)
        databases.create(copy, kept)
        _settle(databases, copy)
        try:
            yield databases, copy
        finally:
            databases.drop(copy)
    finally:
        server.stop()


def _kept(databases: TestServer, service: str, scale: float, made_of: Iterable[Path], fill: Fill) -> str:
    """The name of the filled database; others of this service and scale are dropped."""
    family = f"{service}_{scale:g}_"
    wanted = family + _fingerprint(service, made_of)
    known = _names(databases, family)
    if wanted in known:
        return wanted
    for outdated in known:
        databases.drop(outdated)
    began, being_filled = time.monotonic(), f"{family}being_filled"
    migrate(service, databases.create(being_filled))
    engine = engine_at(databases.url(being_filled), service)
    fill(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    _execute(databases, sql.SQL("ALTER DATABASE {} RENAME TO {}"), being_filled, wanted)
    print(f"{wanted} was filled in {time.monotonic() - began:.0f} s", flush=True)
    return wanted


def _fingerprint(service: str, made_of: Iterable[Path]) -> str:
    runtime = ROOT / "shared" / "runtime" / "src" / "runtime"
    schema = [runtime / "schema.py", *sorted((runtime / "schema").glob("*.sql"))]
    versions = sorted((ROOT / "services" / service / "migrations" / "versions").glob("*.py"))
    digest = hashlib.sha256()
    for path in (*schema, *versions, *made_of):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _names(databases: TestServer, family: str) -> list[str]:
    with psycopg.connect(databases.server.conninfo(), autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (family,))
        return [name for (name,) in found]


def _settle(databases: TestServer, name: str) -> None:
    """Let a fresh copy be as the database of a city that has been at work: written out, and in the system's memory."""
    _execute(databases, sql.SQL("CHECKPOINT"))
    with psycopg.connect(databases.server.conninfo(), autocommit=True) as connection:
        [oid] = connection.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone() or [0]
    for file in (databases.server.folder / "data" / "base" / str(oid)).iterdir():
        with file.open("rb") as pages:
            while pages.read(READ_AT_ONCE):
                pass


def _execute(databases: TestServer, words: sql.SQL, *names: str) -> None:
    with psycopg.connect(databases.server.conninfo(), autocommit=True) as connection:
        connection.execute(words.format(*map(sql.Identifier, names)))
