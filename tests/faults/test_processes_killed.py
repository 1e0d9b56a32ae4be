"""Processes are killed -9 at the moments when a half-done thing could be lost or done twice."""

from __future__ import annotations

from invariant import broken_promises, state
from two import TwoServices

from tests.faults.scene import EVENTS, revived, settle


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
