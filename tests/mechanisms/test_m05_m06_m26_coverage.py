"""大党委兼职委员、楼宇与非公组建、支部调整: seats by agreement, coverage, and three branches made into seven."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import SHANGHAI, City, eventually
from tests.mechanisms.conftest import Member, enrol, found, patiently


def unit_of(city: City, area: str, kind: str = "private_enterprise") -> str:
    officer = city.as_role("street_officer")
    body = {"area_id": area, "name": f"单位{uuid4().hex[:6]}", "kind": kind}
    return str(patiently(lambda: officer.post("/units", body), until=201)["unit_id"])


@pytest.mark.mechanism("M05")
def test_a_units_secretary_sits_on_the_committee(city: City, place: str, member: Member) -> None:
    officer, resident = city.as_role("street_officer"), city.as_role("resident")
    committee = found(city, place, "party_committee")
    with city.moves(place, {"M05.units": 1}):
        unit = unit_of(city, place)
        today = city.today().date()
        body = {
            "signed_on": today.isoformat(),
            "ends_on": (today + timedelta(days=300)).isoformat(),
            "obligations": ["open_venue"],
        }
        agreement = patiently(lambda: officer.post(f"/units/{unit}/agreements", body), until=201)
        [seat] = eventually(lambda: seats(city, committee), lambda: "no seat opened")
    assert (seat["unit_id"], seat["agreement_id"]) == (unit, agreement["agreement_id"])
    path = f"/committee-seats/{seat['seat_id']}/holder"
    registrar, person = city.as_role("registrar"), member()
    taken = registrar.done(registrar.post(path, {"person_id": person}))
    assert taken["person_id"] == person
    refused = registrar.post(path, {"person_id": member()})
    assert (refused.status_code, refused.json()["code"]) == (422, "seat_days_wrong")
    assert resident.post(path, {"person_id": person}).status_code == 403
    assert resident.done(resident.get(f"/committee-seats/{seat['seat_id']}"))["person_id"] is None


def seats(city: City, committee: str) -> list[dict[str, Any]]:
    officer = city.as_role("street_officer")
    items: list[dict[str, Any]] = officer.done(officer.get("/committee-seats", organisation_id=committee))["items"]
    return items


@pytest.mark.mechanism("M06")
def test_buildings_and_firms_have_an_organisation(city: City, place: str, building: str) -> None:
    officer, resident = city.as_role("street_officer"), city.as_role("resident")
    with city.moves(place, {"M06.buildings": 1, "M06.firms": 1}):
        officer.done(officer.post(f"/areas/{building}/designations", {"designation": "commercial_building"}))
        firm, other = unit_of(city, place), unit_of(city, place)
        for each in (firm, other):
            officer.done(officer.post(f"/units/{each}/classifications", {"above_scale": True}))
        branch = found(city, place, "two_new_branch")
        cover = f"/organisations/{branch}/coverage"
        officer.done(officer.post(cover, {"covered_kind": "building", "covered_id": building}))
        patiently(lambda: officer.post(cover, {"covered_kind": "firm", "covered_id": firm}), until=201)
    figures = city.figures(place, city.today().year)
    assert figures["M06.buildings"]["ratio"] == 1
    assert (figures["M06.firms"]["numerator"], figures["M06.firms"]["denominator"]) == (1, 2)
    gap = officer.done(officer.get("/coverage", area_id=place, covered_kind="firm", missing="true"))["items"]
    assert [each["covered_id"] for each in gap] == [other]
    refused = officer.post(cover, {"covered_kind": "building", "covered_id": place})
    assert (refused.status_code, refused.json()["code"]) == (422, "covered_unknown")
    school = unit_of(city, place, "school")
    refused = officer.post(f"/units/{school}/classifications", {"above_scale": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_firm")
    assert resident.post(cover, {"covered_kind": "firm", "covered_id": other}).status_code == 403


@pytest.mark.mechanism("M26")
def test_three_branches_become_seven_with_seventeen_groups(city: City, place: str, member: Member) -> None:
    registrar, officer, resident = (city.as_role(role) for role in ("registrar", "street_officer", "resident"))
    committee = found(city, place, "party_committee")
    old = [found(city, place, "party_branch", committee) for _ in range(3)]
    people = [member() for _ in range(6)]
    for n, person in enumerate(people):
        registrar.done(enrol(city, old[n % 3], person))
    branches = [{"key": f"b{n}", "kind": "party_branch", "name": f"第{n}支部", "under": committee} for n in range(1, 8)]
    groups = [
        {"key": f"g{n}", "kind": "party_group", "name": f"第{n}党小组", "under": f"b{n % 7 + 1}"} for n in range(1, 18)
    ]
    today = city.today().date()
    body = {
        "area_id": place,
        "title": "三个支部调整为七个支部",
        "dissolved": old,
        "founded": [*branches, *groups],
        "passing": [{"from_organisation": each, "to": f"b{n}"} for n, each in enumerate(old, 1)],
        "acknowledge_by": (today + timedelta(days=1)).isoformat(),
        "effective_on": (today + timedelta(days=2)).isoformat(),
    }
    refused = registrar.post("/restructurings", {**body, "passing": []})
    assert (refused.status_code, refused.json()["code"]) == (422, "restructuring_leaves_members")
    assert resident.post("/restructurings", body).status_code == 403
    year = (today + timedelta(days=2)).year
    with city.moves(place, {"M04.branches": 4, "M04.groups": 17, "M27.members": 0}, year=year):
        draft = registrar.done(registrar.post("/restructurings", body))["restructuring_id"]
        officer.done(officer.post(f"/restructurings/{draft}/approval"))
        eventually(lambda: state_of(city, draft) == "ready", lambda: state_of(city, draft))
        day = city.evening(0, 1, days=2).astimezone(SHANGHAI)
        city.clock.advance_to(day)
        eventually(lambda: state_of(city, draft) == "effective", lambda: state_of(city, draft))
    before = officer.done(
        officer.get("/organisations", area_id=place, kind="party_branch", on=(today + timedelta(days=1)).isoformat())
    )["items"]
    assert {each["organisation_id"] for each in before} == set(old)


def state_of(city: City, restructuring: str) -> str:
    officer = city.as_role("street_officer")
    shown = officer.done(officer.get(f"/restructurings/{restructuring}"))
    return f"{shown['state']}" if shown["reason"] is None else f"{shown['state']}: {shown['reason']}"
