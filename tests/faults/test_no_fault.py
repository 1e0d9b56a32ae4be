"""What the faults are measured against: nothing happens, and the promise is kept."""

from __future__ import annotations

from two import TwoServices

from tests.faults.load import Telling
from tests.faults.scene import kept


def test_without_faults(two_services: TwoServices) -> None:
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    with Telling(two_services) as load:
        load.goes_on()
    kept(two_services, load)
