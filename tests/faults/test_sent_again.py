"""A message comes a second time, long after it took effect."""

from __future__ import annotations

from invariant import broken_promises
from sqlalchemy import text
from two import TwoServices

from tests.faults.scene import settle


def test_a_message_delivered_again_long_afterwards_takes_effect_once(two_services: TwoServices) -> None:
    two_services.tell(20, things=3)
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    settle(two_services)
    with two_services.alpha.begin() as connection:
        connection.execute(text("UPDATE runtime.outbox SET published_at = NULL"))
    assert broken_promises(settle(two_services)) == []
