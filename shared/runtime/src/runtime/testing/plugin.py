"""Pytest fixtures: `postgres_server`, `rabbit`, `database`, `new_database`. Loaded by the root's pytest settings.

A test without marker is a unit test: no I/O. `integration` has PostgreSQL, `component` a door with PostgreSQL,
`broker` RabbitMQ as well, `mechanism` the whole city. Markers select stages; nothing ever skips for want of a server.
"""

from __future__ import annotations

import os

# Read by psycopg when it is imported: its own wait would block an eventlet hub (see the runtime's settings).
os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from runtime.testing.postgres import TestServer
    from runtime.testing.rabbit import Broker

MARKERS = (
    "integration: needs PostgreSQL",
    "component: a service's door on PostgreSQL",
    "broker: needs RabbitMQ",
    "mechanism(*ids): proves rows of MECHANISMS over HTTP in the whole city",
    "service(name): whose database the fixture `database` makes, where the test's folder does not say it",
)


def pytest_configure(config: pytest.Config) -> None:
    for line in MARKERS:
        config.addinivalue_line("markers", line)


@dataclass
class ServiceDatabase:
    """A migrated database of one test's own. `session` is open until the test ends; `new_session()` opens others."""

    service: str
    url: str
    engine: Engine
    _open: ExitStack
    _first: list[Session] = field(default_factory=list)

    @property
    def session(self) -> Session:
        if not self._first:
            self._first.append(self.new_session())
        return self._first[0]

    def new_session(self) -> Session:
        """Another session on another connection, as a second worker would have; closed when the test ends."""
        from sqlalchemy.orm import Session

        return self._open.enter_context(Session(self.engine, autoflush=False))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[TestServer]:
    """One quick private PostgreSQL for the whole run."""
    from runtime.testing.postgres import private_server

    with private_server() as server:
        yield server


@pytest.fixture(scope="session")
def rabbit() -> Iterator[Broker]:
    """One RabbitMQ for the whole run: `.uri`, and where it is our own also `.stop()`, `.kill()`, `.start()`."""
    from runtime.testing.rabbit import running_broker

    with running_broker() as broker:
        yield broker


@pytest.fixture
def new_database(postgres_server: TestServer) -> Iterator[Callable[[str], ServiceDatabase]]:
    """Makes migrated databases: `new_database("patrol")`, as many as the test wants, gone when it ends."""
    with ExitStack() as stack:

        def make(service: str) -> ServiceDatabase:
            url = stack.enter_context(postgres_server.fresh(service, migrate))
            engine = _engine(url)
            stack.callback(engine.dispose)
            return ServiceDatabase(service, url, engine, stack)

        yield make


@pytest.fixture
def database(request: pytest.FixtureRequest, new_database: Callable[[str], ServiceDatabase]) -> ServiceDatabase:
    """A migrated database of the service that the test stands in, or that its marker `service` names."""
    return new_database(service_of(request.node))


def service_of(item: Any) -> str:
    """The marker's service, else the folder's: services/<name>/tests/…"""
    marker = item.get_closest_marker("service")
    if marker is not None:
        return str(marker.args[0])
    parts = PurePath(item.path).parts
    if "services" not in parts:
        raise pytest.UsageError(f"{item.nodeid} stands in no service's folder: name one with @pytest.mark.service")
    return parts[parts.index("services") + 1]


def migrate(service: str, url: str) -> None:
    """Bring the service's empty database to head, as `gongjian migrate` does."""
    from runtime.migrations import upgrade

    upgrade(service, url)


def _engine(url: str) -> Engine:
    from sqlalchemy import create_engine

    return create_engine(url)
