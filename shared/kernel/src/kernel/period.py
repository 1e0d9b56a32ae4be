"""Civil days and periods (日期、期间): what people read off the calendar in Asia/Shanghai, and the moments that belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def civil_day(moment: datetime) -> date:
    """The day on the wall calendar at a timezone-aware moment. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without timezone belongs to no day")
    return moment.astimezone(SHANGHAI).date()


def civil_year(moment: datetime) -> int:
    """The year on the wall calendar at a timezone-aware moment."""
    return civil_day(moment).year


def at(day: date, clock: time) -> datetime:
    """A clock time of a day, as a moment in UTC."""
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


def first_moment(day: date) -> datetime:
    """Midnight at the beginning of a day, in UTC."""
    return at(day, time())


@dataclass(frozen=True, order=True)
class Period:
    """Days from `first` to `last`, both included. Raises ValueError if it would end before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """`quarter` 1 to 4."""
        return cls(date(year, 3 * quarter - 2, 1), _last_of_month(year, 3 * quarter))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(date(year, month, 1), _last_of_month(year, month))

    @classmethod
    def week(cls, day: date) -> Period:
        """The week, Monday to Sunday, that a day lies in."""
        monday = day - day.weekday() * DAY
        return cls(monday, monday + 6 * DAY)

    @property
    def begins(self) -> datetime:
        """The first moment that belongs to it, in UTC."""
        return first_moment(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment that no longer belongs to it, in UTC."""
        return first_moment(self.last + DAY)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, when: date) -> bool:
        """Whether a day, or a timezone-aware moment, lies in it."""
        day = civil_day(when) if isinstance(when, datetime) else when
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        """Its days, one after another."""
        return (self.first + n * DAY for n in range(self.days))

    def overlaps(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last

    def days_until(self, day: date) -> int:
        """How many of its days have begun by `day`, that day included."""
        return max(0, min(self.days, (day - self.first).days + 1))


def _last_of_month(year: int, month: int) -> date:
    return (date(year, month, 28) + 4 * DAY).replace(day=1) - DAY
