"""What the operations of teams answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.replies.shapes import NAME


class Team(Schema):
    """`members` counts the open seats, the leader's among them."""

    team_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    name = fields.String(metadata=PUBLIC)
    kind = fields.String(metadata=PUBLIC)
    leader_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    formed_on = fields.Date(metadata=PUBLIC)
    disbanded_on = fields.Date(allow_none=True, metadata=PUBLIC)
    members = fields.Integer(metadata=PUBLIC)
    version = fields.Integer(metadata=INTERNAL)


class TeamPage(Schema):
    items = fields.List(fields.Nested(Team), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Seat(Schema):
    seat_id = fields.UUID(attribute="id", metadata=INTERNAL)
    team_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    role = fields.String(metadata=PUBLIC)
    joined_on = fields.Date(metadata=INTERNAL)
    left_on = fields.Date(allow_none=True, metadata=INTERNAL)


class RosterSeat(Seat):
    display_name = fields.String(allow_none=True, metadata=NAME)


class TeamWithRoster(Team):
    roster = fields.List(fields.Nested(RosterSeat), metadata=INTERNAL)
