"""The gateway is killed -9 with requests under way; portals ask its successor again with the same Idempotency-Key."""

from __future__ import annotations

from two import TwoServices

from runtime.child_processes import free_port
from tests.faults.clients import Asking, over_http
from tests.faults.scene import gateway, kept

KILLED = 3
LONG_ENOUGH = 0.02
"""Seconds an act takes, so that the gateway dies while alpha is at work and not while clients rest between two acts."""


def test_gateway_killed_with_requests_under_way(two_services: TwoServices) -> None:
    two_services.start("serve", "alpha")
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    port = free_port()
    process = gateway(two_services, port)
    with Asking(two_services, over_http(f"http://127.0.0.1:{port}"), takes=LONG_ENOUGH) as load:
        for _ in range(KILLED):
            load.goes_on()
            process.kill()
            process.wait()
            process = gateway(two_services, port)
            load.goes_on()
    # Acts were done whose answers were lost with it: they were not done again, but answered again.
    assert load.unanswered
    assert load.replayed
    kept(two_services, load)
