"""The accounting year (年度): a civil year of Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reporting.domain.errors import YearNotBegun

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Period:
    """A year as far as it has passed. `begins` is inside, `as_of` outside: the next year's first moment, or now."""

    year: int
    begins: datetime
    as_of: datetime
    complete: bool

    @property
    def days(self) -> int:
        """The days of the period that have passed in full."""
        return (self.as_of - self.begins) // timedelta(days=1)

    @property
    def last_day(self) -> date:
        """The civil day that the account is given on."""
        return (self.as_of - timedelta(microseconds=1)).astimezone(SHANGHAI).date()


def period_of(year: int, now: datetime) -> Period:
    """The year as of `now`. Raises YearNotBegun for a year whose first moment in Shanghai is still to come."""
    begins, ends = _new_year(year), _new_year(year + 1)
    if now <= begins:
        raise YearNotBegun
    return Period(year, begins, min(now, ends), complete=now >= ends)


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=SHANGHAI)
