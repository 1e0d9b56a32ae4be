"""The rules that activities hold themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from volunteering.domain.activities import CLOSED, Activity, must_have_happened
from volunteering.domain.errors import (
    ActivityInThePast,
    ActivityNotOpen,
    ActivityNotOver,
    AttendanceKeptElsewhere,
    CheckInFromTheFuture,
    EndsBeforeStart,
    MinutesExceedActivity,
    OutsideCheckInWindow,
    OwnHours,
    SheetContradicts,
    SignUpNotOpen,
)
from volunteering.domain.hours import must_not_be_own

START = datetime(2030, 6, 1, 1, tzinfo=UTC)
END = START + timedelta(hours=2)
HALF_AN_HOUR = timedelta(minutes=30)
SECOND = timedelta(seconds=1)
NO_NOTICE = timedelta()


def activity(**words: Any) -> Activity:
    usual = {"team_id": uuid4(), "area": uuid4(), "leader_id": None, "title": "t", "seats": None}
    return Activity.planned(**usual | {"starts_at": START, "ends_at": END} | words)


def test_it_ends_after_it_starts() -> None:
    with pytest.raises(EndsBeforeStart):
        activity(ends_at=START)


def test_it_lasts_whole_minutes_and_is_held_on_a_civil_day() -> None:
    late = activity(starts_at=datetime(2030, 6, 1, 16, tzinfo=UTC), ends_at=datetime(2030, 6, 1, 17, tzinfo=UTC))
    assert (late.minutes, late.held_on.isoformat()) == (60, "2030-06-02")
    late.must_cover(60)
    with pytest.raises(MinutesExceedActivity):
        late.must_cover(61)


@pytest.mark.parametrize("at", [START - HALF_AN_HOUR, START, END])
def test_check_in_within_the_window(at: datetime) -> None:
    activity().must_take_check_in(at, HALF_AN_HOUR)


@pytest.mark.parametrize("at", [START - HALF_AN_HOUR - SECOND, END + SECOND])
def test_no_check_in_outside_the_window(at: datetime) -> None:
    with pytest.raises(OutsideCheckInWindow):
        activity().must_take_check_in(at, HALF_AN_HOUR)


def test_nothing_happens_in_the_future() -> None:
    must_have_happened(START, START)
    with pytest.raises(CheckInFromTheFuture):
        must_have_happened(START + SECOND, START)


def test_planning_lies_ahead() -> None:
    activity().must_lie_ahead(START)
    with pytest.raises(ActivityInThePast):
        activity().must_lie_ahead(START + SECOND)


def test_sign_ups_end_with_the_activity_and_seats_are_kept_from_its_start() -> None:
    ours = activity()
    ours.must_take_sign_ups(END - SECOND)
    assert not ours.must_let_go(START - SECOND, NO_NOTICE, None)
    with pytest.raises(ActivityNotOpen):
        ours.must_take_sign_ups(END)
    with pytest.raises(SignUpNotOpen):
        ours.must_let_go(START, NO_NOTICE, None)


def test_it_closes_once_it_is_over() -> None:
    ours = activity()
    with pytest.raises(ActivityNotOver):
        ours.close(END - SECOND)
    ours.close(END)
    assert ours.state == CLOSED
    for again in (lambda: ours.close(END), ours.cancel, lambda: ours.must_take_sign_ups(START)):
        with pytest.raises(ActivityNotOpen):
            again()


def test_attendance_of_a_duty_is_kept_elsewhere() -> None:
    activity().must_keep_attendance()
    with pytest.raises(AttendanceKeptElsewhere):
        activity(duty_kind="shift", duty_id=uuid4()).must_keep_attendance()


def test_lines_of_one_sheet_agree() -> None:
    ours = activity()
    ours.must_say(title="t", starts_at=START)
    with pytest.raises(SheetContradicts, match="title"):
        ours.must_say(title="u", starts_at=START)


def test_nobody_decides_about_their_own_hours() -> None:
    one = uuid4()
    must_not_be_own(uuid4(), one)
    must_not_be_own(None, one)
    with pytest.raises(OwnHours):
        must_not_be_own(one, one)
