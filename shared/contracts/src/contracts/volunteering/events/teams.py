"""Events of teams (志愿队伍) and their seats."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event

TEAM_CHANGES = ("member_joined", "member_left", "leader_changed", "renamed")
SEAT_ROLES = ("leader", "member")


class TeamFormedV1(Event):
    """A volunteer team (志愿队伍) stands from now on. Patrol and eldercare keep a replica to roster its duties."""

    name, aggregate, emitted_since = "volunteering.team_formed.v1", "team", "0.1.0"
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    name_ = fields.String(required=True, data_key="name", attribute="name", metadata=PUBLIC)
    kind = fields.String(required=True, metadata=PUBLIC)
    leader_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)


class TeamChangedV1(Event):
    """Somebody took or left a seat, the leader changed, or the team was renamed.

    A seat (席位) is one stay of one person in one role; a change of leader ends two seats and opens two.
    `seat_id`, `person_id` and `seat_role` are set for member_joined and member_left, `person_id` for leader_changed
    (null: nobody leads now), `name` for renamed. `team_kind` always, so that seats can be counted by kind of team.
    """

    name, aggregate, emitted_since = "volunteering.team_changed.v1", "team", "0.1.0"
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    change = fields.String(required=True, validate=validate.OneOf(TEAM_CHANGES), metadata=PUBLIC)
    seat_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    name_ = fields.String(
        load_default=None,
        allow_none=True,
        data_key="name",
        attribute="name",
        metadata=PUBLIC,
    )
    team_kind = fields.String(required=True, metadata=PUBLIC)
    seat_role = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(SEAT_ROLES),
        metadata=INTERNAL,
    )


class TeamDisbandedV1(Event):
    """A team stands no more. A `member_left` of every seat went before it."""

    name, aggregate, emitted_since = "volunteering.team_disbanded.v1", "team", "0.1.0"
    team_id = fields.UUID(required=True, metadata=INTERNAL)
