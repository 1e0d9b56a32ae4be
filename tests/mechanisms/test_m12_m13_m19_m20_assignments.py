"""挂钩联系、包抓、党建指导员、中心户长: who keeps in touch with, answers for, instructs and looks after a place."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import Newcomer


@pytest.fixture
def street(city: City, community: str) -> str:
    """A new street of the district, so that a test counts its own communities alone."""
    officer = city.as_role("district_officer")
    lineage = officer.done(officer.get(f"/areas/{community}"))["lineage"]
    body = {"parent_id": lineage[1]["area_id"], "kind": "street", "name": f"新街道{uuid4().hex[:6]}"}
    made = str(officer.done(officer.post("/areas", body))["area_id"])
    # The pack says how many areas one leader may have, and at which kinds of areas.
    pack = {"pack": "135-zhenwei", "version": "1", "valid_from": city.today().date().isoformat()}
    officer.done(officer.post(f"/areas/{made}/packs", pack))
    return made


def put(city: City, parent: str, kind: str) -> str:
    officer = city.as_role("district_officer")
    body = {"parent_id": parent, "kind": kind, "name": f"{kind}{uuid4().hex[:6]}"}
    return str(officer.done(officer.post("/areas", body))["area_id"])


def assign(city: City, place: str, kind: str, person: str, **more: str) -> Any:
    return city.as_role("district_officer").post(
        f"/areas/{place}/assignments", {"kind": kind, "person_id": person, **more}
    )


@pytest.mark.mechanism("M12")
def test_every_community_has_a_leader_and_a_department(city: City, street: str, newcomer: Newcomer) -> None:
    officer, resident = city.as_role("district_officer"), city.as_role("resident")
    body = {"area_id": street, "kind": "department", "name": "党政办公室"}
    department = officer.done(officer.post("/organisations", body))["organisation_id"]
    leader = newcomer()
    with city.moves(street, {"M12.communities": 9, "M03.community": 9}):
        communities = [put(city, street, "community") for _ in range(9)]
        for place in communities:
            officer.done(assign(city, place, "liaison", leader, organisation_id=department))
    figure = city.figures(street, city.today().year)["M12.communities"]
    assert (figure["numerator"], figure["denominator"]) == (9, 9)

    refused = assign(city, communities[0], "liaison", newcomer(), organisation_id=department)
    assert (refused.status_code, refused.json()["code"]) == (409, "assignment_place_taken")
    refused = assign(city, put(city, street, "community"), "liaison", leader)
    assert (refused.status_code, refused.json()["code"]) == (422, "assignment_needs_department")
    words = {"kind": "liaison", "person_id": leader, "organisation_id": department}
    assert resident.post(f"/areas/{communities[0]}/assignments", words).status_code == 403


@pytest.mark.mechanism("M19")
def test_each_leader_answers_for_two_or_three(city: City, street: str, newcomer: Newcomer) -> None:
    resident = city.as_role("resident")
    officer = city.as_role("district_officer")
    first, second = newcomer(), newcomer()
    communities = [put(city, street, "community") for _ in range(6)]
    with city.moves(street, {"M19.communities": 5}):
        for place, leader in zip(communities, (first, first, first, second, second), strict=False):
            officer.done(assign(city, place, "charge", leader))
    assert city.figures(street, city.today().year)["M19.communities"]["ratio"] == 2.5
    refused = assign(city, communities[5], "charge", first)
    assert (refused.status_code, refused.json()["code"]) == (409, "assignment_too_many")
    assert (
        resident.post(f"/areas/{communities[5]}/assignments", {"kind": "charge", "person_id": second}).status_code
        == 403
    )


@pytest.mark.mechanism("M20")
def test_twelve_instructors_are_posted(city: City, street: str, newcomer: Newcomer) -> None:
    officer, resident = city.as_role("district_officer"), city.as_role("resident")
    with city.moves(street, {"M20.instructors": 12}):
        for _ in range(12):
            instructor = newcomer()
            place = put(city, street, "community")
            officer.done(assign(city, place, "instructor", instructor))
    refused = assign(city, put(city, street, "community"), "instructor", instructor)
    assert (refused.status_code, refused.json()["code"]) == (409, "assignment_too_many")
    assert (
        resident.post(f"/areas/{place}/assignments", {"kind": "instructor", "person_id": instructor}).status_code == 403
    )


@pytest.mark.mechanism("M13")
def test_every_stairwell_has_a_warden(city: City, street: str, newcomer: Newcomer) -> None:
    officer, resident = city.as_role("district_officer"), city.as_role("resident")
    building = put(city, put(city, street, "community"), "building")
    first, second = newcomer(), newcomer()
    with city.moves(street, {"M13.wardens": 2, "M13.places": 3}):
        for stairwell, warden in (("一单元", first), ("二单元", first), ("三单元", second)):
            officer.done(assign(city, building, "warden", warden, stairwell=stairwell))
    refused = assign(city, building, "warden", second, stairwell="一单元")
    assert (refused.status_code, refused.json()["code"]) == (409, "assignment_place_taken")
    refused = assign(city, street, "warden", second)
    assert (refused.status_code, refused.json()["code"]) == (422, "assignment_kind_of_area")
    words = {"kind": "warden", "person_id": first, "stairwell": "四单元"}
    assert resident.post(f"/areas/{building}/assignments", words).status_code == 403
