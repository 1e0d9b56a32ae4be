"""The services of these tests, two that talk and a garden: importable here and in processes that the tests start."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, text

if TYPE_CHECKING:
    from runtime.testing.harness import DoorUnderTest

if TYPE_CHECKING:
    from two import TwoServices

    from runtime.testing.postgres import TestServer
    from runtime.testing.rabbit import Broker

SERVICES = Path(__file__).parent / "two_services"
sys.path.insert(0, str(SERVICES))


@pytest.fixture
def bare_database(postgres_server: TestServer) -> Iterator[Callable[..., Engine]]:
    """Makes databases that hold nothing but the runtime's tables: `bare_database("alpha")` is an engine."""
    from runtime import schema
    from runtime.database import engine_at

    with ExitStack() as stack:

        def make(service: str, *more: str) -> Engine:
            name = f"bare_{service}"
            url = postgres_server.create(name)
            stack.callback(postgres_server.drop, name)
            engine = engine_at(url, service)
            stack.callback(engine.dispose)
            with engine.begin() as connection:
                schema.create(connection)
                for statement in more:
                    connection.execute(text(statement))
            return engine

        yield make


@pytest.fixture
def alpha(bare_database: Callable[..., Engine]) -> Engine:
    return bare_database("alpha")


@pytest.fixture
def beta(bare_database: Callable[..., Engine]) -> Engine:
    from beta.service import EFFECT

    return bare_database("beta", EFFECT)


@pytest.fixture
def garden(
    postgres_server,
    keys: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[DoorUnderTest]:
    """The garden's whole door: a service with everything that the runtime does around a use case."""
    from garden import service

    from runtime.database import engine_at
    from runtime.testing.harness import DoorUnderTest

    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(keys))
    monkeypatch.setenv("GONGJIAN_PACKS_DIR", str(tmp_path))
    with postgres_server.fresh("garden", _prepare_garden) as url:
        engine = engine_at(url, "garden")
        yield DoorUnderTest(service.door, engine)
        engine.dispose()


def _prepare_garden(service: str, url: str) -> None:
    from garden.domain import Base

    from runtime import schema
    from runtime.database import engine_at

    engine = engine_at(url, service)
    with engine.begin() as connection:
        schema.create(connection)
        Base.metadata.create_all(connection)
    engine.dispose()


@pytest.fixture(scope="session")
def own_rabbit(request: pytest.FixtureRequest) -> Iterator[Broker]:
    """A RabbitMQ that may be stopped: the run's, or one of our own where the run was given somebody else's."""
    from runtime.testing.rabbit import GivenBroker, own_broker

    shared = request.getfixturevalue("rabbit")
    if not isinstance(shared, GivenBroker):
        yield shared
        return
    one = own_broker()
    try:
        one.start()
        yield one
    finally:
        one.remove()


@pytest.fixture
def two_services(
    postgres_server: TestServer, own_rabbit: Broker, alpha: Engine, beta: Engine, tmp_path: Path
) -> Iterator[TwoServices]:
    """Alpha and beta on RabbitMQ: databases made, queues declared and empty, no process started yet."""
    from two import TwoServices, environment

    words = environment(postgres_server.url("bare_{service}"), own_rabbit.uri, SERVICES)
    services = TwoServices(alpha, beta, own_rabbit.uri, words, tmp_path)
    services.apply_topology()
    yield services
    services.end()
