"""The services of these tests (two that talk, and a garden), importable here and in processes that the tests start, each with a database."""

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

SERVICES = Path(__file__).parent / "two_services"
sys.path.insert(0, str(SERVICES))


@pytest.fixture
def bare_database(postgres_server) -> Iterator[Callable[[str], Engine]]:  # noqa: ANN001 - the plugin's fixture
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
    postgres_server,  # noqa: ANN001 - the plugin's fixture
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


@pytest.fixture
def two_services(postgres_server, rabbit, alpha: Engine, beta: Engine, tmp_path: Path) -> Iterator[TwoServices]:  # noqa: ANN001
    """Alpha and beta on RabbitMQ: databases made, queues declared and empty, no process started yet."""
    from two import TwoServices, environment

    words = environment(postgres_server.url("bare_{service}"), rabbit.uri, SERVICES)
    services = TwoServices(alpha, beta, rabbit.uri, words, tmp_path)
    services.apply_topology()
    yield services
    services.end()
