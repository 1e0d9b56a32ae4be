"""Processes are killed, brokers restarted, handlers fail: the one promise is kept."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

import pytest
from beta.mischief import FAILS_ALWAYS, FAILS_THRICE, KILLS
from invariant import State, broken_promises, state
from sqlalchemy import text
from two import TwoServices

from runtime.amqp.events_door import SUSPICIOUS
from runtime.suspects import TRIES
from runtime.testing.rabbit import Broker

pytestmark = pytest.mark.broker

EVENTS = 2_000 if os.environ.get("SCALE") == "full" else 300


def settle(services: TwoServices) -> State:
    """Wait until nothing is under way any more."""
    services.until(lambda: state(services.alpha, services.beta).settled)
    return state(services.alpha, services.beta)


def revived(services: TwoServices, count: int, *arguments: str, **environment: str) -> Callable[[], bool]:
    """Have a process that kills itself started anew, `count` times; after that it lives. True once it has died enough."""
    deaths = [services.start(*arguments, **environment)]

    def died() -> bool:
        if deaths[-1].poll() is None:
            return False
        assert deaths[-1].returncode == -signal.SIGKILL, services.tails()
        if len(deaths) == count:
            return True
        deaths.append(services.start(*arguments, **environment))
        return False

    return died


def test_without_faults(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    two_services.tell(EVENTS)
    assert broken_promises(settle(two_services)) == []


def test_consumer_killed_between_commit_and_acknowledgement(two_services: TwoServices) -> None:
    two_services.start("relay", "alpha")
    two_services.tell(EVENTS)
    died = revived(two_services, 3, "serve", "beta", GONGJIAN_FAILPOINT="inbox.committed")
    two_services.until(died)
    assert state(two_services.alpha, two_services.beta).effects
    two_services.start("serve", "beta")
    assert broken_promises(settle(two_services)) == []


def test_relay_killed_between_confirm_and_commit(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.tell(EVENTS)
    died = revived(two_services, 3, "relay", "alpha", GONGJIAN_FAILPOINT="relay.confirmed")
    two_services.until(died)
    two_services.start("relay", "alpha")
    assert broken_promises(settle(two_services)) == []


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


def test_two_relays_and_two_consumers_one_of_each_killed(two_services: TwoServices) -> None:
    first = [two_services.start("serve", "beta"), two_services.start("relay", "alpha")]
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    two_services.tell(EVENTS // 2)
    two_services.until(lambda: state(two_services.alpha, two_services.beta).effects)
    for process in first:
        process.kill()
    two_services.tell(EVENTS // 2)
    assert broken_promises(settle(two_services)) == []


def test_a_message_delivered_again_long_afterwards_takes_effect_once(two_services: TwoServices) -> None:
    two_services.tell(20, things=3)
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    settle(two_services)
    with two_services.alpha.begin() as connection:
        connection.execute(text("UPDATE runtime.outbox SET published_at = NULL"))
    assert broken_promises(settle(two_services)) == []
