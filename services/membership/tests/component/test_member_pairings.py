"""Members who stand by a household are counted; nothing that is told leads from a pairing to a member."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import MemberPairedV1, MemberUnpairedV1
from contracts.volunteering.events import PairingEndedV1, PairingStartedV1
from kernel.ids import uuid7
from runtime import clocks


@pytest.fixture
def branch(city: Any) -> Any:
    """A branch of the community, and one that stands beside it."""
    officer = city.by("city_officer", "city")
    for name in ("branch", "other"):
        body = {"area_id": city.areas["community"], "kind": "party_branch", "name": name, "founded_on": "2030-01-01"}
        city.areas[name] = UUID(city.done(ops.register_organisation, officer, **body)["organisation_id"])
    return city


def enrol(city: Any, person: UUID, on: str = "2031-01-01") -> str:
    body = {"organisation_id": city.areas["branch"], "person_id": person, "enrolled_on": on}
    return str(city.done(ops.enrol_member, city.by("registrar", "street"), **body)["seat_id"])


def pair(city: Any, helper: UUID, on: date = date(2031, 3, 17), **changes: Any) -> UUID:
    pairing = uuid7()
    words = {"helper_kind": "person", "helper_id": helper, "helped_kind": "household", "started_on": on}
    words |= {"pairing_id": pairing} | changes
    city.door.deliver(PairingStartedV1, aggregate_id=pairing, sample=True, **words)
    return pairing


def end(city: Any, pairing: UUID, on: date) -> None:
    words = {"pairing_id": pairing, "ended_on": on}
    city.door.deliver(PairingEndedV1, aggregate_id=pairing, sample=True, **words)


def told(city: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the clock has told until now."""
    city.clock.hold(city.clock.now() + timedelta(minutes=31))
    clocks.wind(city.door.engine, city.door.door)
    city.door.tick()
    assert city.door.parked() == []
    return city.door.emitted(MemberPairedV1), city.door.emitted(MemberUnpairedV1)


def test_a_member_who_stands_by_households_is_told_as_a_place(branch: Any) -> None:
    member = branch.register("林党员", party_member=True)
    seat = enrol(branch, member)
    pairings = [pair(branch, member), pair(branch, member, date(2031, 5, 2))]
    assert branch.door.emitted(MemberPairedV1) == [], "not in the reaction: its event would name what caused it"
    begun, ended = told(branch)
    assert [each["data"]["since"] for each in begun] == ["2031-03-01", "2031-05-01"]
    assert {each["data"]["seat_id"] for each in begun} == {seat}
    assert ended == []
    said = str(begun)
    assert str(member) not in said
    assert not any(str(pairing) in said for pairing in pairings)
    assert {(each["causation_id"], each["actor_id"]) for each in begun} == {(None, None)}
    assert told(branch)[0] == begun, "once"


def test_it_ends_with_the_pairing_or_the_place(branch: Any) -> None:
    first, second = (branch.register(name, party_member=True) for name in ("林党员", "周党员"))
    enrol(branch, first)
    leaving = enrol(branch, second)
    ended, going_on = pair(branch, first), pair(branch, second)
    begun, _ = told(branch)
    end(branch, ended, date(2031, 6, 9))
    left = {"seat_id": leaving, "left_on": "2031-05-20", "reason": "moved_away"}
    branch.done(ops.leave_roll, branch.by("registrar", "street"), **left)
    _, over = told(branch)
    assert [each["data"]["until"] for each in over] == ["2031-05-01", "2031-06-01"]
    assert {each["data"]["member_pairing_id"] for each in over} == {each["data"]["member_pairing_id"] for each in begun}
    assert str(going_on) not in str(over)


def test_what_is_told_late_counts_in_its_own_days(branch: Any) -> None:
    """A pairing of the past that was entered with its end, and a member who was enrolled only after it."""
    early, late = (branch.register(name, party_member=True) for name in ("林党员", "周党员"))
    for person in (early, late):
        end(branch, pair(branch, person, date(2031, 2, 3)), date(2031, 4, 2))
    enrol(branch, early)
    enrol(branch, late, "2031-04-02")
    begun, ended = told(branch)
    assert [each["data"]["since"] for each in begun] == ["2031-02-01"]
    assert [each["data"]["until"] for each in ended] == ["2031-04-01"]


def test_who_is_no_member_and_who_helps_a_student_or_as_a_unit_is_none(branch: Any) -> None:
    member = branch.register("林党员", party_member=True)
    enrol(branch, member)
    pair(branch, branch.register("群众"))
    pair(branch, member, helped_kind="student")
    pair(branch, member, helper_kind="unit")
    assert told(branch) == ([], [])
