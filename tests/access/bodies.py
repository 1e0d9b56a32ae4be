"""Rows of grid and organisations in a community: what the demo has not is entered, of years gone by or long to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from tests.access.callers import Caller
from tests.city.city import eventually

Row = dict[str, Any]


def rows_of_organisations(
    callers: Mapping[str, Caller], imported: Callable[[str, Row], str], area: str
) -> dict[str, Row]:
    """A row of each resource, with somebody on a roll until 2010 who has no account."""
    street, registrar = callers["street_officer"], callers["registrar"]
    word = uuid4().hex[:6]
    building = street.post("/areas", {"parent_id": area, "kind": "building", "name": f"核对楼{word}"})["area_id"]
    door = street.post("/areas", {"parent_id": building, "kind": "household", "name": "101室"})
    body = {"area_id": area, "kind": "party_branch", "name": f"核对支部{word}", "founded_on": "2009-01-01"}
    branch = registrar.post("/organisations", body)["organisation_id"]
    registrar.post("/organisations", {**body, "kind": "party_committee", "name": f"核对党委{word}"})
    member = {"name": "核对", "home_area": building, "party_member": True}
    person = registrar.post("/people", member)["person_id"]
    key = {"record_key": area, "source": "权限核对", "person_id": person}
    enrolled = {"organisation_id": branch, "enrolled_on": "2009-03-01", "left_on": "2010-03-01"}
    seat = imported("/members/imports", {**key, **enrolled})
    charge = {"area_id": area, "kind": "charge", "begun_on": "2009-01-05", "ended_on": "2009-02-05"}
    assignment = imported("/assignments/imports", {**key, **charge})
    visited = {"household_id": door["area_id"], "kind": "hardship", "made_at": "2009-03-05T02:00:00+00:00"}
    visit = imported("/household-visits/imports", {"record_key": word, "source": "权限核对", **visited})
    covered = {"covered_kind": "building", "covered_id": building}
    draft = {
        "area_id": area,
        "title": "核对",
        "founded": [{"key": "one", "kind": "party_branch", "name": f"新支部{word}"}],
        "acknowledge_by": "2098-12-31",
        "effective_on": "2099-12-31",
    }
    return {
        "GridChange": planned_move(street, area),
        "Assignment": street.get(f"/assignments/{assignment}"),
        "HouseholdVisit": street.post(f"/household-visits/{visit}/strike", {"reason": "entered_by_mistake"}),
        "MemberSeat": registrar.get(f"/members/{seat}"),
        "Transfer": withdrawn_transfer(registrar, person, branch),
        "Designation": street.post(f"/areas/{building}/designations", {"designation": "commercial_building"}),
        "Coverage": street.post(f"/organisations/{branch}/coverage", covered),
        "RollBoard": street.post(f"/areas/{building}/roll-boards", {}),
        "Restructuring": registrar.post("/restructurings", draft),
        "CommitteeSeat": eventually(lambda: seat_of(street, area), lambda: f"no committee seat in {area}", within=60),
    }


def withdrawn_transfer(registrar: Caller, person: str, branch: str) -> Row:
    """A transfer from outside that was taken back."""
    letter = {"to_organisation_id": branch, "came_from": "外省某支部", "letter": "介〔2010〕1号"}
    asked = registrar.post(f"/people/{person}/transfers", letter)
    taken: Row = registrar.post(f"/transfers/{asked['transfer_id']}/withdrawal", {})
    return taken


def planned_move(street: Caller, community: str) -> Row:
    """A household that will lie in an estate one day, long after all tests."""
    estate, household = (
        street.post("/areas", {"parent_id": community, "kind": kind, "name": f"核对{uuid4().hex[:6]}"})["area_id"]
        for kind in ("estate", "household")
    )
    planned: Row = street.post(f"/areas/{household}/moves", {"parent_id": estate, "effective_on": "2099-01-01"})
    return planned


def seat_of(street: Caller, community: str) -> Row | None:
    """A part-time seat that opened with an agreement: membership hears of agreements a moment later."""
    for day in ("2009-06-01", "2011-06-01", "2011-12-01"):
        found: list[Row] = street.get("/committee-seats", area_id=community, on=day)["items"]
        if found:
            return found[0]
    return None


def rows_of_rights(registrar: Caller, area: str) -> dict[str, Row]:
    """What two people, who have no account, agreed to and asked for: an erasure that nobody approves."""
    person, kin = (
        registrar.post("/people", {"name": f"核对{uuid4().hex[:6]}", "home_area": area})["person_id"] for _ in range(2)
    )
    paper, known = {"paper": "权限核对"}, {"area_id": area}
    linked = {"kin_id": kin, "kind": "family", **paper}
    wrong = {"field": "phone", "value": "13800003333", **paper}
    agreed = {"purpose": "contact", "text_version": 1, **paper}
    return {
        "Erasure": registrar.post(f"/people/{person}/erasures", {"ground": "purpose_ended", **paper}),
        "Correction": registrar.post(f"/people/{person}/corrections", wrong),
        "KinLink": registrar.post(f"/people/{person}/kin", linked) | known,
        "Consent": registrar.post(f"/people/{person}/consents", agreed) | known,
    }
