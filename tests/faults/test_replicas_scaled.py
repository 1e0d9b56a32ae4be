"""Replicas come and go under load: no request is lost or done twice, and no event either."""

from __future__ import annotations

import subprocess

import pytest
from two import TwoServices

from contracts.events import Lane
from runtime.amqp.connection import channel_of, connect
from runtime.amqp.names import event_queue, rpc_queue
from tests.faults.clients import Asking, over_the_bus
from tests.faults.load import EVENTS
from tests.faults.scene import kept

pytestmark = pytest.mark.broker

QUEUES = (rpc_queue("alpha"), event_queue("beta", Lane.NORMAL))
PATIENCE = 120.0
"""Seconds that a client waits for an answer: long, for none is to ask twice."""


def consumers(services: TwoServices) -> list[int]:
    """How many replicas take alpha's requests, and how many beta's events."""
    with connect(services.uri, "tests") as connection:
        channel = channel_of(connection)
        return [channel.queue_declare(queue, passive=True).consumer_count for queue in QUEUES]


def scale(services: TwoServices, running: list[subprocess.Popen[bytes]], to: int) -> None:
    """Start replicas of both services, or drain the oldest of them with SIGTERM; wait until so many are at work."""
    ended = running[: -2 * to]
    del running[: len(ended)]
    for process in ended:
        process.terminate()
    while len(running) < 2 * to:
        running += [services.start("serve", "alpha"), services.start("serve", "beta")]
    services.until(lambda: all(process.poll() is not None for process in ended))
    assert [process.returncode for process in ended] == [0] * len(ended), services.tails()
    services.until(lambda: consumers(services) == [to, to])


def test_replicas_from_one_to_three_and_back_under_load(two_services: TwoServices) -> None:
    running: list[subprocess.Popen[bytes]] = []
    two_services.start("relay", "alpha")
    scale(two_services, running, 1)
    with Asking(two_services, over_the_bus(two_services.uri, within=PATIENCE)) as load:
        load.goes_on()
        scale(two_services, running, 3)
        load.goes_on(EVENTS // 4)
        scale(two_services, running, 1)
        load.goes_on()
    assert (load.unanswered, load.replayed) == (0, 0)
    kept(two_services, load)
