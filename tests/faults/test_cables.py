"""The cables to RabbitMQ and to PostgreSQL are cut in the middle of a batch, fall silent, or let bytes through slowly."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from invariant import state
from two import TwoServices

from tests.faults.clients import Asking, over_the_bus
from tests.faults.conftest import Cables
from tests.faults.load import Telling
from tests.faults.proxy import Proxy
from tests.faults.scene import kept

CUTS = 6
SLOW = 30_000
"""Bytes per second on each connection and way: a batch takes seconds, a request is answered within its deadline."""


@pytest.fixture(params=["rabbit", "postgres"])
def cable(request: pytest.FixtureRequest, cables: Cables) -> Proxy:
    return getattr(cables, request.param)


@contextmanager
def everybody_at_work(services: TwoServices) -> Iterator[Asking]:
    """Alpha, beta and the relay under load. The clients' own cable is whole; afterwards all is as it should be."""
    services.start("serve", "alpha")
    services.start("serve", "beta")
    services.start("relay", "alpha")
    with Telling(services) as telling, Asking(services, over_the_bus(services.uri)) as asking:
        services.until(lambda: state(services.alpha, services.beta).effects)
        asking.goes_on()
        yield asking
        asking.goes_on()
    kept(services, telling)
    kept(services, asking)


def test_cut_in_the_middle_of_a_batch(two_services: TwoServices, cable: Proxy) -> None:
    chance = random.Random(20)
    with everybody_at_work(two_services) as asking:
        for round_ in range(1, CUTS + 1):
            cable.cut_after(chance.randrange(1, 20_000))
            two_services.until(lambda cuts=round_: cable.cuts == cuts)
            asking.goes_on(5)


def test_silent_and_then_gone_or_all_at_once(two_services: TwoServices, cable: Proxy) -> None:
    """The first time nothing of what was on the way is heard of again, the second time all of it arrives late."""
    with everybody_at_work(two_services) as asking:
        silence(two_services, cable, asking)
        cable.cut()
        cable.flow()
        asking.goes_on()
        silence(two_services, cable, asking)
        cable.flow()


def test_slow(two_services: TwoServices, cables: Cables) -> None:
    with everybody_at_work(two_services) as asking:
        for cable in (cables.rabbit, cables.postgres):
            cable.trickle(SLOW)
            effects = len(state(two_services.alpha, two_services.beta).effects)
            two_services.until(lambda known=effects: len(state(two_services.alpha, two_services.beta).effects) > known)
            asking.goes_on()
            cable.flow()


def silence(services: TwoServices, cable: Proxy, asking: Asking) -> None:
    """Let nothing pass until clients have waited in vain and, where there are heartbeats, somebody has dialled again."""
    unanswered, dialled = asking.unanswered, cable.dialled
    cable.stall()
    services.until(lambda: asking.unanswered > unanswered)
    if cable.name == "rabbit":
        services.until(lambda: cable.dialled > dialled)
