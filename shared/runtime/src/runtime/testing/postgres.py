"""PostgreSQL for tests: one quick private server per session, a migrated template per service, a fresh copy per test."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from runtime.local_postgres import LocalPostgres, clear_left_behind, temporary
from runtime.settings import settings

TEMPLATE = "{service}_template"
MEMORY = Path("/dev/shm")  # noqa: S108
LARGEST_SCALE, ROOM = 0.2, 6 * 2**30
"""Up to that size, data of tests lie in memory where so many bytes of it are to be had."""


@dataclass
class TestServer:
    """A private server and its migrated templates. `migrate(service, url)` brings an empty database to head."""

    __test__ = False

    server: LocalPostgres
    _templates: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, database: str = "{service}") -> str:
        return self.server.url(database)

    def create(self, name: str, template: str = "template0") -> str:
        """Create an empty database, or a copy of `template`; returns its URL."""
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._execute(words.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database together with whoever is still connected to it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def template(self, service: str, migrate: Callable[[str, str], None]) -> str:
        """The name of the service's migrated template, made on first use."""
        name = TEMPLATE.format(service=service)
        with self._lock:
            if name not in self._templates:
                migrate(service, self.create(name))
                self._templates.add(name)
        return name

    @contextmanager
    def fresh(self, service: str, migrate: Callable[[str, str], None]) -> Iterator[str]:
        """The URL of a migrated database of one test's own, dropped afterwards."""
        name = f"{service}_{next(self._numbers)}"
        url = self.create(name, self.template(service, migrate))
        try:
            yield url
        finally:
            self.drop(name)

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.server.conninfo(), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def private_server() -> Iterator[TestServer]:
    """A server in a temporary folder, ended and deleted afterwards. A fresh database is a thousand small files, which a
    disk makes in 150 to 700 ms and memory in 20."""
    server = temporary(_place())
    try:
        server.start()
        yield TestServer(server)
    finally:
        server.remove()


def _place() -> Path | None:
    """Memory, if the tests' data fit in there; else wherever temporary files lie."""
    if settings.scale > LARGEST_SCALE or not os.access(MEMORY, os.W_OK):
        return None
    clear_left_behind(MEMORY)
    room = os.statvfs(MEMORY)
    return MEMORY if min(room.f_bavail * room.f_frsize, _memory_available()) >= ROOM else None


def _memory_available() -> int:
    """Bytes that could be taken without swapping, as Linux reckons; 0 where nobody tells."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return 0
    kib = next((line.split()[1] for line in lines if line.startswith("MemAvailable:")), "0")
    return int(kib) * 1024
