"""Rows of what children come to in a community: a school that was closed, a camp that was called off, a place in each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from tests.access.callers import Caller, ask
from tests.city.city import eventually

Row = dict[str, Any]


def rows_of_children(callers: Mapping[str, Caller], area: str, team: Row) -> dict[str, Row]:
    """A row of each resource; the guardian is somebody whose account no other test uses."""
    street, registrar = callers["street_officer"], callers["registrar"]
    word = uuid4().hex[:6]
    young, grown = f"{date.today().year - 8}-03-01", "1980-03-01"
    child, parent = (
        registrar.post("/people", {"name": f"{name}{word}", "home_area": area, "birth_date": born})["person_id"]
        for name, born in (("童", young), ("母", grown))
    )
    secret = {"username": f"parent{word}", "password": uuid4().hex}
    account = street.post("/accounts", {**secret, "person_id": parent})["account_id"]
    street.post(f"/accounts/{account}/grants", {"role": "guardian", "kind": "person", "scope": child})
    body = {"area_id": area, "team_id": team["team_id"], "name": f"核对{word}", "weekdays": [1], "closes": "18:00:00"}
    school = street.post("/after-schools", {**body, "places": 1})
    guardian = Caller(street.http, {**secret, "role": "guardian"})
    place = _taken(
        guardian, f"/after-schools/{school['after_school_id']}/places", {"person_id": child, "weekdays": [1]}
    )
    street.post(f"/after-schools/{school['after_school_id']}/close", {})
    known = {"area_id": area, "team_id": team["team_id"], "leader_id": team["leader_id"]}
    return {
        "AfterSchool": school,
        "SchoolPlace": {**place, **known, "guardian_id": parent},
        "CampPlace": {**_camp_place(street, guardian, child, area, team), **known},
    }


def _camp_place(street: Caller, guardian: Caller, child: str, area: str, team: Row) -> Row:
    """A place that was given up, in a camp after every year that is counted."""
    summer = date.today().year + 2
    days = {"first_on": f"{summer}-07-20", "last_on": f"{summer}-07-26"}
    body = {"team_id": team["team_id"], "area_id": area, "title": "权限核对", "programme": "youth", "places": 1, **days}
    camp = street.post("/camps", body)
    place = _taken(guardian, f"/camps/{camp['camp_id']}/places", {"person_id": child})
    end = f"/camp-places/{place['place_id']}/give-up"
    given_up = ask(guardian.http, guardian.token, "POST", end, {}, careful=False)
    assert given_up.status_code == 200, given_up.text
    street.post(f"/camps/{camp['camp_id']}/call-off", {})
    return {**place, **given_up.json()}


def _taken(guardian: Caller, path: str, body: Row) -> Row:
    """A place for a child; volunteering may hear of the child a moment later."""
    reply: Row = {}

    def taken() -> bool:
        answer = ask(guardian.http, guardian.token, "POST", path, body, careful=False)
        reply.clear()
        reply.update(answer.json())
        return answer.status_code == 201

    eventually(taken, lambda: str(reply))
    return reply
