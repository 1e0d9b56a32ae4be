"""What the operations of cadences answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC


class Standing(Schema):
    """How often a team or a member has served in the period, and whether that is less than the least."""

    subject_id = fields.UUID(metadata=INTERNAL)
    team_id = fields.UUID(metadata=INTERNAL)
    done = fields.Integer(metadata=INTERNAL)
    least = fields.Integer(metadata=PUBLIC)
    most = fields.Integer(allow_none=True, metadata=PUBLIC)
    behind = fields.Boolean(metadata=INTERNAL)
    first_day = fields.Date(metadata=PUBLIC)
    last_day = fields.Date(metadata=PUBLIC)


class StandingPage(Schema):
    items = fields.List(fields.Nested(Standing), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
