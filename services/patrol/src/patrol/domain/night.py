"""Nights (夜): a civil date in Asia/Shanghai and clock times, as moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from patrol.domain.errors import HoursTooLong

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONGEST = timedelta(hours=12)


def civil_date(moment: datetime) -> date:
    """The date on the calendar in Asia/Shanghai at `moment`."""
    return moment.astimezone(SHANGHAI).date()


def hours_of(night: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """Start and end of a night's shift, UTC; an end not after the start is on the next day.

    Raises `HoursTooLong` beyond twelve hours.
    """
    first = datetime.combine(night, starts, SHANGHAI)
    last = datetime.combine(night if ends > starts else night + timedelta(days=1), ends, SHANGHAI)
    if last - first > LONGEST:
        raise HoursTooLong
    return first.astimezone(UTC), last.astimezone(UTC)


def month_of(month: str) -> tuple[date, date]:
    """The first day of a month such as "2011-06", and the first day after it."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1)
