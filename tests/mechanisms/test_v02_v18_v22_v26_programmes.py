"""妇女之家、文化队伍、未成年人教育、五大服务: what was held for which programme, by which troupe, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import NewCommunity, patiently

BY_ITS_SERVICES = {"pack": "lixia", "version": "1", "valid_from": "2010-01-01"}


def refused(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


def body_of(here: NewCommunity, team: str, programme: str) -> dict[str, Any]:
    """An activity of a morning of next year."""
    year = here.city.today().year + 1
    times = {"starts_at": f"{year}-03-01T09:00:00+08:00", "ends_at": f"{year}-03-01T10:00:00+08:00"}
    return {"team_id": team, "area_id": here.area_id, "title": "活动", "programme": programme, **times}


@pytest.mark.mechanism("V02")
def test_the_womens_home_is_a_tag_of_programmes_whoever_holds_them(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader, member = here.volunteer(), here.volunteer()
    women, others = here.team("women", leader, member), here.team("general", member)
    morning = city.evening(8, 0, days=1)
    moves = {"V02.activities": 3, "V02.programmes": 2, "V02.participants": 4, "V26.activities": 4}
    with city.moves(here.area_id, moves, year=morning.year):
        here.hold(here.activity(women, morning, programme="women_fitness"), leader, member)
        here.hold(here.activity(others, morning + timedelta(hours=1), programme="women_safe_family"), member)
        here.hold(here.activity(women, morning + timedelta(hours=2), programme="women_safe_family"), leader)
        here.hold(here.activity(women, morning + timedelta(hours=3), programme="civility"), leader)
        here.hold(here.activity(women, morning + timedelta(hours=4), programme="women_service"))  # nobody came
    tree = resident.done(resident.get("/programmes", area_id=here.area_id, year=morning.year))["items"]
    held = {node["code"]: node["held"] for node in tree if node["under"] == "women"}
    assert held == {"women_fitness": 1, "women_safe_family": 2, "women_service": 0}
    assert refused(here.officer.post("/activities", body_of(here, women, "womens_moon"))) == (422, "programme_unknown")
    assert resident.post("/activities", body_of(here, women, "women_fitness")).status_code == 403


@pytest.mark.mechanism("V18")
def test_troupes_their_people_and_their_shows(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader, dancer, singer = here.volunteer(), here.volunteer(), here.volunteer()
    morning = city.evening(8, 0, days=1)
    moves = {"V18.troupes": 2, "C04.troupes": 2, "V18.people": 3, "V18.show_months": 1}
    moves |= {"V18.square_shows": 1, "V18.joint_shows": 1, "V18.school_shows": 2}
    with city.moves(here.area_id, moves, year=morning.year):
        dance, choir = here.team("culture", leader, dancer), here.team("culture", singer, dancer)
        given_up = here.team("culture", leader)
        here.officer.done(here.officer.post(f"/teams/{given_up}/disband"))
        for hour, programme in enumerate(("square_show", "joint_show", "school_show", "practice", "school_show")):
            troupe, star = (dance, dancer) if hour % 2 else (choir, singer)
            start = morning + timedelta(hours=hour)
            here.hold(here.activity(troupe, start, programme=f"culture_{programme}"), star)
    asked = {"area_id": here.area_id, "cadence": "troupe_monthly_show", "on": morning.date().isoformat()}
    standing = here.officer.done(here.officer.get("/cadences", **asked))["items"]
    assert {each["subject_id"]: (each["done"], each["behind"]) for each in standing} == {
        dance: (1, False),
        choir: (3, False),
    }
    team = {"area_id": here.area_id, "name": "皮影队", "kind": "puppets", "leader_id": leader}
    assert refused(here.officer.post("/teams", team)) == (422, "team_kind_unknown")
    assert resident.post("/teams", {**team, "kind": "culture"}).status_code == 403


@pytest.mark.mechanism("V22")
def test_screenings_and_green_actions_of_young_people(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader = here.volunteer()
    team = here.team("youth", leader)
    morning = city.evening(8, 0, days=1)
    with city.moves(here.area_id, {"V22.screenings": 30, "V22.green_actions": 1}, year=morning.year):
        film = here.activity(team, morning, programme="youth_screening")
        here.hold(film, leader)
        cinema = here.activity(team, morning + timedelta(hours=1), programme="culture")
        here.hold(cinema, leader)
        outputs = f"/activities/{film}/outputs"
        here.officer.done(here.officer.post(outputs, {"unit": "screening", "number": 30}))
        twice = here.officer.done(here.officer.post(outputs, {"unit": "screening", "number": 30}))
        here.officer.done(here.officer.post(f"{outputs}/{twice['output_id']}/strike", {"reason": "counted_twice"}))
        here.officer.done(here.officer.post(outputs, {"unit": "person", "number": 900}))
        here.officer.done(here.officer.post(f"/activities/{cinema}/outputs", {"unit": "screening", "number": 7}))
        here.hold(here.activity(team, morning + timedelta(hours=2), programme="youth_green"), leader)
        here.hold(here.activity(team, morning + timedelta(hours=3), programme="youth_green"))  # nobody came
    assert refused(here.officer.post(outputs, {"unit": "reel", "number": 1})) == (422, "unit_unknown")
    assert resident.post(outputs, {"unit": "screening", "number": 1}).status_code == 403


@pytest.mark.mechanism("V26")
def test_services_of_the_pack_are_counted_when_somebody_came(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader = here.volunteer()
    team = here.team("general", leader)
    here.officer.done(here.officer.post(f"/areas/{here.area_id}/packs", BY_ITS_SERVICES))
    known = body_of(here, team, "services_caring")
    planned = patiently(lambda: here.officer.post("/activities", known), until=201)["activity_id"]
    here.officer.done(here.officer.post(f"/activities/{planned}/cancel", {"reason": "rain"}))
    morning = city.evening(8, 0, days=1)
    with city.moves(here.area_id, {"V26.activities": 4, "V26.services": 2}, year=morning.year):
        for hour, programme in enumerate(("services_caring", "services_cheerful", "services_caring", "civility")):
            start = morning + timedelta(hours=hour)
            here.hold(here.activity(team, start, programme=programme), leader)
        here.hold(here.activity(team, morning + timedelta(hours=5), programme="services_jobs"))  # nobody came
    assert refused(here.officer.post("/activities", {**known, "programme": "women_fitness"})) == (
        422,
        "programme_unknown",
    )
    assert resident.post("/activities", known).status_code == 403
