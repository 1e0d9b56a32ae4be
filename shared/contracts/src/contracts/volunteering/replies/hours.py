"""What the operations of attendances and hours answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC


class Attendance(Schema):
    """`minutes` are what counts: approved and not reversed, else null.

    `way` is how somebody checked in: by the `code` shown, by the `keeper`, `offline` with a code handed in later, or from
    a `sheet` of the past.
    """

    attendance_id = fields.UUID(attribute="id", metadata=INTERNAL)
    activity_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    checked_in_at = fields.AwareDateTime(metadata=INTERNAL)
    checked_out_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    walk_in = fields.Boolean(metadata=INTERNAL)
    way = fields.String(metadata=INTERNAL)
    minutes = fields.Integer(allow_none=True, metadata=INTERNAL)
    reversed = fields.Boolean(metadata=INTERNAL)


class AttendancePage(Schema):
    items = fields.List(fields.Nested(Attendance), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class CheckInCode(Schema):
    """The code to show, as text or picture, until `valid_until`; then the next one."""

    activity_id = fields.UUID(metadata=INTERNAL)
    code = fields.String(metadata=INTERNAL)
    valid_until = fields.AwareDateTime(metadata=INTERNAL)
