"""Pytest fixtures: servers, databases made on them, and `door_under_test`. Loaded by the root's settings.

A test without marker is a unit test: no I/O. `integration` has PostgreSQL, `component` a door with PostgreSQL,
`broker` RabbitMQ as well, `mechanism` the whole city. Markers select stages; nothing ever skips for want of a server.
"""

from __future__ import annotations

import os

# Read by psycopg when it is imported: its own wait would block an eventlet hub (see the runtime's settings).
os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from runtime.act import Act
    from runtime.testing.harness import DoorUnderTest
    from runtime.testing.postgres import TestServer
    from runtime.testing.rabbit import Broker

MARKERS = (
    "integration: needs PostgreSQL",
    "component: a service's door on PostgreSQL",
    "broker: needs RabbitMQ",
    "mechanism(*ids): proves rows of MECHANISMS over HTTP in the whole city",
    "whole_city: walks in the city of the run",
    "own_city: walks in the second city, which tests may spoil",
    "measured: a delay is promised at full size, so nothing else may run beside it",
    "service(name): whose database the fixture `database` makes, where the test's folder does not say it",
)


def pytest_configure(config: pytest.Config) -> None:
    for line in MARKERS:
        config.addinivalue_line("markers", line)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test's stage follows from what it uses and where it stands, so that no mark can be forgotten."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        folders = set(item.path.parts)
        if used & {"rabbit", "own_rabbit"}:
            item.add_marker("broker")
        elif "component" in folders:
            item.add_marker("component")
        elif "integration" in folders or "postgres_server" in used:
            item.add_marker("integration")


@dataclass
class ServiceDatabase:
    """A migrated database of one test's own.

    `transaction(act)` commits what its block did, as the runtime does for a use case; `session` is open until the test
    ends; `new_session()` opens another on a connection of its own, as a second worker would have.
    """

    service: str
    url: str
    engine: Engine
    _open: ExitStack

    @cached_property
    def session(self) -> Session:
        return self.new_session()

    def new_session(self) -> Session:
        from runtime.database import new_session

        return self._open.enter_context(new_session(self.engine))

    def transaction(self, act: Act | None = None) -> AbstractContextManager[Session]:
        from runtime.database import transaction

        return transaction(self.engine, act)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[TestServer]:
    """One quick private PostgreSQL for the whole run."""
    from runtime.testing.postgres import private_server

    with private_server() as server:
        yield server


@pytest.fixture(scope="session")
def rabbit() -> Iterator[Broker]:
    """One RabbitMQ for the whole run: `.uri`, and where it is our own also `.stop()`, `.kill()`, `.start()`."""
    from runtime.testing.memory import place
    from runtime.testing.rabbit import running_broker

    with running_broker(place()) as broker:
        yield broker


@pytest.fixture(scope="session")
def own_rabbit(request: pytest.FixtureRequest) -> Iterator[Broker]:
    """A RabbitMQ that may be stopped: the run's, or one of our own where the run was given somebody else's."""
    from runtime.testing.memory import place
    from runtime.testing.rabbit import GivenBroker, own_broker

    shared = request.getfixturevalue("rabbit")
    if not isinstance(shared, GivenBroker):
        yield shared
        return
    one = own_broker(place())
    try:
        one.start()
        yield one
    finally:
        one.remove()


@pytest.fixture
def bare_database(postgres_server: TestServer) -> Iterator[Callable[..., Engine]]:
    """Makes databases that hold nothing but the runtime's tables: `bare_database("alpha")` is an engine."""
    from sqlalchemy import text

    from runtime import schema
    from runtime.database import engine_at

    with ExitStack() as stack:

        def make(service: str, *more: str) -> Engine:
            name = f"bare_{service}"
            url = postgres_server.create(name)
            stack.callback(postgres_server.drop, name)
            # A test may restart the server; its own looks into the database are not what is tested.
            engine = engine_at(url, service, pool_pre_ping=True)
            stack.callback(engine.dispose)
            with engine.begin() as connection:
                schema.whole(connection)
                for statement in more:
                    connection.execute(text(statement))
            return engine

        yield make


@pytest.fixture
def new_database(postgres_server: TestServer) -> Iterator[Callable[[str], ServiceDatabase]]:
    """Makes migrated databases: `new_database("patrol")`, as many as the test wants, gone when it ends."""
    from runtime.database import engine_at

    with ExitStack() as stack:

        def make(service: str) -> ServiceDatabase:
            url = stack.enter_context(postgres_server.fresh(service, migrate))
            engine = engine_at(url, service)
            stack.callback(engine.dispose)
            return ServiceDatabase(service, url, engine, stack)

        yield make


@pytest.fixture
def database(request: pytest.FixtureRequest, new_database: Callable[[str], ServiceDatabase]) -> ServiceDatabase:
    """A migrated database of the service that the test stands in, or that its marker `service` names."""
    return new_database(service_of(request.node))


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a token pair and a master key of this run."""
    from runtime.keys import ensure_keys

    folder = tmp_path_factory.mktemp("keys")
    ensure_keys(folder)
    return folder


@pytest.fixture
def door_under_test(
    database: ServiceDatabase, keys: Path, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> DoorUnderTest:
    """The whole door of the test's service on a database of its own, with the packs of this repository."""
    from runtime.doors import load
    from runtime.testing.harness import DoorUnderTest

    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(keys))
    monkeypatch.setenv("GONGJIAN_PACKS_DIR", str(pytestconfig.rootpath / "deploy" / "packs"))
    return DoorUnderTest(load(database.service), database.engine)


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
    from runtime.migrations import run

    run(service, url)
