"""Handlers fail for a while, for ever, or take the whole process with them; bodies are poison."""

from __future__ import annotations

from beta.mischief import FAILS_ALWAYS, FAILS_THRICE, KILLS
from invariant import broken_promises, state
from two import TwoServices

from runtime.amqp.events_door import SUSPICIOUS
from runtime.suspects import TRIES
from tests.faults.scene import EVENTS, revived, settle


def test_a_handler_that_fails_three_times_and_then_works(two_services: TwoServices) -> None:
    two_services.tell(EVENTS // 3)
    two_services.tell(EVENTS // 3, number=FAILS_THRICE)
    two_services.tell(EVENTS // 3)
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    found = settle(two_services)
    assert broken_promises(found) == []
    assert not found.parked


def test_a_poison_body_and_a_handler_that_never_works(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    two_services.tell(EVENTS // 2)
    for body in (b"\xff\xfe", b"", b"{}", b'{"kind": "live"}', b"[" * 2_000):
        two_services.publish("alpha.events", "normal.all.thing.poison", body, content_type="application/json")
    two_services.tell(1, things=1, number=FAILS_ALWAYS)
    two_services.tell(EVENTS // 2)
    found = settle(two_services)
    assert broken_promises(found) == []
    assert found.parked == {"dead": 6}


def test_a_handler_that_kills_the_process_every_time(two_services: TwoServices) -> None:
    two_services.start("relay", "alpha")
    two_services.tell(30)
    two_services.tell(1, things=1, number=KILLS)
    two_services.tell(30)
    two_services.until(lambda: state(two_services.alpha, two_services.beta).unpublished == 0)
    two_services.until(revived(two_services, SUSPICIOUS + TRIES, "serve", "beta"))
    two_services.start("serve", "beta")
    found = settle(two_services)
    assert (broken_promises(found), found.parked) == ([], {"dead": 1})
