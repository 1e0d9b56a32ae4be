"""What areas were stated to hold, and who is assigned to them, through the door."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import AssignmentBegunV1, AssignmentEndedV1, DenominatorStatedV1
from kernel.ids import uuid7


def state(city: Any, what: str, value: int, as_of: str, area: str = "community") -> Any:
    body = {"area_id": city.areas[area], "what": what, "value": value, "source_name": "居民登记", "as_of": as_of}
    return city.door.call(ops.state_denominator, city.by("street_officer", "street"), **body)


def test_a_statement_holds_until_the_next_whenever_it_is_entered(city: Any) -> None:
    first = state(city, "households", 7900, "2030-01-01").data
    last = state(city, "households", 7971, "2031-06-01").data
    between = state(city, "households", 7950, "2031-01-01").data
    told = [
        (event["data"]["denominator_id"], event["data"]["replaces"]) for event in city.door.emitted(DenominatorStatedV1)
    ]
    assert told == [
        (first["denominator_id"], None),
        (last["denominator_id"], first["denominator_id"]),
        (between["denominator_id"], first["denominator_id"]),
        (last["denominator_id"], between["denominator_id"]),
    ]
    by, here = city.by("resident", "household"), {"area_id": city.areas["community"]}
    for on, value in ((None, 7971), ("2031-05-31", 7950), ("2030-06-01", 7900)):
        [stands] = city.done(ops.list_denominators, by, **here, on=on)["items"]
        assert (stands["value"], stands["source_name"]) == (value, "居民登记")
    assert len(city.done(ops.list_denominators, by, **here, all=True)["items"]) == 3
    assert city.done(ops.list_denominators, by, on="2029-12-31")["items"] == []
    street = {"area_id": city.areas["street"]}
    assert city.done(ops.list_denominators, by, **street)["items"] == []
    assert len(city.done(ops.list_denominators, by, **street, below=True)["items"]) == 1


def test_statements_that_cannot_be_are_refused(city: Any) -> None:
    assert state(city, "population", 63_000, "2031-01-01").status == 201
    assert state(city, "population", 63_001, "2031-01-01").code == "denominator_repeated"
    assert state(city, "population", 1, "2031-06-16").code == "date_in_future"
    assert state(city, "floating_population", 63_001, "2031-02-01").code == "denominator_part_too_large"
    assert state(city, "floating_population", 22_000, "2031-02-01").status == 201
    assert state(city, "population", 21_999, "2031-03-01").code == "denominator_part_too_large"
    assert state(city, "households", -1, "2031-03-01").code == "invalid_request"
    assert state(city, "trees", 1, "2031-03-01").code == "invalid_request"


def test_statements_of_the_past_are_imported(city: Any) -> None:
    words = {"source": "年鉴", "area_id": city.areas["community"], "what": "units", "source_name": "年鉴2010"}
    records = [
        words | {"record_key": "1", "value": 24, "as_of": "2010-12-31"},
        words | {"record_key": "2", "value": 25, "as_of": "2010-12-31"},
        words | {"record_key": "3", "value": 20, "as_of": "2009-12-31"},
        words | {"record_key": "4", "value": 20, "as_of": "2009-12-31", "area_id": str(uuid7())},
    ]
    reply = city.done(ops.import_denominators, city.by("registrar", "street"), records=records)
    assert [result["code"] if result["outcome"] == "refused" else None for result in reply["results"]] == [
        None,
        "denominator_repeated",
        None,
        "out_of_area",
    ]


@pytest.fixture
def department(city: Any) -> str:
    body = {"area_id": city.areas["street"], "kind": "department", "name": "党政办公室"}
    return str(city.done(ops.register_organisation, city.by("street_officer", "street"), **body)["organisation_id"])


def assign(city: Any, kind: str, person: Any, area: str = "community", **more: Any) -> Any:
    body = {"area_id": city.areas[area], "kind": kind, "person_id": person} | more
    return city.door.call(ops.assign_person, city.by("street_officer", "street"), **body)


def test_a_leader_and_a_department_keep_in_touch_with_a_community(city: Any, department: str) -> None:
    leader = city.register("汤书记")
    begun = assign(city, "liaison", leader, organisation_id=department, begun_on="2031-03-01").data
    assert (begun["person_name"], begun["organisation_id"], begun["begun_on"]) == ("汤书记", department, "2031-03-01")
    [told] = city.door.emitted(AssignmentBegunV1)
    assert (told["data"]["kind"], told["data"]["holder_id"], told["area"]) == (
        "liaison",
        str(leader),
        str(city.areas["community"]),
    )
    again = assign(city, "liaison", city.register("副书记"), organisation_id=department)
    assert (again.status, again.code) == (409, "assignment_place_taken")
    assert assign(city, "liaison", leader, "elsewhere").code == "assignment_needs_department"
    assert assign(city, "charge", leader, organisation_id=department).code == "assignment_needs_department"
    ended = city.done(ops.end_assignment, city.by("street_officer", "street"), assignment_id=begun["assignment_id"])
    assert ended["ended_on"] == "2031-06-15"
    assert city.door.emitted(AssignmentEndedV1)[0]["data"]["ended_on"] == "2031-06-15"
    by = city.by("resident", "household")
    assert city.done(ops.list_assignments, by, area_id=city.areas["street"])["items"] == []
    [then] = city.done(ops.list_assignments, by, area_id=city.areas["street"], on="2031-06-14")["items"]
    assert then == city.done(ops.show_assignment, by, assignment_id=begun["assignment_id"])
    again = city.door.call(
        ops.end_assignment, city.by("street_officer", "street"), assignment_id=begun["assignment_id"]
    )
    assert again.code == "assignment_over"


def test_the_pack_says_where_and_how_many(city: Any) -> None:
    leader, neighbour = city.register("领导"), city.register("中心户长")
    assert assign(city, "charge", leader, "building").code == "assignment_kind_of_area"
    assert assign(city, "charge", leader).status == 201
    assert assign(city, "charge", leader, "elsewhere").code == "assignment_too_many"
    for stairwell in ("一单元", "二单元"):
        assert assign(city, "warden", neighbour, "building", stairwell=stairwell).status == 201
    assert assign(city, "warden", neighbour, "building", stairwell="一单元").code == "assignment_place_taken"
    assert assign(city, "charge", leader, "elsewhere", stairwell="一单元").code == "assignment_stairwell_wrong"
    assert assign(city, "warden", uuid7(), "household").code == "person_unknown"
    assert assign(city, "warden", neighbour, "household", begun_on="2031-06-16").code == "date_in_future"


def test_an_instructor_has_one_post_and_no_event_says_who(city: Any) -> None:
    instructor = city.register("指导员")
    assert assign(city, "instructor", instructor).status == 201
    assert assign(city, "instructor", instructor, "elsewhere").code == "assignment_too_many"
    assert city.door.emitted(AssignmentBegunV1)[0]["data"]["holder_id"] is None


def test_death_and_merger_end_assignments(city: Any) -> None:
    warden, instructor = city.register("中心户长"), city.register("指导员")
    assign(city, "warden", warden, "building", begun_on="2031-01-01")
    assign(city, "instructor", instructor, "elsewhere", begun_on="2031-06-15")
    city.done(ops.register_death, city.by("registrar"), person_id=warden, died_on="2031-06-01")
    merged = {"area_id": city.areas["community"], "merged": [city.areas["elsewhere"]]}
    city.done(ops.merge_areas, city.by("street_officer", "street"), **merged)
    assert [event["data"]["ended_on"] for event in city.door.emitted(AssignmentEndedV1)] == ["2031-06-01", "2031-06-16"]
    assert city.door.parked() == []


def test_assignments_of_the_past_are_imported_with_their_end(city: Any) -> None:
    words = {
        "source": "街道册",
        "area_id": city.areas["community"],
        "kind": "charge",
        "person_id": city.register("领导"),
    }
    records = [
        words | {"record_key": "1", "begun_on": "2029-01-01", "ended_on": "2030-01-01"},
        words | {"record_key": "2", "begun_on": "2030-01-01"},
        words | {"record_key": "3", "begun_on": "2029-06-01"},
    ]
    reply = city.done(ops.import_assignments, city.by("registrar", "street"), records=records)
    assert [result["outcome"] for result in reply["results"]] == ["accepted", "accepted", "refused"]
    refused = city.door.call(
        ops.assign_person,
        city.by("resident"),
        area_id=words["area_id"],
        kind="charge",
        person_id=words["person_id"],
    )
    assert refused.status == 403
