"""Somebody with a seat in a team, for stories with an answer in them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import patiently


@pytest.fixture
def unlucky(city: City) -> str:
    """A new resident of 圳尾 who is in a patrol team."""
    secretary = city.as_role("community_secretary")
    community = city.area("圳尾社区")["area_id"]
    building = secretary.done(secretary.get("/areas", below=community, kind="building", limit=1))["items"][0]
    home = {"parent_id": building["area_id"], "kind": "household", "name": f"新居{uuid4().hex[:8]}"}
    household = secretary.done(secretary.post("/areas", home))["area_id"]
    person = {"name": f"新居民{uuid4().hex[:6]}", "home_area": household, "birth_date": "1980-05-04"}
    person_id = str(secretary.done(secretary.post("/people", person))["person_id"])
    patiently(lambda: secretary.post("/volunteers", {"person_id": person_id}), until=201)
    team = secretary.done(secretary.get("/teams", area_id=community, kind="patrol", limit=1))["items"][0]
    patiently(lambda: secretary.post(f"/teams/{team['team_id']}/members", {"person_id": person_id}), until=201)
    return person_id
