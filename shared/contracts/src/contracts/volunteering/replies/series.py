"""What the operations of recurring activities answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC


class Series(Schema):
    """`planned_until`: occurrences before that day are activities already."""

    series_id = fields.UUID(attribute="id", metadata=INTERNAL)
    team_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    title = fields.String(metadata=PUBLIC)
    rule = fields.String(metadata=PUBLIC)
    first_on = fields.Date(metadata=PUBLIC)
    starts = fields.Time(metadata=PUBLIC)
    minutes = fields.Integer(metadata=PUBLIC)
    seats = fields.Integer(allow_none=True, metadata=PUBLIC)
    members_only = fields.Boolean(metadata=PUBLIC)
    programme = fields.String(allow_none=True, metadata=PUBLIC)
    ended_on = fields.Date(allow_none=True, metadata=PUBLIC)
    planned_until = fields.Date(metadata=PUBLIC)


class SeriesPage(Schema):
    items = fields.List(fields.Nested(Series), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)
