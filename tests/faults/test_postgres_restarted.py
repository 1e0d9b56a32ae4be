"""PostgreSQL goes away under load and comes back: in order, then as after a power cut. Everybody recovers unaided."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from two import TwoServices

from runtime.child_processes import free_port
from runtime.local_postgres import LocalPostgres
from runtime.testing.postgres import TestServer
from tests.faults.clients import Asking, over_http
from tests.faults.load import Telling
from tests.faults.scene import gateway, kept


@pytest.fixture(scope="module")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestServer]:
    """One of this file's own, which keeps what it has committed: the run's forgets the last moments before a crash."""
    server = LocalPostgres(tmp_path_factory.mktemp("postgres"), durable=True)
    server.start()
    yield TestServer(server)
    server.remove()


def test_postgres_stopped_fast_and_at_once_under_load(two_services: TwoServices, postgres_server: TestServer) -> None:
    port = free_port()
    gateway(two_services, port)
    two_services.start("serve", "alpha")
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    with Telling(two_services) as telling, Asking(two_services, over_http(f"http://127.0.0.1:{port}")) as asking:
        for how in (signal.SIGINT, signal.SIGQUIT):
            asking.goes_on()
            unanswered = asking.unanswered
            end(two_services, postgres_server.server, how)
            two_services.until(lambda before=unanswered: asking.unanswered > before)
            postgres_server.server.start()
            telling.goes_on()
            asking.goes_on()
    kept(two_services, telling)
    kept(two_services, asking)


def end(services: TwoServices, server: LocalPostgres, how: signal.Signals) -> None:
    """SIGINT is a fast shutdown (every connection is ended, then a checkpoint), SIGQUIT an immediate one (neither)."""
    pid = server.pid()
    assert pid is not None
    os.kill(pid, how)
    services.until(lambda: server.pid() is None)
