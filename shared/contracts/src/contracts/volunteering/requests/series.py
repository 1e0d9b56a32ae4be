"""What is sent to the operations of recurring activities."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.activities import TITLE
from contracts.volunteering.requests.shapes import Paged, Request
from contracts.volunteering.requests.teams import OfTeam


class PlanSeries(OfTeam):
    """Activities that come again by `rule`, an RRULE of RFC 5545 counted from `first_on`: DAILY to YEARLY.

    `starts` is a clock time in Asia/Shanghai. Each occurrence becomes an activity of its own some weeks ahead.
    """

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, validate=TITLE, metadata=PUBLIC)
    rule = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=PUBLIC)
    first_on = Day(required=True, metadata=PUBLIC)
    starts = fields.Time(required=True, metadata=PUBLIC)
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=24 * 60), metadata=PUBLIC)
    seats = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min=1, max=100_000), metadata=PUBLIC
    )
    members_only = fields.Boolean(load_default=False, metadata=PUBLIC)
    programme = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)


class OfSeries(Request):
    series_id = fields.UUID(required=True, metadata=INTERNAL)


class ListSeries(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    team_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class EndSeries(OfSeries):
    """`on`: the first day on which it no longer takes place."""

    on = Day(required=True, metadata=PUBLIC)
