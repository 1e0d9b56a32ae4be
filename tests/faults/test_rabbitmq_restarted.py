"""RabbitMQ goes away under load and comes back."""

from __future__ import annotations

import threading

from invariant import broken_promises
from two import TwoServices

from runtime.testing.rabbit import Broker
from tests.faults.scene import EVENTS, settle


def test_rabbitmq_restarted_under_load(two_services: TwoServices, own_rabbit: Broker) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    two_services.tell(20)
    telling = threading.Thread(target=two_services.tell, args=(EVENTS,))
    telling.start()
    own_rabbit.stop()
    own_rabbit.start()
    telling.join()
    two_services.tell(EVENTS // 3)
    assert broken_promises(settle(two_services)) == []
