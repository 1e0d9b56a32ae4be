"""History enters through the import doors under the live door's rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.operations import Import
from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    ActivityHeldV1,
    ActivityLoggedV1,
    HoursApprovedV1,
    HoursReversedV1,
    NoShowRecordedV1,
    PairingEndedV1,
    TeamChangedV1,
    TeamDisbandedV1,
    TeamFormedV1,
)
from runtime.testing.plans import statements

SOURCE = "圳尾社区台账"


def team(here: Any, **changes: Any) -> dict[str, Any]:
    return {
        "area_id": here.community,
        "name": "圳尾治安巡逻队",
        "kind": "patrol",
        "leader_id": here.leader,
        "formed_on": "2029-03-01",
        "members": [
            {"person_id": here.people[0], "joined_on": "2029-03-01"},
            {"person_id": here.people[1], "joined_on": "2029-05-01", "left_on": "2030-01-01"},
            {"person_id": here.people[1], "joined_on": "2030-06-01"},
        ],
    } | changes


def line(here: Any, team_id: UUID, number: int = 0, **changes: Any) -> dict[str, Any]:
    return {
        "activity_key": "sheet-1",
        "team_id": team_id,
        "area_id": here.community,
        "title": "清理楼道",
        "starts_at": "2030-11-05T01:00:00+00:00",
        "ends_at": "2030-11-05T03:00:00+00:00",
        "person_id": here.people[number],
        "checked_in_at": "2030-11-05T00:55:00+00:00",
        "minutes": 120,
    } | changes


def pairing(here: Any, **changes: Any) -> dict[str, Any]:
    return {
        "area_id": here.community,
        "helper_kind": "person",
        "helper_id": here.people[0],
        "helped_kind": "household",
        "helped_id": here.household,
        "started_on": "2030-01-15",
        "goal": "",
    } | changes


@pytest.fixture
def standing(here: Any) -> UUID:
    """A team formed two years ago."""
    (record,) = [{"record_key": "standing", "source": SOURCE} | team(here)]
    answer = here.done(here.door.call(ops.import_teams, here.registrar(), records=[record]))
    return UUID(answer.data["results"][0]["id"])


def test_volunteers(here: Any) -> None:
    person = here.door.person(here.community)
    record = {"person_id": person, "registered_on": "2030-03-05"}
    assert here.enter(ops.import_volunteers, record) == [("accepted", None)]
    assert here.enter(ops.import_volunteers, record) == [("repeated", None)]
    assert here.refused_record(ops.import_volunteers, record, x=1) == "invalid_record"
    assert here.refused_record(ops.import_volunteers, record) == "already_volunteer"
    child = here.door.person(here.community, minor=True)
    assert here.refused_record(ops.import_volunteers, record, person_id=child) == "minor_needs_consent"
    assert here.refused_record(ops.import_volunteers, record, person_id=uuid4()) == "person_unknown"
    other = here.door.person(here.community)
    assert (
        here.refused_record(ops.import_volunteers, record, person_id=other, registered_on="2032-01-01")
        == "date_in_future"
    )
    far = here.door.person(here.elsewhere)
    assert here.refused_record(ops.import_volunteers, record, person_id=far) == "out_of_area"


def test_a_dry_run_writes_nothing(here: Any) -> None:
    assert here.enter(ops.import_teams, team(here), dry_run=True) == [("accepted", None)]
    assert not here.door.emitted(TeamFormedV1)
    assert here.enter(ops.import_teams, team(here)) == [("accepted", None)]


def test_only_registrars_import(here: Any) -> None:
    for door in (
        ops.import_volunteers,
        ops.import_teams,
        ops.import_seats,
        ops.import_attendances,
        ops.import_pairings,
    ):
        assert here.door.call(door, here.secretary(), records=[{}]).status == 403, door.name


def test_a_team_with_its_roster(here: Any, standing: UUID) -> None:
    told = here.door.emitted(TeamChangedV1)
    assert [(each["data"]["change"], each["data"]["seat_role"], each["occurred_at"][:10]) for each in told] == [
        ("member_joined", "leader", "2029-02-28"),
        ("member_joined", "member", "2029-02-28"),
        ("member_joined", "member", "2029-04-30"),
        ("member_left", "member", "2029-12-31"),
        ("member_joined", "member", "2030-05-31"),
    ]
    assert {each["kind"] for each in told} == {"import"}
    (formed,) = here.door.emitted(TeamFormedV1)
    assert formed["occurred_at"] == "2029-02-28T16:00:00+00:00"
    shown = here.done(here.door.call(ops.show_team, here.someone(0), team_id=standing)).data
    assert shown["members"] == 3


def test_a_disbanded_team_leaves_no_open_seat(here: Any) -> None:
    assert here.enter(ops.import_teams, team(here, disbanded_on="2030-09-30")) == [("accepted", None)]
    told = [each["data"]["change"] for each in here.door.emitted(TeamChangedV1)]
    assert told.count("member_joined") == told.count("member_left") == 4
    assert here.door.emitted()[-1]["name"] == TeamDisbandedV1.name
    assert here.enter(ops.import_teams, team(here, record_key="2", formed_on="2030-09-30", members=[])) == [
        ("accepted", None)
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "lion_dance"}, "team_kind_unknown"),
        ({"formed_on": "2032-01-01", "members": []}, "date_in_future"),
        ({"disbanded_on": "2029-01-01"}, "outside_team_life"),
        ({"disbanded_on": "2029-06-01"}, "outside_team_life"),
        ({"leader_id": str(uuid4())}, "not_a_volunteer"),
    ],
)
def test_teams_are_refused(here: Any, changes: dict[str, Any], code: str) -> None:
    assert here.refused_record(ops.import_teams, team(here), **changes) == code


def test_rosters_are_refused(here: Any, standing: UUID) -> None:
    def roster(*days: str | None) -> str | None:
        joined, left = days
        member = {"person_id": here.people[2], "joined_on": joined, "left_on": left}
        return here.refused_record(ops.import_teams, team(here, name="另一队"), members=[member])

    assert roster("2028-01-01", None) == "outside_team_life"
    assert roster("2030-01-01", "2029-12-31") == "left_before_joining"
    assert roster("2030-01-01", "2032-01-01") == "date_in_future"
    assert here.refused_record(ops.import_teams, team(here)) == "team_name_taken"
    assert here.refused_record(ops.import_teams, team(here, area_id=here.elsewhere)) == "out_of_area"
    twice = [{"person_id": here.people[2], "joined_on": day} for day in ("2029-04-01", "2029-05-01")]
    assert here.refused_record(ops.import_teams, team(here, name="另一队"), members=twice) == "already_member"
    six = [{"person_id": person, "joined_on": "2029-04-01"} for person in here.people]
    assert here.refused_record(ops.import_teams, team(here, name="小组", kind="micro"), members=six) == "team_full"
    six[0]["left_on"] = "2029-04-01"
    assert here.enter(ops.import_teams, team(here, name="小组", kind="micro", members=six)) == [("accepted", None)]


def test_seats_of_a_known_team(here: Any, standing: UUID) -> None:
    seat = {"team_id": standing, "person_id": here.people[2], "joined_on": "2030-01-01", "left_on": "2030-02-01"}
    assert here.enter(ops.import_seats, seat) == [("accepted", None)]
    assert here.refused_record(ops.import_seats, seat, joined_on="2030-01-15") == "already_member"
    assert here.refused_record(ops.import_seats, seat, team_id=uuid4()) == "team_unknown"
    assert here.refused_record(ops.import_seats, seat, person_id=uuid4()) == "not_a_volunteer"
    assert here.refused_record(ops.import_seats, seat, joined_on="2029-01-01") == "outside_team_life"
    assert here.refused_record(ops.import_seats, seat, joined_on="2030-03-01") == "left_before_joining"
    assert here.refused_record(ops.import_seats, seat, left_on="2033-03-01") == "date_in_future"


def test_a_sheet_line_by_line(here: Any, standing: UUID) -> None:
    outcomes = here.enter(
        ops.import_attendances,
        line(here, standing, 0),
        line(here, standing, 1, checked_in_at=None, minutes=None),
        line(here, standing, 2, minutes=None),
        line(here, standing, 3, reversed_for="wrong_person"),
        line(here, standing, 0),
    )
    assert outcomes == [("accepted", None)] * 4 + [("refused", "already_signed_up")]
    assert len(here.door.emitted(HoursApprovedV1)) == 2
    assert len(here.door.emitted(HoursReversedV1)) == 1
    assert len(here.door.emitted(NoShowRecordedV1)) == 1
    (held,) = here.door.emitted(ActivityHeldV1)
    assert (held["data"]["attended"], held["kind"]) == (None, "import")
    (logged,) = here.door.emitted(ActivityLoggedV1)
    assert (logged["data"]["attended"], logged["kind"]) == (3, "import")
    listed = here.done(here.door.call(ops.list_attendances, here.secretary())).data["items"]
    assert sorted((item["minutes"] or 0, item["reversed"]) for item in listed) == [(0, False), (0, True), (120, False)]
    (activity,) = here.done(here.door.call(ops.list_activities, here.someone(0))).data["items"]
    assert (activity["state"], activity["taken"]) == ("closed", 4)


def test_sheets_are_refused(here: Any, standing: UUID) -> None:
    door, first = ops.import_attendances, line(here, standing)
    assert here.enter(door, first | {"seats": 1}) == [("accepted", None)]
    assert here.refused_record(door, line(here, standing, 1, seats=1)) == "activity_full"
    assert here.refused_record(door, line(here, standing, 1), title="别的") == "sheet_contradicts"
    other = line(here, standing, 1, activity_key="sheet-2")
    overlapping = {"starts_at": "2030-11-05T02:00:00+00:00", "ends_at": "2030-11-05T04:00:00+00:00"}
    came = {"checked_in_at": "2030-11-05T02:00:00+00:00"}
    assert here.refused_record(door, other, person_id=here.people[0], **overlapping, **came) == "overlapping_sign_up"
    assert here.refused_record(door, other, team_id=uuid4()) == "team_unknown"
    assert here.refused_record(door, other, area_id=here.elsewhere) == "out_of_area"
    assert here.refused_record(door, other, area_id=uuid4()) == "out_of_area"
    assert here.refused_record(door, other, person_id=uuid4()) == "not_a_volunteer"
    assert here.refused_record(door, other, minutes=121) == "minutes_exceed_activity"
    assert here.refused_record(door, other, checked_in_at=None) == "hours_without_attendance"
    assert here.refused_record(door, other, minutes=None, reversed_for="other") == "hours_not_approved"
    assert here.refused_record(door, other, checked_in_at="2030-11-05T00:29:00+00:00") == "outside_check_in_window"
    assert here.refused_record(door, other, ends_at="2030-11-05T01:00:00+00:00") == "ends_before_start"
    ahead = {"starts_at": "2031-07-01T01:00:00+00:00", "ends_at": "2031-07-01T03:00:00+00:00"}
    assert here.refused_record(door, other, **ahead) == "date_in_future"
    early = {"starts_at": "2029-01-01T01:00:00+00:00", "ends_at": "2029-01-01T03:00:00+00:00"}
    assert here.refused_record(door, other, **early) == "outside_team_life"


def test_who_stayed_away_may_have_been_elsewhere(here: Any, standing: UUID) -> None:
    absent = line(here, standing, checked_in_at=None, minutes=None)
    there = line(here, standing, activity_key="sheet-2")
    assert here.enter(ops.import_attendances, absent, there) == [("accepted", None)] * 2


def test_pairings_with_how_they_went_on(here: Any) -> None:
    child = here.door.person(here.community, minor=True)
    student = {"helped_kind": "student", "helped_id": child}
    outcomes = here.enter(
        ops.import_pairings,
        pairing(here),
        pairing(here),
        pairing(here, helper_id=here.people[1], ended_on="2030-09-01", end_reason="moved_away"),
        pairing(here, **student, outcome="finished_school", outcome_on="2030-06-30"),
    )
    assert outcomes == [("accepted", None), ("refused", "already_paired"), ("accepted", None), ("accepted", None)]
    told = [(each["data"]["outcome"], each["data"]["ended_on"]) for each in here.door.emitted(PairingEndedV1)]
    assert told == [(None, "2030-09-01"), ("finished_school", "2030-06-30")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": "finished_school", "outcome_on": "2030-06-30"}, "outcome_not_for_helped"),
        ({"outcome": "self_reliant"}, "outcome_incomplete"),
        ({"ended_on": "2030-06-30"}, "end_incomplete"),
        (
            {
                "outcome": "self_reliant",
                "outcome_on": "2030-06-30",
                "ended_on": "2030-05-01",
                "end_reason": "moved_away",
            },
            "outcome_after_end",
        ),
        ({"ended_on": "2030-01-01", "end_reason": "moved_away"}, "before_pairing_started"),
        ({"ended_on": "2032-01-01", "end_reason": "moved_away"}, "date_in_future"),
        ({"started_on": "2032-01-01"}, "date_in_future"),
        ({"helper_id": str(uuid4())}, "helper_unknown"),
        ({"helped_id": str(uuid4())}, "helped_unknown"),
    ],
)
def test_pairings_are_refused(here: Any, changes: dict[str, Any], code: str) -> None:
    assert here.refused_record(ops.import_pairings, pairing(here), **changes) == code


def test_pairings_of_places_are_refused(here: Any) -> None:
    record = pairing(here)
    assert here.refused_record(ops.import_pairings, record, area_id=here.elsewhere) == "out_of_area"
    assert here.refused_record(ops.import_pairings, record, area_id=here.household) == "area_too_small"
    there = here.door.area("household", here.elsewhere)
    assert here.refused_record(ops.import_pairings, record, helped_id=there) == "helped_elsewhere"
    themselves = {"helped_kind": "student", "helped_id": here.people[0]}
    assert here.refused_record(ops.import_pairings, record, **themselves) == "helps_oneself"


def test_a_hundred_records_are_read_and_written_together(here: Any, standing: UUID) -> None:
    people = [here.door.person(here.community) for _ in range(100)]
    doors: dict[Import, list[dict[str, Any]]] = {
        ops.import_volunteers: [{"person_id": person, "registered_on": "2028-03-05"} for person in people],
        ops.import_seats: [{"team_id": standing, "person_id": each, "joined_on": "2030-02-01"} for each in people],
        ops.import_attendances: [line(here, standing, person_id=person) for person in people],
    }
    for door, records in doors.items():
        with statements(here.door.engine) as seen:
            assert here.enter(door, *records) == [("accepted", None)] * 100, door.name
        assert len(seen) < 40, door.name


def test_two_records_of_one_call_that_meet(here: Any, standing: UUID) -> None:
    person = here.door.person(here.community)
    volunteer = {"person_id": person, "registered_on": "2028-03-05"}
    assert here.enter(ops.import_volunteers, volunteer, volunteer) == [
        ("accepted", None),
        ("refused", "already_volunteer"),
    ]
    seat = {"team_id": standing, "person_id": person, "joined_on": "2030-02-01"}
    others = [seat | {"person_id": here.people[2]}, seat | {"person_id": here.people[3]}]
    assert here.enter(ops.import_seats, others[0], seat, seat | {"joined_on": "2030-03-01"}, others[1]) == [
        ("accepted", None),
        ("accepted", None),
        ("refused", "already_member"),
        ("accepted", None),
    ]
