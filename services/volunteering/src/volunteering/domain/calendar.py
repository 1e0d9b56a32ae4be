"""What is told of a day cannot lie ahead of it."""

from __future__ import annotations

from datetime import date

from volunteering.domain.errors import DateInFuture


def must_not_be_future(day: date | None, today: date, field: str) -> None:
    """Raises `DateInFuture`."""
    if day is not None and day > today:
        raise DateInFuture(field=field)
