"""Alpha tells, beta writes down what it hears: the runtime's own test services, as processes on real servers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from stage import alpha, beta, two_services
from two import TwoServices

from runtime.testing.postgres import TestServer
from runtime.testing.rabbit import Broker
from tests.faults.proxy import Proxy

__all__ = ["alpha", "beta", "cable_to_postgres", "cable_to_rabbit", "cables", "two_services"]

HEARTBEAT = 2
"""Seconds, by the URI: a silent broker is to be noticed within the test."""


@dataclass(frozen=True)
class Cables:
    """Between the processes and their servers. What the test itself asks goes past them."""

    rabbit: Proxy
    postgres: Proxy


@contextmanager
def cable_to_rabbit(broker: Broker) -> Iterator[tuple[Proxy, str]]:
    """A cable to the broker, and the URI that leads through it."""
    at = urlsplit(broker.uri)
    assert at.hostname and at.port
    with Proxy("rabbit", (at.hostname, at.port)) as cable:
        netloc = at.netloc.replace(str(at.port), str(cable.port))
        yield cable, at._replace(netloc=netloc, query=f"heartbeat={HEARTBEAT}").geturl()


@contextmanager
def cable_to_postgres(server: TestServer) -> Iterator[tuple[Proxy, str]]:
    """A cable to the server, and the template of URLs that lead through it."""
    with Proxy("postgres", server.server.socket_folder / ".s.PGSQL.5432") as cable:
        yield cable, f"postgresql+psycopg://postgres@127.0.0.1:{cable.port}/bare_{{service}}"


@pytest.fixture
def cables(two_services: TwoServices, own_rabbit: Broker, postgres_server: TestServer) -> Iterator[Cables]:
    """Every process that is started from now on reaches RabbitMQ and PostgreSQL through a proxy each."""
    with cable_to_rabbit(own_rabbit) as (rabbit, uri), cable_to_postgres(postgres_server) as (postgres, url):
        given = {"GONGJIAN_AMQP_URI": uri, "GONGJIAN_DATABASE_URL": url}
        two_services.environment = {**two_services.environment, **given}
        yield Cables(rabbit, postgres)
        two_services.end()
