"""Days and moments as a request may name them (日期、时刻): those the city's calendar can place.

Beyond it there is no such day in any register, and none that could be carried to another timezone or followed by another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import fields

FIRST_YEAR, LAST_YEAR = 1850, 2199
"""Nobody was born before, and nothing lasts beyond."""

_OUTSIDE = f"The calendar of the city goes from {FIRST_YEAR} to {LAST_YEAR}."


class Day(fields.Date):
    """A civil date of the calendar. Others are refused with the request."""

    default_error_messages = {"outside": _OUTSIDE}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **words: Any) -> date:
        day: date = super()._deserialize(value, attr, data, **words)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise self.make_error("outside")
        return day


class Moment(fields.AwareDateTime):
    """A moment of the calendar, with its timezone. Others are refused with the request."""

    default_error_messages = {"outside": _OUTSIDE}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **words: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **words)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise self.make_error("outside")
        return moment
