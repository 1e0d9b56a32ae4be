"""Buildings and firms with an organisation, seats of units' secretaries, and disclosed rolls, through the door."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from contracts.cobuilding.events import AgreementLapsedV1, AgreementSignedV1, UnitChangedV1, UnitClassifiedV1
from contracts.membership import operations as ops
from contracts.membership.events import (
    CommitteeSeatEndedV1,
    CommitteeSeatOpenedV1,
    CoverageBegunV1,
    CoverageEndedV1,
    RollBoardPublishedV1,
    RollConcealedV1,
    RollDisclosedV1,
)
from kernel.ids import uuid7

TODAY = date(2031, 6, 15)


def organisation(city: Any, kind: str, name: str, founded_on: str = "2030-01-01") -> str:
    body = {"area_id": city.areas["community"], "kind": kind, "name": name, "founded_on": founded_on}
    made = city.done(ops.register_organisation, city.by("city_officer", "city"), **body)
    return str(made["organisation_id"])


def secretary(city: Any) -> Any:
    return city.by("community_secretary")


def test_a_commercial_building_is_covered_and_the_gap_is_listed(city: Any) -> None:
    by, building = secretary(city), city.areas["building"]
    words = {"area_id": building, "designation": "commercial_building", "since": "2031-01-01"}
    made = city.done(ops.designate_area, by, **words)
    assert city.door.call(ops.designate_area, by, **words).code == "designation_repeated"
    wrong = words | {"area_id": city.areas["community"]}
    assert city.door.call(ops.designate_area, by, **wrong).code == "designation_kind_of_area"
    gaps = {"area_id": city.areas["community"], "covered_kind": "building", "missing": True}
    assert [row["covered_id"] for row in city.done(ops.list_coverage, by, **gaps)["items"]] == [str(building)]

    branch = organisation(city, "party_branch", "楼宇支部")
    cover = {"organisation_id": branch, "covered_kind": "building", "covered_id": building, "since": "2031-02-01"}
    begun = city.done(ops.cover, by, **cover)
    assert city.door.call(ops.cover, by, **cover).code == "coverage_repeated"
    assert city.done(ops.list_coverage, by, **gaps)["items"] == []
    [row] = city.done(ops.list_coverage, by, **gaps | {"missing": False})["items"]
    assert (row["name"], row["organisation_id"]) == ("1幢", branch)
    [told] = city.door.emitted(CoverageBegunV1)
    assert (told["data"]["covered_kind"], told["area"]) == ("building", str(building))
    ended = city.done(ops.end_coverage, by, coverage_id=begun["coverage_id"])
    assert ended["until"] == "2031-06-15"
    assert city.door.call(ops.end_coverage, by, coverage_id=begun["coverage_id"]).code == "coverage_over"
    late = {"designation_id": made["designation_id"], "until": "2030-12-31"}
    assert city.door.call(ops.end_designation, by, **late).code == "coverage_days_wrong"
    assert city.done(ops.end_designation, by, designation_id=made["designation_id"])["until"] == "2031-06-15"


def test_firms_above_scale_are_those_that_cobuilding_names(city: Any) -> None:
    by, firm = secretary(city), city.unit("三钢集团")
    here = {"area_id": city.areas["community"], "covered_kind": "firm"}
    assert city.done(ops.list_coverage, by, **here)["items"] == []
    data = {"classification_id": uuid7(), "unit_id": firm, "above_scale": True, "replaces": None}
    city.door.deliver(UnitClassifiedV1, aggregate_id=firm, sample=True, payload=data)
    assert [row["covered_id"] for row in city.done(ops.list_coverage, by, **here)["items"]] == [str(firm)]
    branch = organisation(city, "two_new_branch", "两新支部")
    cover = {"organisation_id": branch, "covered_kind": "firm", "covered_id": firm}
    city.done(ops.cover, by, **cover)
    assert city.door.call(ops.cover, by, **cover | {"covered_id": uuid7()}).code == "covered_unknown"
    body = organisation(city, "residents_committee", "居委会")
    refused = city.door.call(ops.cover, by, **cover | {"organisation_id": body})
    assert refused.code == "coverage_needs_party_organisation"
    closed = {"unit_id": firm, "name": "三钢集团", "kind": "school", "active": False, "changed_on": TODAY}
    city.door.deliver(UnitChangedV1, aggregate_id=firm, area=city.areas["community"], payload=closed)
    assert [event["data"]["until"] for event in city.door.emitted(CoverageEndedV1)] == ["2031-06-16"]
    assert city.door.parked() == []


def sign(city: Any, unit: UUID) -> UUID:
    agreement = uuid7()
    days = {"signed_on": date(2031, 2, 1), "ends_on": date(2032, 1, 31)}
    data = {"agreement_id": agreement, "unit_id": unit, **days}
    city.door.deliver(
        AgreementSignedV1, aggregate_id=agreement, area=city.areas["community"], payload=data | {"obligations": []}
    )
    return agreement


@pytest.mark.parametrize("committee_first", [True, False])
def test_a_units_agreement_opens_its_seat_whatever_comes_first(city: Any, committee_first: bool) -> None:
    by, unit = secretary(city), city.unit()
    if committee_first:
        committee = organisation(city, "party_committee", "社区大党委")
    agreement = sign(city, unit)
    if not committee_first:
        committee = organisation(city, "party_committee", "社区大党委")
    [seat] = city.done(ops.list_seats, by, organisation_id=committee)["items"]
    assert (seat["unit_id"], seat["opened_on"], seat["person_id"]) == (str(unit), "2031-02-01", None)

    first, second = (city.register(name, party_member=True) for name in ("校长", "新校长"))
    take = {"seat_id": seat["seat_id"], "person_id": first, "taken_on": "2031-03-01"}
    assert city.done(ops.take_seat, by, **take)["person_id"] == str(first)
    assert city.door.call(ops.take_seat, by, **take).code == "seat_days_wrong"
    assert city.door.call(ops.take_seat, by, **take | {"person_id": city.register("外人")}).code == "not_a_party_member"
    city.done(ops.take_seat, by, **take | {"person_id": second, "taken_on": "2031-05-01"})
    then = {"organisation_id": committee, "on": "2031-04-01"}
    assert city.done(ops.list_seats, by, **then)["items"][0]["person_id"] == str(first)
    assert city.done(ops.list_seats, city.by("resident"), **then)["items"][0]["person_id"] is None

    lapsed = {"agreement_id": agreement, "unit_id": unit, "lapsed_on": TODAY}
    city.door.deliver(AgreementLapsedV1, aggregate_id=agreement, area=city.areas["community"], payload=lapsed)
    assert city.done(ops.list_seats, by, organisation_id=committee)["items"] == []
    assert city.door.call(ops.take_seat, by, **take).code == "seat_ended"
    [opened] = city.door.emitted(CommitteeSeatOpenedV1)
    assert str(first) not in json.dumps(opened)
    assert [event["data"]["ended_on"] for event in city.door.emitted(CommitteeSeatEndedV1)] == ["2031-06-15"]
    assert city.door.parked() == []


def test_the_seat_of_somebody_who_died_waits_for_another(city: Any) -> None:
    by, unit = secretary(city), city.unit()
    committee = organisation(city, "party_committee", "社区大党委")
    sign(city, unit)
    seats = {"organisation_id": committee}
    [seat] = city.done(ops.list_seats, by, **seats)["items"]
    person = city.register("书记", party_member=True)
    city.done(ops.take_seat, by, seat_id=seat["seat_id"], person_id=person, taken_on="2031-03-01")
    city.done(ops.register_death, city.by("registrar"), person_id=person, died_on="2031-06-01")
    assert city.done(ops.list_seats, by, **seats)["items"][0]["person_id"] is None
    assert city.done(ops.list_seats, by, **seats, on="2031-05-31")["items"][0]["person_id"] == str(person)


def test_a_building_shows_those_who_agreed_and_nobody_else(city: Any) -> None:
    by, branch = secretary(city), organisation(city, "party_branch", "支部")
    seats = {}
    for name in ("亮身份", "不公开"):
        person = city.register(name, party_member=True)
        body = {"organisation_id": branch, "person_id": person, "enrolled_on": "2031-01-01"}
        seats[name] = person, city.done(ops.enrol_member, by, **body)["seat_id"]
    board = city.done(ops.publish_board, by, area_id=city.areas["building"])
    assert city.door.call(ops.publish_board, by, area_id=city.areas["building"]).code == "board_repeated"
    wrong = city.door.call(ops.publish_board, by, area_id=city.areas["community"])
    assert wrong.code == "designation_kind_of_area"

    person, seat = seats["亮身份"]
    own = city.person(person)
    assert city.door.call(ops.disclose_roll, own, seat_id=seat).status == 201
    assert city.door.call(ops.disclose_roll, own, seat_id=seat).code == "disclosed_already"
    assert city.door.call(ops.disclose_roll, own, seat_id=seats["不公开"][1]).status == 404
    resident = city.by("resident", "household")
    show = {"board_id": board["board_id"]}
    [member] = city.done(ops.show_board, resident, **show)["members"]
    assert (member["name"], member["organisation"]) == ("亮身份", "支部")
    for event in (RollDisclosedV1, RollBoardPublishedV1):
        [told] = city.door.emitted(event)
        assert str(person) not in json.dumps(told["data"])

    assert city.done(ops.conceal_roll, own, seat_id=seat) == {"done": True}
    assert city.door.call(ops.conceal_roll, own, seat_id=seat).code == "not_disclosed"
    assert city.done(ops.show_board, resident, **show)["members"] == []
    city.done(ops.disclose_roll, by, seat_id=seat)
    city.done(ops.leave_roll, by, seat_id=seat, reason="transferred")
    assert city.done(ops.show_board, resident, **show)["members"] == []
    assert len(city.door.emitted(RollConcealedV1)) == 2
    [listed] = city.done(ops.list_boards, resident, area_id=city.areas["community"])["items"]
    assert listed["board_id"] == board["board_id"]
    assert city.done(ops.withdraw_board, by, **show)["withdrawn_on"] == "2031-06-15"
    assert city.door.call(ops.withdraw_board, by, **show).code == "board_withdrawn"
    assert city.done(ops.list_boards, resident)["items"] == []
