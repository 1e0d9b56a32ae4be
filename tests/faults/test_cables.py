"""The cables to RabbitMQ and to PostgreSQL are cut in the middle of a batch."""

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
