"""Patrol's part of a mechanism pack: when a night's shift is, how many it needs, and when it counts."""

from __future__ import annotations

from datetime import time

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.packs import PackPart

TIMEZONE = "Asia/Shanghai"
"""Nights and hours are civil time here, in every pack."""


class Hours(Schema):
    """The usual hours of a night, as clock times; an end not after the start is on the next day."""

    class Meta:
        unknown = RAISE

    starts = fields.Time(format="%H:%M", load_default=time(19, 30), metadata=PUBLIC)
    ends = fields.Time(format="%H:%M", load_default=time(22, 0), metadata=PUBLIC)


class PatrolPack(Schema):
    """`patrol.yaml`. Everything may be left out; what is left out is as usual.

    minimum            distinct members who must have checked in for the night to count
    tolerance_minutes  the first check-in may be this much after the start
    early_minutes      check-in opens this much before the start
    repeat_minutes     the same person at the same checkpoint within this time is one scan
    warn_minutes       how long before the start a short roster is told to volunteering
    grace_minutes      how long after the end the clock waits for check-ins made offline
    """

    class Meta:
        unknown = RAISE

    hours = fields.Nested(Hours, load_default=lambda: Hours().load({}), metadata=PUBLIC)
    minimum = fields.Integer(load_default=2, strict=True, validate=validate.Range(1, 50), metadata=PUBLIC)
    tolerance_minutes = fields.Integer(load_default=15, strict=True, validate=validate.Range(0, 120), metadata=PUBLIC)
    early_minutes = fields.Integer(load_default=15, strict=True, validate=validate.Range(0, 120), metadata=PUBLIC)
    repeat_minutes = fields.Integer(load_default=5, strict=True, validate=validate.Range(0, 60), metadata=PUBLIC)
    warn_minutes = fields.Integer(load_default=60, strict=True, validate=validate.Range(0, 1440), metadata=PUBLIC)
    grace_minutes = fields.Integer(load_default=30, strict=True, validate=validate.Range(0, 720), metadata=PUBLIC)


PACK = PackPart("patrol", PatrolPack)
