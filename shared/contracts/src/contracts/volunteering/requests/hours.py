"""What is sent to the operations of attendances and hours."""

from __future__ import annotations

from marshmallow import fields

from contracts.calendar import Moment
from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.activities import MINUTES, WHO_SERVES, OfActivity
from contracts.volunteering.requests.shapes import Paged, Request


class CheckIn(OfActivity):
    """`person_id` null: oneself. `at` null: now."""

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    at = Moment(load_default=None, allow_none=True, metadata=WHO_SERVES)


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
