"""What the operations of certificates, screening and free time answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC


class Certificate(Schema):
    """`state`: valid, expired or revoked."""

    certificate_id = fields.UUID(attribute="id", metadata=INTERNAL)
    volunteer_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    skill = fields.String(metadata=INTERNAL)
    issuer = fields.String(metadata=INTERNAL)
    issued_on = fields.Date(metadata=INTERNAL)
    expires_on = fields.Date(allow_none=True, metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)


class CertificatePage(Schema):
    items = fields.List(fields.Nested(Certificate), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Screening(Schema):
    volunteer_id = fields.UUID(attribute="id", metadata=INTERNAL)
    screened_until = fields.Date(allow_none=True, metadata=INTERNAL)


class WeeklyTime(Schema):
    weekday = fields.Integer(metadata=INTERNAL)
    starts = fields.Time(metadata=INTERNAL)
    ends = fields.Time(metadata=INTERNAL)


class FreeTimes(Schema):
    volunteer_id = fields.UUID(metadata=INTERNAL)
    times = fields.List(fields.Nested(WeeklyTime), metadata=INTERNAL)
