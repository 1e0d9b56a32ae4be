"""PostgreSQL for tests: one quick private server per session, a migrated template per service, a fresh copy per test."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from runtime.local_postgres import LocalPostgres, clear_left_behind, temporary
from runtime.testing.memory import MEMORY, place

TEMPLATE = "{service}_template"


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
    """A server in a temporary folder, ended and deleted afterwards."""
    clear_left_behind(MEMORY)
    server = temporary(place())
    try:
        server.start()
        yield TestServer(server)
    finally:
        server.remove()
