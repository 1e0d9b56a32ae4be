"""Civil days (Asia/Shanghai): people join, serve and pair by the day, machines count moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from volunteering.domain.errors import DateInTheFuture

HERE = ZoneInfo("Asia/Shanghai")


def civil_day(moment: datetime) -> date:
    """The day on the wall calendar at a moment."""
    return moment.astimezone(HERE).date()


def first_moment(day: date) -> datetime:
    """Midnight at the beginning of a day, in UTC."""
    return at(day, time())


def at(day: date, clock: time) -> datetime:
    """A clock time of a day, in UTC."""
    return datetime.combine(day, clock, HERE).astimezone(UTC)


def must_not_be_future(day: date | None, today: date, field: str) -> None:
    """Raises `DateInTheFuture`."""
    if day is not None and day > today:
        raise DateInTheFuture(field=field)
