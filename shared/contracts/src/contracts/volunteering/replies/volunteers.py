"""What the operations of volunteers answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.replies.shapes import NAME, SERVED


class Volunteer(Schema):
    volunteer_id = fields.UUID(attribute="id", metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=INTERNAL)
    display_name = fields.String(allow_none=True, metadata=NAME)
    skills = fields.List(fields.String(), metadata=INTERNAL)
    registered_on = fields.Date(metadata=INTERNAL)
    retired_on = fields.Date(allow_none=True, metadata=INTERNAL)
    version = fields.Integer(metadata=INTERNAL)


class VolunteerPage(Schema):
    items = fields.List(fields.Nested(Volunteer), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class YearServed(Schema):
    """What a volunteer served in a civil year: minutes of activities approved and not reversed, and of night shifts."""

    year = fields.Integer(metadata=INTERNAL)
    minutes = fields.Integer(metadata=SERVED)
    activity_minutes = fields.Integer(metadata=SERVED)
    shift_minutes = fields.Integer(metadata=SERVED)


class HoursServed(Schema):
    volunteer_id = fields.UUID(metadata=INTERNAL)
    minutes = fields.Integer(metadata=SERVED)
    years = fields.List(fields.Nested(YearServed), metadata=INTERNAL)
