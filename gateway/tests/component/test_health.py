"""Alive, ready, measured."""

from __future__ import annotations

import asyncio
from typing import Any

from runtime.calls import ServiceDown

POST = "/api/v1/posts/01890a5d-ac96-7009-8c01-000007e5b1a9"


def test_alive_while_the_services_are_down(gateway: Any, services: Any) -> None:
    services.reply = _down
    assert gateway.ask("GET", "/livez", token=None).json() == {"alive": True}


def test_ready_when_every_service_is(gateway: Any, services: Any) -> None:
    answer = gateway.ask("GET", "/readyz", token=None)
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "checks": {"membership": "ready"}})


def test_not_ready_while_a_service_is_down(gateway: Any, services: Any) -> None:
    services.reply = _down
    answer = gateway.ask("GET", "/readyz", token=None)
    assert (answer.status_code, answer.json()["checks"]) == (503, {"membership": "waiting"})
    assert answer.headers["retry-after"] == "2"


def test_not_ready_while_a_service_talks_nonsense(gateway: Any, services: Any) -> None:
    services.reply = lambda operation: {"result": {"data": {"given": 1}}, "error": None}
    assert gateway.ask("GET", "/readyz", token=None).status_code == 503


def test_not_ready_while_a_service_hangs(gateway: Any, services: Any) -> None:
    async def hang(operation: Any) -> None:
        await asyncio.sleep(60)

    services.reply = hang
    assert gateway.ask("GET", "/readyz", token=None).status_code == 503


def test_not_ready_until_the_composition_is(gateway_with: Any) -> None:
    loaded = {"demo": False}
    gateway = gateway_with(ready=lambda: dict(loaded))
    answer = gateway.ask("GET", "/readyz", token=None)
    assert (answer.status_code, answer.json()["checks"]["demo"]) == (503, "waiting")


def test_services_are_asked_at_most_once_a_second(gateway: Any, services: Any, say: Any) -> None:
    asked: list[str] = []

    def count(operation: Any) -> dict[str, Any]:
        asked.append(operation.name)
        return say.done({"ready": False})

    services.reply = count
    for _ in range(3):
        assert gateway.ask("GET", "/readyz", token=None).status_code == 503
    assert asked == ["membership.health"]


def test_measures_name_operations_and_no_paths(gateway: Any) -> None:
    gateway.ask("GET", POST)
    gateway.ask("GET", "/api/v1/nowhere/at/all")
    page = gateway.ask("GET", "/metrics", token=None).text
    assert 'gongjian_gateway_requests_total{operation="membership.read_post",status="204"} 1.0' in page
    assert 'gongjian_gateway_requests_total{operation="-",status="404"} 1.0' in page
    assert "nowhere" not in page


def _down(operation: Any) -> None:
    raise ServiceDown(operation.service)
