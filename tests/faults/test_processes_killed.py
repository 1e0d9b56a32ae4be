"""Processes are killed -9 at the moments when a half-done thing could be lost or done twice."""

from __future__ import annotations

from invariant import half_done, state
from sqlalchemy import text
from two import TwoServices

from tests.faults.clients import Asking, over_the_bus
from tests.faults.load import Telling
from tests.faults.scene import kept, revived

DEATHS = 2


def test_service_killed_between_flush_and_commit(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    with Asking(two_services, over_the_bus(two_services.uri)) as load:
        two_services.until(revived(two_services, DEATHS, "serve", "alpha", GONGJIAN_FAILPOINT="outbox.written"))
        assert (half_done(two_services.alpha), load.answered) == ([], [])
        two_services.start("serve", "alpha")
        load.goes_on()
    assert load.unanswered
    kept(two_services, load)


def test_consumer_killed_between_commit_and_acknowledgement(two_services: TwoServices) -> None:
    two_services.start("relay", "alpha")
    with Telling(two_services) as load:
        two_services.until(revived(two_services, DEATHS, "serve", "beta", GONGJIAN_FAILPOINT="inbox.committed"))
        assert state(two_services.alpha, two_services.beta).effects
    two_services.until(lambda: state(two_services.alpha, two_services.beta).unpublished == 0)
    found = state(two_services.alpha, two_services.beta)
    assert two_services.waiting("beta") + len(found.effects) > len(found.told), "what took effect still waits"
    two_services.start("serve", "beta")
    kept(two_services, load)


def test_relay_killed_between_confirm_and_mark(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    with Telling(two_services) as load:
        two_services.until(revived(two_services, DEATHS, "relay", "alpha", GONGJIAN_FAILPOINT="relay.confirmed"))
        # Confirmed, carried and taken effect, but not marked: it will be sent a second time.
        two_services.until(lambda: unmarked_effects(two_services))
        two_services.start("relay", "alpha")
        load.goes_on()
    kept(two_services, load)


def test_two_relays_and_two_consumers_one_of_each_killed(two_services: TwoServices) -> None:
    first = [two_services.start("serve", "beta"), two_services.start("relay", "alpha")]
    with Telling(two_services) as load:
        two_services.until(lambda: state(two_services.alpha, two_services.beta).effects)
        two_services.start("serve", "beta")
        two_services.start("relay", "alpha")
        load.goes_on()
        for process in first:
            process.kill()
        load.goes_on()
    kept(two_services, load)


def unmarked_effects(services: TwoServices) -> int:
    """How many events took effect that alpha's outbox still holds for unpublished."""
    with services.alpha.connect() as connection:
        unmarked = connection.execute(text("SELECT event_id FROM runtime.outbox WHERE published_at IS NULL"))
        ids = set(unmarked.scalars())
    return sum(event_id in ids for event_id, _, _ in state(services.alpha, services.beta).effects)
