"""Civil days, years and periods."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.period import Period, at, civil_day, civil_year, first_moment

DAYS = st.dates(date(1995, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def test_a_year_begins_at_midnight_in_shanghai():
    assert civil_year(datetime(2011, 12, 31, 15, 59, 59, tzinfo=UTC)) == 2011
    assert civil_year(datetime(2011, 12, 31, 16, 0, tzinfo=UTC)) == 2012
    assert first_moment(date(2012, 1, 1)) == datetime(2011, 12, 31, 16, 0, tzinfo=UTC)


def test_a_night_shift_in_utc():
    assert at(date(2011, 3, 5), time(19, 30)) == datetime(2011, 3, 5, 11, 30, tzinfo=UTC)


def test_a_naive_moment_belongs_to_no_day():
    with pytest.raises(ValueError, match="timezone"):
        civil_day(datetime(2011, 1, 1))


@given(MOMENTS)
def test_every_moment_lies_between_the_ends_of_its_day(moment: datetime):
    period = Period(civil_day(moment), civil_day(moment))
    assert period.begins <= moment < period.ends
    assert moment in period


@given(DAYS)
def test_months_quarters_and_weeks_hold_their_days(day: date):
    for period in (
        Period.month(day.year, day.month),
        Period.quarter(day.year, (day.month + 2) // 3),
        Period.year(day.year),
        Period.week(day),
    ):
        assert day in period
        assert period.first - timedelta(days=1) not in period
        assert period.last + timedelta(days=1) not in period


@given(st.integers(1995, 2100))
def test_twelve_months_are_four_quarters_are_a_year(year: int):
    months = [day for month in range(1, 13) for day in Period.month(year, month)]
    quarters = [day for quarter in range(1, 5) for day in Period.quarter(year, quarter)]
    assert months == quarters == list(Period.year(year))


@given(DAYS, st.integers(0, 800), DAYS)
def test_days_until_counts_what_has_begun(first: date, length: int, day: date):
    period = Period(first, first + timedelta(days=length))
    assert period.days_until(day) == sum(each <= day for each in period)


@given(DAYS, st.integers(0, 40), DAYS, st.integers(0, 40))
def test_overlapping_is_having_a_day_in_common(a: date, m: int, b: date, n: int):
    one, other = Period(a, a + timedelta(days=m)), Period(b, b + timedelta(days=n))
    assert one.overlaps(other) == other.overlaps(one) == bool(set(one) & set(other))


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2011, 2, 1), date(2011, 1, 31))
