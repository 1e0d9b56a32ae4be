"""Handlers fail for a while, for ever, or take the whole process with them; bodies are poison."""

from __future__ import annotations

from beta.mischief import FAILS_ALWAYS, FAILS_THRICE, KILLS
from invariant import state
from two import TwoServices

from runtime import parking_control
from runtime.amqp.events_door import SUSPICIOUS
from runtime.database import transaction
from runtime.parking_control import Operator
from runtime.suspects import TRIES
from tests.faults.load import EVENTS, Telling
from tests.faults.scene import kept, revived, revived_until

POISON = (b"\xff\xfe", b"", b"{}", b'{"kind": "live"}', b"[" * 2_000)


def test_a_handler_that_fails_three_times_and_then_works(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    with Telling(two_services) as load:
        two_services.tell(EVENTS // 3, number=FAILS_THRICE)
        load.goes_on()
    assert not kept(two_services, load).parked


def test_a_poison_body_and_a_handler_that_never_works(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    with Telling(two_services) as load:
        load.goes_on()
        for body in POISON:
            two_services.publish("alpha.events", "normal.all.thing.poison", body, content_type="application/json")
        two_services.tell(1, things=1, number=FAILS_ALWAYS)
        load.goes_on()
    assert kept(two_services, load).parked == {"dead": len(POISON) + 1}


def test_a_handler_that_kills_the_process_every_time(two_services: TwoServices) -> None:
    two_services.start("relay", "alpha")
    with Telling(two_services) as load:
        two_services.tell(1, things=1, number=KILLS)
        load.goes_on()
        two_services.until(revived(two_services, SUSPICIOUS + TRIES, "serve", "beta"))
        beta = two_services.start("serve", "beta")
        two_services.until(lambda: _dead(two_services))
        beta.kill()
        # Out of the parking as well: nobody counts deliveries there. One that comes for the same thing meanwhile takes the
        # killer along, and is delivered again itself: so there may be more deaths than tries.
        _replay_the_dead(two_services)
        two_services.until(revived_until(two_services, lambda: _dead(two_services), "serve", "beta"))
        load.goes_on()
    assert kept(two_services, load).parked == {"dead": 1}


def _dead(services: TwoServices) -> int:
    return state(services.alpha, services.beta).parked["dead"]


def _replay_the_dead(services: TwoServices) -> None:
    with transaction(services.beta) as session:
        for row in parking_control.listed(session):
            if row.state == "dead":
                parking_control.replay(session, row.id, Operator(login="tests"), "mended, as was thought")
