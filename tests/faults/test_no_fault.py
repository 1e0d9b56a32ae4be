"""What the faults are measured against: nothing happens, and the promise is kept."""

from __future__ import annotations

from invariant import broken_promises
from two import TwoServices

from tests.faults.scene import EVENTS, settle


def test_without_faults(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    two_services.tell(EVENTS)
    assert broken_promises(settle(two_services)) == []
