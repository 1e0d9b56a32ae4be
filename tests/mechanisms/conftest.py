"""What the mechanism tests share: someone new in 圳尾, so that a test's figures are moved by that test alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City, eventually

COMMUNITY = "圳尾社区"
Newcomer = Callable[[], str]


@pytest.fixture
def community(city: City) -> str:
    """The id of 圳尾社区."""
    return str(city.area(COMMUNITY)["area_id"])


@pytest.fixture
def household(city: City, community: str) -> Callable[[], str]:
    """Makes a new household in 圳尾 and gives its area id."""

    def move_in() -> str:
        secretary = city.as_role("community_secretary")
        building = secretary.done(secretary.get("/areas", below=community, kind="building", limit=1))["items"][0]
        body = {"parent_id": building["area_id"], "kind": "household", "name": f"新居{uuid4().hex[:8]}"}
        return str(secretary.done(secretary.post("/areas", body))["area_id"])

    return move_in


@pytest.fixture
def newcomer(city: City, household: Callable[[], str]) -> Newcomer:
    """Registers a new resident of 圳尾 and gives their person id."""

    def register() -> str:
        secretary = city.as_role("community_secretary")
        body = {"name": f"新居民{uuid4().hex[:6]}", "home_area": household(), "birth_date": "1980-05-04"}
        return str(secretary.done(secretary.post("/people", body))["person_id"])

    return register


@pytest.fixture
def volunteer(city: City, newcomer: Newcomer) -> Newcomer:
    """Registers a new volunteer of 圳尾 and gives their person id."""

    def register() -> str:
        secretary = city.as_role("community_secretary")
        person = newcomer()
        patiently(lambda: secretary.post("/volunteers", {"person_id": person}), until=201)
        return person

    return register


def patiently(asking: Callable[[], Any], *, until: int) -> dict[str, Any]:
    """Asks again while another service has not heard yet of what was just registered; the body of the answer."""
    last: list[Any] = [None]

    def ask() -> bool:
        last[0] = asking()
        return bool(last[0].status_code == until)

    eventually(ask, lambda: f"{last[0].status_code} {last[0].text}")
    body: dict[str, Any] = last[0].json()
    return body
