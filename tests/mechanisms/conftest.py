"""What the mechanism tests share: someone new in 圳尾, so that a test's figures are moved by that test alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City, eventually

COMMUNITY = "圳尾社区"
Newcomer = Callable[[], str]
Member = Callable[[], str]


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


@pytest.fixture
def place(city: City, community: str) -> str:
    """A new community of the same street."""
    officer = city.as_role("street_officer")
    street = officer.done(officer.get(f"/areas/{community}"))["lineage"][-1]["area_id"]
    body = {"parent_id": street, "kind": "community", "name": f"新社区{uuid4().hex[:6]}"}
    return str(officer.done(officer.post("/areas", body))["area_id"])


@pytest.fixture
def building(city: City, place: str) -> str:
    officer = city.as_role("street_officer")
    body = {"parent_id": place, "kind": "building", "name": "1幢"}
    return str(officer.done(officer.post("/areas", body))["area_id"])


@pytest.fixture
def member(city: City, building: str) -> Member:
    """Registers a party member who lives in the building."""
    registrar = city.as_role("registrar")

    def register() -> str:
        body = {"name": f"党员{uuid4().hex[:4]}", "home_area": building, "party_member": True}
        return str(registrar.done(registrar.post("/people", body))["person_id"])

    return register


def found(city: City, area: str, kind: str, parent: str | None = None, **more: str) -> str:
    """Registers an organisation; its id."""
    registrar = city.as_role("registrar")
    body = {"area_id": area, "kind": kind, "name": f"{kind}{uuid4().hex[:6]}", "parent_id": parent, **more}
    return str(registrar.done(registrar.post("/organisations", body))["organisation_id"])


def enrol(city: City, organisation: str, person: str, **more: str) -> Any:
    """Asks to enrol somebody; the answer."""
    return city.as_role("registrar").post(f"/organisations/{organisation}/members", {"person_id": person, **more})


def patiently(asking: Callable[[], Any], *, until: int) -> dict[str, Any]:
    """Asks again while another service has not heard yet of what was just registered; the body of the answer."""
    last: list[Any] = [None]

    def ask() -> bool:
        last[0] = asking()
        return bool(last[0].status_code == until)

    eventually(ask, lambda: f"{last[0].status_code} {last[0].text}")
    body: dict[str, Any] = last[0].json()
    return body


class NewCommunity:
    """A community of its own below 圳尾's street, under the usual pack: nobody else moves its figures."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.officer = city.as_role("street_officer")
        street = self.officer.done(self.officer.get(f"/areas/{city.area(COMMUNITY)['area_id']}"))["parent_id"]
        body = {
            "parent_id": street,
            "kind": "community",
            "name": f"新社区{uuid4().hex[:6]}",
            "valid_from": "2009-01-01",
        }
        self.area_id = str(self.officer.done(self.officer.post("/areas", body))["area_id"])
        pack = {"pack": "usual", "version": "1", "valid_from": "2009-01-01"}
        self.officer.done(self.officer.post(f"/areas/{self.area_id}/packs", pack))

    def resident(self) -> str:
        """Somebody who has moved in."""
        body = {"name": f"新居民{uuid4().hex[:6]}", "home_area": self.area_id, "birth_date": "1980-05-04"}
        registrar = self.city.as_role("registrar")
        return str(registrar.done(registrar.post("/people", body))["person_id"])

    def volunteer(self, *skills: str) -> str:
        person = self.resident()
        patiently(lambda: self.officer.post("/volunteers", {"person_id": person, "skills": list(skills)}), until=201)
        return person

    def team(self, kind: str, leader: str, *members: str) -> str:
        """A team, as soon as volunteering knows the pack that has its kind."""
        body = {"area_id": self.area_id, "name": f"{kind}-{uuid4().hex[:6]}", "kind": kind, "leader_id": leader}
        team = patiently(lambda: self.officer.post("/teams", body), until=201)["team_id"]
        for person in members:
            self.officer.done(self.officer.post(f"/teams/{team}/members", {"person_id": person}))
        return str(team)

    def activity(self, team: str, starts_at: datetime, minutes: int = 30, **words: Any) -> str:
        times = {"starts_at": starts_at.isoformat(), "ends_at": (starts_at + timedelta(minutes=minutes)).isoformat()}
        body = {"team_id": team, "area_id": self.area_id, "title": "志愿活动", **times, **words}
        return str(self.officer.done(self.officer.post("/activities", body))["activity_id"])

    def hold(self, activity: str, *people: str) -> list[str]:
        """People sign up and come, and the activity closes; their attendances. The clock moves to its end."""
        path = f"/activities/{activity}"
        times = self.officer.done(self.officer.get(path))
        for person in people:
            self.officer.done(self.officer.post(f"{path}/sign-ups", {"person_id": person}))
        self.city.clock.advance_to(datetime.fromisoformat(times["starts_at"]))
        came = [self.officer.done(self.officer.post(f"{path}/check-ins", {"person_id": person})) for person in people]
        self.city.clock.advance_to(datetime.fromisoformat(times["ends_at"]))
        self.officer.done(self.officer.post(f"{path}/close"))
        return [str(each["attendance_id"]) for each in came]


@pytest.fixture
def new_community(city: City) -> NewCommunity:
    return NewCommunity(city)
