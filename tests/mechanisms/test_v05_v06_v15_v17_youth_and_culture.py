"""青少年乐园、邻里节、文体活动、星期六体验: bases, camps, campaigns, prizes, the fixture of each month, platforms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City, eventually
from tests.city.people import Citizen
from tests.mechanisms.conftest import NewCommunity, patiently

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def refused(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


def child_of(here: NewCommunity) -> str:
    """A child of the community."""
    registrar = here.city.as_role("registrar")
    born = f"{here.city.today().year - 9}-05-04"
    body = {"name": f"小朋友{uuid4().hex[:4]}", "home_area": here.area_id, "birth_date": born}
    return str(registrar.done(registrar.post("/people", body))["person_id"])


def guardian_of(here: NewCommunity, child: str) -> Citizen:
    """An account that acts for the child."""
    secret = {"username": f"guardian{uuid4().hex[:8]}", "password": uuid4().hex}
    account = here.officer.done(here.officer.post("/accounts", {**secret, "person_id": here.resident()}))
    grant = {"role": "guardian", "kind": "person", "scope": child}
    here.officer.done(here.officer.post(f"/accounts/{account['account_id']}/grants", grant))
    return here.city.as_account(**secret, role="guardian")


@pytest.mark.mechanism("V05")
def test_bases_lecture_teams_and_a_camp_with_guardians_consent(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader = here.volunteer()
    site = {"area_id": here.area_id, "kind": "base", "programme": "youth"}
    with city.moves(here.area_id, {"V05.bases": 3, "V05.lecture_teams": 2}):
        patiently(lambda: here.officer.post("/sites", {**site, "name": "实践教育基地"}), until=201)
        made = [here.officer.done(here.officer.post("/sites", {**site, "name": f"{n}号基地"})) for n in range(3)]
        here.officer.done(here.officer.post(f"/sites/{made[0]['site_id']}/close"))
        here.officer.done(here.officer.post("/sites", {**site, "name": "排练厅", "programme": "culture"}))
        for _ in range(2):
            here.team("lecture", leader)
    assert refused(here.officer.post("/sites", {**site, "name": "2号基地"})) == (409, "site_name_taken")
    assert resident.post("/sites", {**site, "name": "我家"}).status_code == 403

    team, day = here.team("youth", leader), city.today().date().isoformat()
    body = {"team_id": team, "area_id": here.area_id, "title": "社区夏令营", "programme": "youth_camp"}
    days = {"first_on": day, "last_on": day}
    camp = here.officer.done(here.officer.post("/camps", {**body, **days, "places": 2}))["camp_id"]
    comes, stays_away, third = child_of(here), child_of(here), child_of(here)
    guardian = guardian_of(here, comes)
    places = f"/camps/{camp}/places"
    place = patiently(lambda: guardian.post(places, {"person_id": comes}), until=201)["place_id"]
    assert guardian.post(places, {"person_id": stays_away}).status_code == 404
    assert refused(patiently_refused(here, places, stays_away)) == (409, "minor_needs_consent")
    other = guardian_of(here, stays_away)
    patiently(lambda: other.post(places, {"person_id": stays_away}), until=201)
    last = guardian_of(here, third)
    full = patiently(lambda: last.post(places, {"person_id": third}), until=409)
    assert full["code"] == "camp_full"
    with city.moves(here.area_id, {"V05.camps": 1, "V05.children": 1}):
        here.officer.done(here.officer.post(f"/camp-places/{place}/days", {"on": day}))
        assert refused(here.officer.post(f"/camps/{camp}/close")) == (409, "camp_not_over")
        city.clock.advance_to(city.evening(8, 0, days=1))
        closed = here.officer.done(here.officer.post(f"/camps/{camp}/close"))
    assert (closed["children"], closed["child_days"]) == (1, 1)


def patiently_refused(here: NewCommunity, places: str, child: str) -> Any:
    """The officer enrols a child that volunteering has heard of, without a consent on file."""
    patiently(lambda: here.officer.post(places, {"person_id": child}), until=409)
    return here.officer.post(places, {"person_id": child})


@pytest.mark.mechanism("V06")
def test_a_festival_comes_to_what_was_held_on_its_days(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader, neighbour = here.volunteer(), here.volunteer()
    team = here.team("general", leader, neighbour)
    morning = city.evening(8, 0, days=1)
    day = morning.date().isoformat()
    festival = {"area_id": here.area_id, "title": "邻里节", "programme": "neighbours", "first_on": day, "last_on": day}
    made = here.officer.done(here.officer.post("/campaigns", festival))["campaign_id"]
    other = {**festival, "title": "魅力社区", "programme": "civility"}
    empty = here.officer.done(here.officer.post("/campaigns", other))["campaign_id"]
    assert refused(here.officer.post("/campaigns", festival)) == (409, "campaign_overlaps")
    assert resident.post("/campaigns", {**festival, "programme": "care"}).status_code == 403
    with city.moves(here.area_id, {"V06.campaigns": 1, "V06.activities": 2, "V26.activities": 3}, year=morning.year):
        feast = here.activity(team, morning, programme="neighbours_celebrate")
        here.hold(feast, leader, neighbour)
        here.officer.done(here.officer.post(f"/activities/{feast}/outputs", {"unit": "household", "number": 40}))
        here.hold(here.activity(team, morning + timedelta(hours=1), programme="neighbours_meet"), leader)
        here.hold(here.activity(team, morning + timedelta(hours=2), programme="neighbours_tidy"))  # nobody came
        here.hold(here.activity(team, morning + timedelta(hours=3), programme="care"), leader)
        assert refused(here.officer.post(f"/campaigns/{made}/conclude")) == (409, "campaign_not_over")
        city.clock.advance_to(morning + timedelta(days=1))
        concluded = here.officer.done(here.officer.post(f"/campaigns/{made}/conclude"))
    assert (concluded["held"], concluded["failed"], concluded["attended"]) == (2, 1, 3)
    assert concluded["outputs"] == [{"unit": "household", "number": 40}]
    assert refused(here.officer.post(f"/campaigns/{empty}/conclude")) == (409, "campaign_without_activities")


@pytest.mark.mechanism("V15")
def test_galas_prizes_and_the_fixture_of_the_first_of_each_month(city: City, new_community: NewCommunity) -> None:
    """The year before is entered from its sign-in sheets: fixtures of two months, and one held a day late."""
    here, resident, registrar = new_community, city.as_role("resident"), city.as_role("registrar")
    singer, year = here.volunteer(), city.today().year - 1
    roster = {"area_id": here.area_id, "name": "合唱队", "kind": "culture", "leader_id": singer}
    choir = imported(registrar, "/teams/imports", [{**roster, "formed_on": f"{year}-01-05"}])[0]
    sheet = [
        line(here, choir, singer, f"{year}-{day}T09:00:00+08:00", programme)
        for day, programme in (
            ("03-01", "culture_fixture"),
            ("04-01", "culture_fixture"),
            ("05-02", "culture_fixture"),
            ("06-01", "culture_practice"),
            ("07-08", "culture_gala"),
            ("08-08", "culture_gala"),
            ("09-08", "culture_exhibition"),
        )
    ]
    moves = {"V15.fixture_months": 2, "V15.galas": 2, "V15.exhibitions": 1, "V15.awards": 14}
    with city.moves(here.area_id, moves, year=year):
        imported(registrar, "/attendances/imports", sheet)
        held = here.officer.done(here.officer.get("/activities", team_id=choir, programme="culture_gala"))["items"]
        first, second = (each["activity_id"] for each in held)
        prize = {"title": "一等奖", "level": "city", "winners": 12, "evidence": f"市文广〔{year}〕7号"}
        here.officer.done(here.officer.post(f"/activities/{first}/prizes", prize))
        own = {**prize, "title": "个人奖", "winners": 2, "evidence": "奖状第31页"}
        here.officer.done(here.officer.post(f"/activities/{second}/prizes", own))
        wrong = here.officer.done(here.officer.post(f"/activities/{second}/prizes", {**prize, "evidence": "传闻"}))
        strike = f"/activities/{second}/prizes/{wrong['prize_id']}/strike"
        here.officer.done(here.officer.post(strike, {"reason": "recorded_in_error"}))
    assert refused(here.officer.post(f"/activities/{second}/prizes", prize)) == (409, "prize_already_recorded")
    assert resident.post(f"/activities/{first}/prizes", {**prize, "evidence": "没有"}).status_code == 403
    asked = {"area_id": here.area_id, "cadence": "monthly_fixture", "on": f"{year}-05-20", "behind": "true"}
    assert [each["subject_id"] for each in here.officer.done(here.officer.get("/cadences", **asked))["items"]] == [
        choir
    ]


def imported(registrar: Citizen, path: str, records: list[dict[str, Any]]) -> list[str]:
    """The ids of records that are all taken, as soon as volunteering knows what they speak of."""
    keyed = [
        {"record_key": f"{path} {n} {uuid4()}", "source": "文体台账", **record} for n, record in enumerate(records)
    ]

    told: dict[str, Any] = {}

    def taken() -> bool:
        told.update(registrar.done(registrar.post(path, {"records": keyed})))
        return bool(told["accepted"] + told["repeated"] == len(keyed))

    eventually(taken, lambda: str(told))
    return [str(result["id"]) for result in told["results"]]


def line(here: NewCommunity, team: str, person: str, starts_at: str, programme: str) -> dict[str, Any]:
    """A sign-in sheet of one person and one hour."""
    return {
        "activity_key": starts_at,
        "team_id": team,
        "area_id": here.area_id,
        "title": "文体活动",
        "programme": programme,
        "starts_at": starts_at,
        "ends_at": starts_at.replace("T09", "T10"),
        "person_id": person,
        "checked_in_at": starts_at,
    }


@pytest.mark.mechanism("V17")
def test_platforms_youth_teams_and_the_weekly_practice(city: City, new_community: NewCommunity) -> None:
    here, resident = new_community, city.as_role("resident")
    leader, morning = here.volunteer(), city.evening(8, 0, days=1)
    platform = {"area_id": here.area_id, "kind": "platform", "programme": "youth_practice"}
    moves = {"V17.teams": 1, "V17.squads": 2, "V17.platforms": 2, "V17.sessions": 1, "V05.bases": 0}
    with city.moves(here.area_id, moves, year=morning.year):
        team = here.team("youth", leader)
        for _ in range(2):
            here.team("youth_squad", leader)
        for name in ("交通小岗亭", "绿色小卫士"):
            here.officer.done(here.officer.post("/sites", {**platform, "name": name}))
        rule = f"FREQ=WEEKLY;BYDAY={WEEKDAYS[morning.weekday()]}"
        times = {"first_on": morning.date().isoformat(), "starts": "09:00:00", "minutes": 60}
        weekly = {"team_id": team, "area_id": here.area_id, "title": "星期六体验", "programme": "youth_practice"}
        made = here.officer.done(here.officer.post("/activity-series", {**weekly, "rule": rule, **times}))
        days = f"/activity-series/{made['series_id']}/occurrences"
        last_day = (morning + timedelta(days=7)).date().isoformat()
        first = here.officer.done(here.officer.get(days, last_day=last_day))["items"][0]
        here.hold(first["activity_id"], leader)
    told = resident.done(resident.get(days, last_day=last_day))
    assert [each["state"] for each in told["items"]] == ["held", "planned"]
    sites = resident.done(resident.get("/sites", area_id=here.area_id, programme="youth_practice"))["items"]
    assert {site["name"] for site in sites} == {"交通小岗亭", "绿色小卫士"}
    assert refused(here.officer.post("/sites", {**platform, "name": "云", "kind": "cloud"})) == (
        422,
        "site_kind_unknown",
    )
    assert resident.post("/activity-series", {**weekly, "rule": rule, **times}).status_code == 403
