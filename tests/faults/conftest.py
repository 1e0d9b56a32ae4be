"""Alpha tells, beta writes down what it hears: the runtime's own test services, as processes on real servers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from stage import alpha, beta, two_services
from two import TwoServices

from runtime.testing.postgres import TestServer
from runtime.testing.rabbit import Broker
from tests.faults.proxy import Proxy

__all__ = ["alpha", "beta", "cables", "two_services"]

HEARTBEAT = 2
"""Seconds, by the URI: a silent broker is to be noticed within the test."""


@dataclass(frozen=True)
class Cables:
    """Between the processes and their servers. What the test itself asks goes past them."""

    rabbit: Proxy
    postgres: Proxy


@pytest.fixture
def cables(two_services: TwoServices, own_rabbit: Broker, postgres_server: TestServer) -> Iterator[Cables]:
    """Every process that is started from now on reaches RabbitMQ and PostgreSQL through a proxy each."""
    at = urlsplit(own_rabbit.uri)
    assert at.hostname and at.port
    socket = postgres_server.server.socket_folder / ".s.PGSQL.5432"
    with Proxy("rabbit", (at.hostname, at.port)) as rabbit, Proxy("postgres", socket) as postgres:
        two_services.environment = {
            **two_services.environment,
            "GONGJIAN_AMQP_URI": at._replace(
                netloc=at.netloc.replace(str(at.port), str(rabbit.port)), query=f"heartbeat={HEARTBEAT}"
            ).geturl(),
            "GONGJIAN_DATABASE_URL": f"postgresql+psycopg://postgres@127.0.0.1:{postgres.port}/bare_{{service}}",
        }
        yield Cables(rabbit, postgres)
        two_services.end()
