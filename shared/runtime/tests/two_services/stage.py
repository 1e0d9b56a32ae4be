"""Fixtures with alpha and beta: for the runtime's own tests and for the faults, whose conftests import them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

if TYPE_CHECKING:
    from two import TwoServices

    from runtime.testing.postgres import TestServer
    from runtime.testing.rabbit import Broker

SERVICES = Path(__file__).parent


@pytest.fixture
def alpha(bare_database: Callable[..., Engine]) -> Engine:
    from alpha.service import MARK

    return bare_database("alpha", MARK)


@pytest.fixture
def beta(bare_database: Callable[..., Engine]) -> Engine:
    from beta.service import EFFECT, REMINDER

    return bare_database("beta", EFFECT, REMINDER)


@pytest.fixture
def two_services(
    postgres_server: TestServer,
    own_rabbit: Broker,
    alpha: Engine,
    beta: Engine,
    keys: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TwoServices]:
    """Alpha and beta on RabbitMQ: databases made, queues declared and empty, no process started yet."""
    from two import TwoServices, environment

    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(keys))
    words = environment(postgres_server.url("bare_{service}"), own_rabbit.uri, SERVICES)
    services = TwoServices(alpha, beta, own_rabbit.uri, words, tmp_path)
    services.apply_topology()
    yield services
    services.end()
