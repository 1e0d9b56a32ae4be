"""The gateway is killed -9 with requests under way; portals ask its successor again with the same Idempotency-Key."""

from __future__ import annotations

from two import TwoServices

from runtime.child_processes import free_port
from tests.faults.clients import Asking, over_http
from tests.faults.scene import gateway, kept

KILLED, AT_MOST = 3, 12


def test_gateway_killed_with_requests_under_way(two_services: TwoServices) -> None:
    two_services.start("serve", "alpha")
    two_services.start("serve", "beta")
    two_services.start("relay", "alpha")
    port = free_port()
    process = gateway(two_services, port)
    with Asking(two_services, over_http(f"http://127.0.0.1:{port}")) as load:
        killed = 0
        # Acts have to be done whose answers are lost with the gateway; when it meets none, it is killed once more.
        while killed < KILLED or not load.replayed:
            assert killed < AT_MOST, "no answer was ever lost"
            load.goes_on()
            process.kill()
            process.wait()
            process = gateway(two_services, port)
            killed += 1
            load.goes_on()
    # They were not done again, but answered again.
    assert load.unanswered
    kept(two_services, load)
