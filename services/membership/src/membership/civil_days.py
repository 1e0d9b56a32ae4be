"""Civil days (日期): dates as people in the city read them off the calendar, Asia/Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from runtime.time import now

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The civil date of now."""
    return now().astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The first moment of a civil day, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def moment_on(day: date) -> datetime:
    """When something that happened on `day` happened: now if that is today, else the day's first moment."""
    return now() if day == today() else start_of(day)
