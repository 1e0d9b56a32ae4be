"""What is sent to the operations of attendances and hours."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Moment
from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.activities import MINUTES, WHO_SERVES, OfActivity
from contracts.volunteering.requests.shapes import Paged, Request


class CheckIn(OfActivity):
    """`person_id` null: oneself. `at` null: now; a moment of the past for what was noted offline and is handed in later.

    `code` is what the activity's keeper showed at that moment: needed unless the keeper checks in. `part_id`: which part
    somebody let in on the spot takes a seat in.
    """

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    at = Moment(load_default=None, allow_none=True, metadata=WHO_SERVES)
    code = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=60), metadata=INTERNAL)
    part_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class OfAttendance(Request):
    attendance_id = fields.UUID(required=True, metadata=INTERNAL)


class CheckOut(OfAttendance):
    at = Moment(load_default=None, allow_none=True, metadata=WHO_SERVES)


class ApproveHours(OfAttendance):
    minutes = fields.Integer(required=True, strict=True, validate=MINUTES, metadata=INTERNAL)


class ReverseHours(OfAttendance):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)


class ListAttendances(Paged):
    activity_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
