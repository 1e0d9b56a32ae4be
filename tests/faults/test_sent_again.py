"""A message comes a second time, long after it took effect."""

from __future__ import annotations

from sqlalchemy import text
from two import TwoServices

from tests.faults.load import Telling
from tests.faults.scene import kept


def test_a_message_delivered_again_long_afterwards_takes_effect_once(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    with Telling(two_services, things=3) as load:
        load.goes_on()
    kept(two_services, load)
    with two_services.alpha.begin() as connection:
        connection.execute(text("UPDATE runtime.outbox SET published_at = NULL"))
    kept(two_services, load)
