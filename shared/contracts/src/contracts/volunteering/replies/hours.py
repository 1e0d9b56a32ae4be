"""What the operations of attendances and hours answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC


class Attendance(Schema):
    """`minutes` are what counts: approved and not reversed, else null."""

    attendance_id = fields.UUID(attribute="id", metadata=INTERNAL)
    activity_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    checked_in_at = fields.AwareDateTime(metadata=INTERNAL)
    checked_out_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    walk_in = fields.Boolean(metadata=INTERNAL)
    minutes = fields.Integer(allow_none=True, metadata=INTERNAL)
    reversed = fields.Boolean(metadata=INTERNAL)


class AttendancePage(Schema):
    items = fields.List(fields.Nested(Attendance), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
