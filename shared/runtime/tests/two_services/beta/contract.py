"""What beta can be asked."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.access import public
from contracts.classes import INTERNAL, PUBLIC
from contracts.operations import Command, Query


class Remind(Schema):
    key = fields.String(required=True, metadata=INTERNAL)
    minutes = fields.Integer(required=True, validate=validate.Range(1, 60), metadata=PUBLIC)


class Known(Schema):
    things = fields.Integer(metadata=PUBLIC)


remind = Command(
    "beta.remind", "POST /reminders", request=Remind, allow=[public()], idempotent=False, about="Sets a clock."
)
count_known = Query(
    "beta.count_known",
    "GET /things/count",
    reply=Known,
    allow=[public()],
    about="Of how many of alpha's things beta has heard.",
)
