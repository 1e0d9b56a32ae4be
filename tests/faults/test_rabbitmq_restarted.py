"""RabbitMQ goes away under load and comes back: first in order, then as after a power cut."""

from __future__ import annotations

from two import TwoServices

from runtime.testing.rabbit import Broker
from tests.faults.clients import Asking, over_the_bus
from tests.faults.load import Telling
from tests.faults.scene import kept


def test_rabbitmq_stopped_and_killed_under_load(two_services: TwoServices, own_rabbit: Broker) -> None:
    two_services.start("serve", "alpha")
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    with Telling(two_services) as telling, Asking(two_services, over_the_bus(two_services.uri)) as asking:
        for end in (own_rabbit.stop, own_rabbit.kill):
            asking.goes_on()
            end()
            telling.goes_on()
            own_rabbit.start()
            asking.goes_on()
    assert asking.unanswered
    kept(two_services, telling)
    kept(two_services, asking)
