"""A year is a civil year of Asia/Shanghai, as far as it has passed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from reporting.domain.errors import YearNotBegun
from reporting.domain.period import period_of

NEW_YEAR_2012 = datetime(2011, 12, 31, 16, tzinfo=UTC)


def test_a_passed_year_runs_from_midnight_to_midnight_in_shanghai() -> None:
    period = period_of(2011, NEW_YEAR_2012)
    assert period.begins == datetime(2010, 12, 31, 16, tzinfo=UTC)
    assert period.as_of == NEW_YEAR_2012
    assert (period.complete, period.days, period.last_day) == (True, 365, date(2011, 12, 31))


def test_a_running_year_counts_the_days_that_have_passed_in_full() -> None:
    period = period_of(2012, NEW_YEAR_2012 + timedelta(days=59, hours=23))
    assert (period.complete, period.days, period.last_day) == (False, 59, date(2012, 2, 29))


def test_a_leap_year_has_366_days() -> None:
    assert period_of(2012, datetime(2020, 1, 1, tzinfo=UTC)).days == 366


@pytest.mark.parametrize("now", [NEW_YEAR_2012, NEW_YEAR_2012 - timedelta(seconds=1)])
def test_a_year_still_to_come_has_no_account(now: datetime) -> None:
    with pytest.raises(YearNotBegun):
        period_of(2012, now)
