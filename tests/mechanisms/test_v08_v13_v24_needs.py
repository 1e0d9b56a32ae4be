"""党员工作室、民求我应、巡诊/维修/大讲堂: needs come to a desk, find somebody, and count once the helped say so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import NewCommunity, patiently

KINDS = ["convenience", "assistance", "mediation", "policy", "health", "culture", "youth", "safety"]


def refused(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


class Desk:
    """A station of a new community, kept by the street's officer."""

    def __init__(self, city: City, here: NewCommunity, kind: str = "convenience") -> None:
        self.city, self.here, self.officer = city, here, here.officer
        body = {"area_id": here.area_id, "name": f"服务站{uuid4().hex[:6]}", "kind": kind}
        self.station = str(patiently(lambda: self.officer.post("/stations", body), until=201)["station_id"])

    def raised(self, category: str = "general") -> str:
        """A resident's need, taken on."""
        asker = self.here.resident()
        body = {"category": category, "text": "请帮忙", "asker_id": asker}
        path = f"/stations/{self.station}/needs"
        need = patiently(lambda: self.officer.post(path, body), until=201)["need_id"]
        self.act(need, "accept")
        return str(need)

    def act(self, need: str, verb: str, **body: Any) -> dict[str, Any]:
        return self.officer.done(self.officer.post(f"/needs/{need}/{verb}", body))

    def helped(self, need: str, helper: str, starts_at: datetime) -> None:
        """Somebody is asked, accepts, comes for half an hour and says so."""
        times = {"starts_at": starts_at.isoformat(), "ends_at": (starts_at + timedelta(minutes=30)).isoformat()}
        match = self.act(need, "matches", person_id=helper, **times)["match_id"]
        self.officer.done(self.officer.post(f"/matches/{match}/accept"))
        self.city.clock.advance_to(starts_at + timedelta(minutes=30))
        self.act(need, "done", minutes=30)


@pytest.mark.mechanism("V08")
def test_eight_stations_and_closed_is_not_solved(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    helper = here.volunteer()
    here.team("general", helper)
    morning = city.evening(8, 0, days=1)
    with city.moves(here.area_id, {"V08.stations": 8, "V08.solved": 1}, year=morning.year):
        desks = [Desk(city, here, kind) for kind in KINDS]
        given_up = Desk(city, here)
        here.officer.done(here.officer.post(f"/stations/{given_up.station}/close"))
        desk = desks[0]
        solved, unsolved, again = desk.raised(), desk.raised(), desk.raised()
        desk.helped(solved, helper, morning)
        desk.act(solved, "confirm", solved=True)
        desk.act(unsolved, "close", result="unsolved")
        desk.helped(again, helper, morning + timedelta(hours=1))
        desk.act(again, "confirm", solved=True)
        desk.act(again, "reopen", reason="broke_again")
    figure = city.figures(here.area_id, morning.year)["V08.solved"]
    assert (figure["numerator"], figure["denominator"]) == (1, 3)
    shown = here.officer.done(here.officer.get(f"/stations/{desk.station}"))
    assert [shown[word] for word in ("raised", "solved", "closed", "reopened", "open")] == [3, 1, 2, 1, 1]
    assert refused(here.officer.post(f"/stations/{given_up.station}/close")) == (409, "station_closed")
    body = {"area_id": here.area_id, "name": "自封服务站", "kind": "convenience"}
    assert resident.post("/stations", body).status_code == 403


@pytest.mark.mechanism("V13")
def test_who_asks_is_answered_and_it_shows_how_soon(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    helper, absent = here.volunteer(), here.volunteer()
    here.team("general", helper, absent)
    desk, morning = Desk(city, here), city.evening(8, 0, days=1)
    with city.moves(here.area_id, {"V13.solved": 1, "V09.minutes": 30}, year=morning.year):
        need = desk.raised()
        listed = here.officer.done(here.officer.get(f"/needs/{need}/candidates"))["items"]
        assert {one["person_id"] for one in listed[:2]} == {helper, absent}
        assert ["same_community" in one["reasons"] for one in listed[:3]] == [True, True, False]
        assert all("no_clash" in one["reasons"] for one in listed)
        times = {"starts_at": morning.isoformat(), "ends_at": (morning + timedelta(minutes=30)).isoformat()}
        match = desk.act(need, "matches", person_id=absent, **times)["match_id"]
        here.officer.done(here.officer.post(f"/matches/{match}/accept"))
        city.clock.advance_to(morning + timedelta(minutes=10))
        here.officer.done(here.officer.post(f"/matches/{match}/absence"))
        desk.helped(need, helper, morning + timedelta(hours=1))
        early = here.officer.post(f"/needs/{need}/done", {"minutes": 20})
        assert refused(early) == (409, "need_not_there_yet")
        desk.act(need, "confirm", solved=True)
    figure = city.figures(here.area_id, morning.year)["V13.minutes"]
    assert figure["denominator"] == 1 and figure["numerator"] > 0
    assert resident.post(f"/needs/{need}/accept").status_code == 404


@pytest.mark.mechanism("V24")
def test_skill_teams_take_orders_for_what_they_can_do(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    plumber, doctor, speaker, friendly = (
        here.volunteer("repair"),
        here.volunteer("first_aid"),
        here.volunteer(),
        here.volunteer(),
    )
    for kind, person in (("repair", plumber), ("clinic", doctor), ("lecture", speaker), ("general", friendly)):
        here.team(kind, person)
    desk, morning = Desk(city, here), city.evening(8, 0, days=1)
    orders = [("repair", plumber), ("clinic", doctor), ("lecture", speaker), ("repair", plumber), ("general", friendly)]
    with city.moves(here.area_id, {"V24.projects": 3, "V24.orders": 4}, year=morning.year):
        for number, (category, person) in enumerate(orders):
            need = desk.raised(category)
            desk.helped(need, person, morning + timedelta(hours=number))
            desk.act(need, "confirm", solved=True)
    need, later = desk.raised("repair"), morning + timedelta(hours=7)
    times = {"starts_at": later.isoformat(), "ends_at": (later + timedelta(hours=1)).isoformat()}
    unskilled = here.officer.post(f"/needs/{need}/matches", {"person_id": friendly, **times})
    assert refused(unskilled) == (409, "skill_missing")
    listed = here.officer.done(here.officer.get(f"/needs/{need}/candidates"))["items"]
    assert [one["person_id"] for one in listed] == [plumber]
    assert resident.post(f"/needs/{need}/matches", {"person_id": plumber, **times}).status_code == 404
