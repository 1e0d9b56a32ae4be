"""What is sent to the operations of certificates, screening and free time."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request
from contracts.volunteering.requests.volunteers import OfVolunteer


class RegisterCertificate(OfVolunteer):
    """`expires_on`: the first day on which it holds no longer; null: it holds for good."""

    skill = fields.String(required=True, validate=CODE, metadata=INTERNAL)
    issuer = fields.String(required=True, validate=validate.Length(min=1, max=120), metadata=INTERNAL)
    issued_on = Day(required=True, metadata=INTERNAL)
    expires_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)


class OfCertificate(Request):
    certificate_id = fields.UUID(required=True, metadata=INTERNAL)


class ListCertificates(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    skill = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=INTERNAL)
    expires_before = Day(load_default=None, allow_none=True, metadata=INTERNAL)


class RecordScreening(OfVolunteer):
    """The volunteer was screened (背景审查) and may go to people's homes until a day."""

    valid_until = Day(required=True, metadata=INTERNAL)


class NewWeeklyTime(Schema):
    """A time of a weekday (1 is Monday), Asia/Shanghai."""

    class Meta:
        unknown = RAISE

    weekday = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=7), metadata=INTERNAL)
    starts = fields.Time(required=True, metadata=INTERNAL)
    ends = fields.Time(required=True, metadata=INTERNAL)


class SetFreeTime(OfVolunteer):
    times = fields.List(
        fields.Nested(NewWeeklyTime), required=True, validate=validate.Length(max=50), metadata=INTERNAL
    )
