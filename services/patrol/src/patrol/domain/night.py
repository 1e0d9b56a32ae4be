"""Nights (夜): a civil date in Asia/Shanghai and clock times, as moments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from kernel.period import DAY, Period, at
from patrol.domain.errors import HoursTooLong

LONGEST = timedelta(hours=12)


def hours_of(night: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """Start and end of a night's shift, UTC; an end not after the start is on the next day.

    Raises `HoursTooLong` beyond twelve hours.
    """
    starts_at = at(night, starts)
    ends_at = at(night if ends > starts else night + DAY, ends)
    if ends_at - starts_at > LONGEST:
        raise HoursTooLong
    return starts_at, ends_at


def month_of(month: str) -> Period:
    """The days of a month such as "2011-06"."""
    return Period.month(int(month[:4]), int(month[5:]))
