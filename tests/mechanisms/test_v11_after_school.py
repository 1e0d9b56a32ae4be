"""四点钟学校: a guardian takes a place, names who fetches the child, and each pick-up is signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City, eventually
from tests.city.people import Citizen
from tests.mechanisms.conftest import NewCommunity, patiently

STROKE = "M0 0 L10 12 L20 3 L30 9"


def refused(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


def guardian_of(city: City, here: NewCommunity, child: str, person: str) -> Citizen:
    """Somebody with an account who is the child's guardian."""
    secret = {"username": f"parent{uuid4().hex[:8]}", "password": uuid4().hex}
    account = here.officer.done(here.officer.post("/accounts", {**secret, "person_id": person}))["account_id"]
    grant = {"role": "guardian", "kind": "person", "scope": child}
    here.officer.done(here.officer.post(f"/accounts/{account}/grants", grant))
    return Citizen(
        city.base_url, {**secret, "role": "guardian"}, lambda: city.record, lambda: city.clock.now().timestamp()
    )


def child_of(city: City, here: NewCommunity) -> str:
    """A child who has moved in."""
    body = {"name": f"小宝{uuid4().hex[:6]}", "home_area": here.area_id}
    registrar = city.as_role("registrar")
    born = {"birth_date": f"{city.today().year - 8}-03-01"}
    return str(registrar.done(registrar.post("/people", {**body, **born}))["person_id"])


@pytest.mark.mechanism("V11")
def test_children_are_fetched_by_whom_their_guardian_named(city: City, new_community: NewCommunity) -> None:
    here, officer, resident = new_community, new_community.officer, city.as_role("resident")
    teacher, mother, grandmother, stranger = here.volunteer(), here.resident(), here.resident(), here.resident()
    child = child_of(city, here)
    afternoon = city.evening(16, 30, days=1)
    body = {"area_id": here.area_id, "team_id": here.team("general", teacher), "name": f"四点钟学校{uuid4().hex[:4]}"}
    body |= {"weekdays": [1, 2, 3, 4, 5, 6, 7], "closes": "18:00:00", "places": 20}
    wanted = {"V11.schools": 1, "V11.children": 1, "V11.pick_ups": 2}
    with city.moves(here.area_id, wanted, year=afternoon.year):
        school = officer.done(officer.post("/after-schools", body))["after_school_id"]
        parent = guardian_of(city, here, child, mother)
        asked = {"person_id": child, "weekdays": body["weekdays"]}
        asked["pickers"] = [{"person_id": grandmother, "relation": "grandmother"}]
        place = patiently(lambda: parent.post(f"/after-schools/{school}/places", asked), until=201)["school_place_id"]
        for day in (0, 1):
            city.clock.advance_to(city.evening(16, 30, days=1))
            officer.done(officer.post(f"/school-places/{place}/arrivals"))
            if day:
                closing: datetime = city.evening(18, 0)
                city.clock.advance_to(closing)
                patiently_overdue(officer, school)
            pick_up = {"picker_id": grandmother, "signature": STROKE}
            officer.done(officer.post(f"/school-places/{place}/pick-ups", pick_up))
    on_time = city.figures(here.area_id, afternoon.year)["V11.on_time"]
    assert (on_time["numerator"], on_time["denominator"]) == (1, 2)
    wrong = officer.post(f"/school-places/{place}/pick-ups", {"picker_id": stranger, "signature": STROKE})
    assert refused(wrong) == (409, "already_picked_up")
    city.clock.advance_to(city.evening(16, 30, days=1))
    officer.done(officer.post(f"/school-places/{place}/arrivals"))
    wrong = officer.post(f"/school-places/{place}/pick-ups", {"picker_id": stranger, "signature": STROKE})
    assert refused(wrong) == (403, "picker_not_named")
    officer.done(officer.post(f"/school-places/{place}/pick-ups", {"picker_id": mother, "signature": STROKE}))
    assert resident.get(f"/school-places/{place}").status_code == 404
    assert resident.post("/after-schools", body).status_code == 403
    signed = parent.done(parent.get(f"/school-places/{place}/days"))["items"]
    assert [day["picker_id"] for day in signed] == [mother, grandmother, grandmother]
    parent.close()


def patiently_overdue(officer: Citizen, school: str) -> None:
    """Waits until the clock has found a child still there."""
    path = f"/after-schools/{school}/roster"
    eventually(lambda: [one["state"] for one in officer.done(officer.get(path))["children"]] == ["overdue"])
