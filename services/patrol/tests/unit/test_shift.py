"""When a night counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.domain.errors import NotYet, OutsideHours, ShiftBegun, ShiftNotOver, ShiftNotPlanned
from patrol.domain.shift import COMPLETED, MISSED, PLANNED, Scan, Shift, without_repeats

START = datetime(2031, 6, 15, 11, 30, tzinfo=UTC)
END = START + timedelta(minutes=150)
MINUTE = timedelta(minutes=1)
ONE, TWO, THREE = (uuid4() for _ in range(3))


def planned() -> Shift:
    return Shift(
        id=uuid4(),
        team_id=uuid4(),
        area=uuid4(),
        night=date(2031, 6, 15),
        starts_at=START,
        ends_at=END,
        minimum=2,
        early_minutes=15,
        tolerance_minutes=15,
        repeat_minutes=5,
        warn_minutes=60,
        grace_minutes=30,
        state=PLANNED,
    )


def test_two_who_came_in_time_keep_the_night() -> None:
    shift = planned()
    served = shift.close({ONE: START - 5 * MINUTE, TWO: START + 40 * MINUTE}, END)
    assert shift.state == COMPLETED
    assert served == {ONE: 150, TWO: 110}


def test_one_alone_does_not() -> None:
    shift = planned()
    assert shift.close({ONE: START}, END) == {}
    assert (shift.state, shift.missed_because) == (MISSED, "too_few_checked_in")


@pytest.mark.parametrize(("late", "state"), [(15 * MINUTE, COMPLETED), (15 * MINUTE + timedelta(seconds=1), MISSED)])
def test_the_first_must_be_there_at_the_start(late: timedelta, state: str) -> None:
    shift = planned()
    shift.close({ONE: START + late, TWO: START + late}, END)
    assert shift.state == state


def test_nothing_happens_to_a_shift_twice() -> None:
    shift = planned()
    shift.close({}, END)
    for again in (lambda: shift.close({}, END), lambda: shift.call_off("雨", START), shift.assert_planned):
        with pytest.raises(ShiftNotPlanned):
            again()


def test_a_shift_is_closed_after_its_end_and_called_off_before_its_start() -> None:
    shift = planned()
    with pytest.raises(ShiftNotOver):
        shift.close({}, END - MINUTE)
    with pytest.raises(ShiftBegun):
        shift.call_off("雨", START)


@given(st.integers(-60, 300))
def test_check_in_is_open_from_early_to_the_end(minutes: int) -> None:
    at = START + minutes * MINUTE
    if -15 <= minutes <= 150:
        planned().assert_within_hours(at)
    else:
        with pytest.raises(OutsideHours):
            planned().assert_within_hours(at)


def test_clocks_may_differ_by_two_minutes() -> None:
    planned().assert_has_come(START + 2 * MINUTE, START)
    with pytest.raises(NotYet):
        planned().assert_has_come(START + 3 * MINUTE, START)


people = st.sampled_from([ONE, TWO, THREE])
places: st.SearchStrategy[UUID | None] = st.sampled_from([None, uuid4(), uuid4()])
scans = st.lists(
    st.builds(Scan, people, st.integers(0, 9000).map(lambda seconds: START + timedelta(seconds=seconds)), places)
)


@given(scans)
def test_repeats_go_and_nobody_is_lost(given_scans: list[Scan]) -> None:
    kept = without_repeats(given_scans, 5 * MINUTE)
    assert {scan.person_id for scan in kept} == {scan.person_id for scan in given_scans}
    assert not any(a.repeats(b, 5 * MINUTE) for n, a in enumerate(kept) for b in kept[:n])
    assert without_repeats(kept, 5 * MINUTE) == kept
