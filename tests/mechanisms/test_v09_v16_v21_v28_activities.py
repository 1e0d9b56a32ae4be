"""志愿者、五手相联、党员志愿队、志愿频次: who volunteers, what activities were for, what came of them, and how often."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import NewCommunity


def refused(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


@pytest.mark.mechanism("V09")
def test_volunteers_are_counted_once_and_as_a_share_of_the_residents(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    with city.moves(here.area_id, {"V09.volunteers": 3, "V03.people": 2, "V03.teams": 2}):
        first, second, retiring = here.volunteer(), here.volunteer(), here.volunteer()
        here.resident()
        here.team("general", first, second)
        here.team("culture", second, first)
        assert refused(here.officer.post("/volunteers", {"person_id": first})) == (409, "already_volunteer")
    known = here.officer.done(here.officer.get("/volunteers", area_id=here.area_id))["items"]
    volunteer = next(each["volunteer_id"] for each in known if each["person_id"] == retiring)
    with city.moves(here.area_id, {"V09.volunteers": -1}):
        here.officer.done(here.officer.post(f"/volunteers/{volunteer}/retire"))
    figure = city.figures(here.area_id, city.today().year)["V09.volunteers"]
    assert (figure["numerator"], figure["denominator"], figure["ratio"]) == (2, 4, 0.5)
    assert resident.post("/volunteers", {"person_id": retiring}).status_code == 404


@pytest.mark.mechanism("V16")
def test_neighbours_help_each_other_under_themes_of_the_pack(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader = here.volunteer()
    team = here.team("general", leader)
    morning = city.evening(8, 0, days=1)
    themes = ["neighbours_meet", "neighbours_help", "neighbours_tidy", "neighbours_tidy", "civility"]
    with city.moves(here.area_id, {"V16.themes": 3, "V26.activities": 5}, year=morning.year):
        for number, theme in enumerate(themes):
            here.hold(here.activity(team, morning + timedelta(hours=number), programme=theme), leader)
        nobody_came = here.activity(team, morning + timedelta(hours=7), programme="neighbours_watch")
        here.hold(nobody_came)
    later = city.evening(9, 0, days=1)
    times = {"starts_at": later.isoformat(), "ends_at": (later + timedelta(hours=1)).isoformat()}
    body = {"team_id": team, "area_id": here.area_id, "title": "邻里", "programme": "no_such_hand", **times}
    assert refused(here.officer.post("/activities", body)) == (422, "programme_unknown")
    assert resident.post("/activities", body).status_code == 403


@pytest.mark.mechanism("V21")
def test_party_members_teams_their_sessions_and_what_came_of_them(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader, member = here.volunteer(), here.volunteer()
    morning = city.evening(8, 0, days=1)
    moves = {"V21.teams": 1, "V21.members": 2, "V21.sessions": 2, "V21.participants": 3}
    moves |= {"V21.leaflets": 5000, "V21.team_months": 1}
    with city.moves(here.area_id, moves, year=morning.year):
        team = here.team("party", leader, member)
        first = here.activity(team, morning)
        here.hold(first, leader, member)
        here.hold(here.activity(team, morning + timedelta(hours=1)), member)
        here.hold(here.activity(team, morning + timedelta(hours=2)))
        outputs = f"/activities/{first}/outputs"
        here.officer.done(here.officer.post(outputs, {"unit": "leaflet", "number": 5000}))
        wrong = here.officer.done(here.officer.post(outputs, {"unit": "leaflet", "number": 777}))
        here.officer.done(here.officer.post(f"{outputs}/{wrong['output_id']}/strike", {"reason": "counted_twice"}))
        here.officer.done(here.officer.post(outputs, {"unit": "load", "number": 3}))
    assert refused(here.officer.post(outputs, {"unit": "smile", "number": 1})) == (422, "unit_unknown")
    assert resident.post(outputs, {"unit": "leaflet", "number": 1}).status_code == 403


@pytest.mark.mechanism("V28")
def test_the_third_service_of_a_month_meets_the_cadence(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader, steady, rare = here.volunteer(), here.volunteer(), here.volunteer()
    team = here.team("party", leader, steady, rare)
    morning = city.evening(8, 0, days=1)
    came = [
        here.hold(here.activity(team, morning + timedelta(hours=number)), steady, *([rare] if number < 2 else []))
        for number in range(3)
    ]

    def approve(attendance: str, minutes: int = 30) -> Any:
        return here.officer.post(f"/attendances/{attendance}/approve", {"minutes": minutes})

    with city.moves(here.area_id, {"V28.people": 1, "V28.person_months": 1}, year=morning.year):
        for attendance in (attendance for activity in came for attendance in activity):
            here.officer.done(approve(attendance))
    behind = here.officer.done(
        here.officer.get("/cadences", area_id=here.area_id, cadence="party_member_monthly", behind="true")
    )
    assert {each["subject_id"]: each["done"] for each in behind["items"]} == {leader: 0, rare: 2}
    assert refused(approve(came[0][0])) == (409, "hours_already_approved")
    assert resident.post(f"/attendances/{came[0][0]}/approve", {"minutes": 30}).status_code == 404
    with city.moves(here.area_id, {"V28.people": -1, "V28.person_months": -1}, year=morning.year):
        here.officer.done(here.officer.post(f"/attendances/{came[0][0]}/reverse", {"reason": "recorded_in_error"}))
