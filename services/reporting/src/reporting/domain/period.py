"""The accounting year (年度): a civil year of Asia/Shanghai, as far as it has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kernel.period import DAY, civil_day
from kernel.period import Period as CivilPeriod
from reporting.domain.errors import YearNotBegun


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
        return (self.as_of - self.begins) // DAY

    @property
    def last_day(self) -> date:
        """The civil day that the account is given on."""
        return civil_day(self.as_of - timedelta(microseconds=1))


def period_of(year: int, now: datetime) -> Period:
    """The year as of `now`. Raises YearNotBegun for a year whose first moment in Shanghai is still to come."""
    civil = CivilPeriod.year(year)
    if now <= civil.begins:
        raise YearNotBegun
    return Period(year, civil.begins, min(now, civil.ends), complete=now >= civil.ends)
