"""The calendar of the contracts: what no register holds and no timezone can carry is refused with the request."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields

from contracts import catalogue
from contracts.calendar import Day, Moment


class Visit(Schema):
    on = Day()
    at = Moment()


@pytest.mark.parametrize("day", ["1850-01-01", "2011-06-01", "2199-12-31"])
def test_days_of_the_calendar_are_taken(day: str) -> None:
    loaded: Any = Visit().load({"on": day, "at": f"{day}T12:00:00+08:00"})
    assert loaded["on"].isoformat() == day
    assert loaded["at"].utcoffset() is not None


@pytest.mark.parametrize("day", ["0001-01-01", "1849-12-31", "2200-01-01", "9999-12-31", "0000-01-01", "10000-01-01"])
def test_days_outside_are_refused(day: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Visit().load({"on": day, "at": f"{day}T00:00:00+14:00"})
    assert set(refused.value.messages) == {"on", "at"}


def test_every_day_that_may_be_asked_about_is_one_of_the_calendar() -> None:
    loose = [
        f"{operation.name}.{name}"
        for operation in catalogue.operations()
        for schema in (operation.request, getattr(operation, "record", None))
        if schema is not None
        for name, field in _all(schema())
        if isinstance(field, fields.Date | fields.DateTime) and not isinstance(field, Day | Moment)
    ]
    assert loose == []


def _all(schema: Schema) -> list[tuple[str, fields.Field]]:
    """The fields that are loaded, with those of schemas within."""
    found: list[tuple[str, fields.Field]] = []
    for name, field in schema.load_fields.items():
        inner = field.inner if isinstance(field, fields.List) else field
        found += _all(inner.schema) if isinstance(inner, fields.Nested) else [(name, inner)]
    return found
