"""Hours: approved once, by somebody else, and struck by an entry of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.volunteering import operations as ops
from contracts.volunteering.events import HoursApprovedV1, HoursReversedV1
from runtime.testing.harness import Answer


@pytest.fixture
def attendance(here: Any) -> UUID:
    """Of person 0, from nine to eleven; it is eleven now."""
    made = here.attend(here.plan(here.form()), 0, here.at(8, 55))
    here.clock.hold(here.at(11))
    return made


def approve(here: Any, attendance: UUID, minutes: int = 120) -> Answer:
    return here.door.call(ops.approve_hours, here.the_leader(), attendance_id=attendance, minutes=minutes)


def reverse(here: Any, attendance: UUID) -> Answer:
    return here.door.call(ops.reverse_hours, here.the_leader(), attendance_id=attendance, reason="recorded_in_error")


def served(here: Any, number: int = 0) -> dict[str, object]:
    by = here.someone(number)
    (volunteer,) = here.done(here.door.call(ops.list_volunteers, by)).data["items"]
    shown: dict[str, object] = here.done(
        here.door.call(ops.show_hours, by, volunteer_id=volunteer["volunteer_id"])
    ).data
    return shown


def test_hours_are_approved_once(here: Any, attendance: UUID) -> None:
    assert here.done(approve(here, attendance)).data["minutes"] == 120
    twice = approve(here, attendance)
    assert (twice.status, twice.code) == (409, "hours_already_approved")
    (told,) = here.door.emitted(HoursApprovedV1)
    assert told["data"]["minutes"] == 120
    assert told["data"]["served_on"] == "2031-06-15"
    assert told["data"]["person_id"] == str(here.people[0])
    assert served(here)["minutes"] == 120


def test_no_more_minutes_than_the_activity_lasted(here: Any, attendance: UUID) -> None:
    answer = approve(here, attendance, 121)
    assert (answer.status, answer.code, answer.pointers) == (422, "minutes_exceed_activity", ["/minutes"])


def test_nobody_decides_about_their_own_hours(here: Any) -> None:
    team = here.form()
    activity = here.plan(team)
    here.done(here.door.call(ops.sign_up, here.the_leader(), activity_id=activity))
    here.clock.hold(here.at(9))
    own = UUID(here.done(here.door.call(ops.check_in, here.the_leader(), activity_id=activity)).data["attendance_id"])
    here.clock.hold(here.at(11))
    assert (approve(here, own).status, approve(here, own).code) == (403, "own_hours")
    assert here.door.call(ops.approve_hours, here.secretary(), attendance_id=own, minutes=60).ok
    assert reverse(here, own).code == "own_hours"


def test_an_activity_under_way_has_no_hours_yet(here: Any) -> None:
    attendance = here.attend(here.plan(here.form()), 0, here.at(10))
    answer = approve(here, attendance)
    assert (answer.status, answer.code) == (409, "activity_not_over")


def test_a_reversal_strikes_once_and_keeps_the_story(here: Any, attendance: UUID) -> None:
    early = reverse(here, attendance)
    assert (early.status, early.code) == (409, "hours_not_approved")
    here.done(approve(here, attendance))
    struck = here.done(reverse(here, attendance)).data
    assert (struck["minutes"], struck["reversed"]) == (None, True)
    twice = reverse(here, attendance)
    assert (twice.status, twice.code) == (409, "hours_already_reversed")
    assert approve(here, attendance).code == "hours_already_approved"
    (told,) = here.door.emitted(HoursReversedV1)
    assert told["data"] == {"attendance_id": str(attendance), "reason_code": "recorded_in_error"}
    assert served(here)["minutes"] == 0


def test_checking_out(here: Any, attendance: UUID) -> None:
    by = here.someone(0)

    def leave(**words: object) -> Answer:
        return here.door.call(ops.check_out, by, attendance_id=attendance, **words)

    assert leave(at=here.at(8, 50)).code == "check_out_before_check_in"
    assert leave(at=here.at(12)).code == "check_in_from_the_future"
    assert here.done(leave(at=here.at(10, 30))).data["checked_out_at"] == "2031-06-15T02:30:00+00:00"
    again = leave()
    assert (again.status, again.code) == (409, "already_checked_out")


def test_attendances_are_seen_by_oneself_the_leader_and_officers(here: Any, attendance: UUID) -> None:
    def count(by: Any) -> int:
        return len(here.done(here.door.call(ops.list_attendances, by)).data["items"])

    assert [count(here.someone(0)), count(here.the_leader()), count(here.secretary())] == [1, 1, 1]
    assert [count(here.someone(1)), count(here.secretary(here.elsewhere))] == [0, 0]
    hidden = here.door.call(ops.approve_hours, here.someone(1), attendance_id=attendance, minutes=1)
    unknown = here.door.call(ops.approve_hours, here.someone(1), attendance_id=uuid4(), minutes=1)
    assert hidden.status == unknown.status == 404
    assert hidden.problem == unknown.problem
    assert here.door.call(ops.approve_hours, here.someone(0), attendance_id=attendance, minutes=1).status == 403


def test_lists_say_what_counts(here: Any, attendance: UUID) -> None:
    here.done(approve(here, attendance, 90))
    words = {"person_id": here.people[0], "area_id": here.community}
    (line,) = here.done(here.door.call(ops.list_attendances, here.secretary(), **words)).data["items"]
    assert (line["minutes"], line["reversed"], line["walk_in"]) == (90, False, False)


def test_served_hours_add_up_by_year(here: Any, attendance: UUID) -> None:
    here.done(approve(here, attendance, 90))
    assert served(here)["years"] == [{"year": 2031, "minutes": 90, "activity_minutes": 90, "shift_minutes": 0}]


def test_ledgers_are_append_only(here: Any, attendance: UUID) -> None:
    here.done(approve(here, attendance))
    for statement in ("UPDATE served_minutes SET minutes = 1", "DELETE FROM attendance", "DELETE FROM check_out"):
        with here.door.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))
