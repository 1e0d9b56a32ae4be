"""Rules of recurrence (重复规则): RRULE of RFC 5545, read as days of the civil calendar."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from volunteering.domain.activity_errors import RuleNotUnderstood

_UNDERSTOOD = re.compile(
    r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"(;((INTERVAL|COUNT)=[1-9]\d{0,3}|UNTIL=\d{8}|(BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[A-Z0-9,+-]{1,60}))*"
)
"""Days alone: the clock time is the series' own, and nothing recurs within a day."""


def days(rule: str, first_on: date, begin: date, end: date) -> list[date]:
    """The days of a rule counted from `first_on`, from `begin` up to, not including, `end`. Raises `RuleNotUnderstood`."""
    if not _UNDERSTOOD.fullmatch(rule):
        raise RuleNotUnderstood(rule)
    words = dict(part.split("=") for part in rule.split(";"))
    count, until = words.pop("COUNT", None), words.pop("UNTIL", None)
    try:
        last = end - timedelta(days=1)
        if until is not None:
            last = min(last, datetime.strptime(until, "%Y%m%d").date())
        # Looking stops where the calendar that is asked for ends: some rules name days that never come.
        read = rrulestr(
            ";".join(f"{word}={value}" for word, value in {**words, "UNTIL": f"{last:%Y%m%d}"}.items()),
            dtstart=datetime.combine(first_on, time()),
        )
        found = [moment.date() for moment in read]
    except ValueError as wrong:
        raise RuleNotUnderstood(str(wrong)) from wrong
    return [day for day in (found if count is None else found[: int(count)]) if day >= begin]
