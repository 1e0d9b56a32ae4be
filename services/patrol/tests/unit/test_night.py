"""Nights as moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.period import civil_day
from patrol.domain.errors import HoursTooLong
from patrol.domain.night import hours_of, month_of


def test_half_past_seven_in_shanghai_is_half_past_eleven_utc() -> None:
    starts_at, ends_at = hours_of(date(2011, 6, 15), time(19, 30), time(22))
    assert starts_at == datetime(2011, 6, 15, 11, 30, tzinfo=UTC)
    assert ends_at == datetime(2011, 6, 15, 14, tzinfo=UTC)


def test_an_end_before_the_start_is_next_morning() -> None:
    starts_at, ends_at = hours_of(date(2011, 12, 31), time(22), time(6))
    assert ends_at - starts_at == timedelta(hours=8)
    assert civil_day(starts_at) == date(2011, 12, 31)
    assert civil_day(ends_at) == date(2012, 1, 1)


@given(st.dates(date(1995, 1, 1), date(2090, 1, 1)), st.times(), st.times())
def test_a_shift_begins_on_its_night_and_lasts_half_a_day_at_most(night: date, starts: time, ends: time) -> None:
    try:
        starts_at, ends_at = hours_of(night, starts, ends)
    except HoursTooLong:
        return
    assert civil_day(starts_at) == night
    assert timedelta(0) < ends_at - starts_at <= timedelta(hours=12)


def test_equal_clock_times_are_a_whole_day_and_refused() -> None:
    with pytest.raises(HoursTooLong):
        hours_of(date(2011, 6, 15), time(8), time(8))


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_lies_in_its_month(day: date) -> None:
    days = month_of(f"{day:%Y-%m}")
    assert day in days
    assert days.first.day == 1
