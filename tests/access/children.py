"""Rows of after-school care in a community: a school that was closed, and the place a child had in it."""

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
    place: Row = {}

    def taken() -> bool:
        asked = {"person_id": child, "weekdays": [1]}
        reply = _asked(guardian, f"/after-schools/{school['after_school_id']}/places", asked)
        place.update(reply)
        return "school_place_id" in reply

    eventually(taken, lambda: str(place))
    street.post(f"/after-schools/{school['after_school_id']}/close", {})
    known = {"area_id": area, "team_id": team["team_id"], "leader_id": team["leader_id"]}
    return {"AfterSchool": school, "SchoolPlace": {**place, **known, "guardian_id": parent}}


def _asked(guardian: Caller, path: str, body: Row) -> Row:
    """The answer, also a refusal: volunteering may hear of the child a moment later."""
    reply: Row = ask(guardian.http, guardian.token, "POST", path, body, careful=False).json()
    return reply
