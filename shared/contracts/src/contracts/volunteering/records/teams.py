"""The records of teams' import doors."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord
from contracts.volunteering.packs import CODE


class MemberRecord(Schema):
    """One stay of one person in the team. `left_on` is the first day on which the seat was empty again."""

    class Meta:
        unknown = RAISE

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    joined_on = Day(required=True, metadata=INTERNAL)
    left_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)


class TeamRecord(ImportRecord):
    """A team with its roster (花名册). The leader leads from `formed_on` on and is not among `members`."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=validate.Length(min=1, max=60), metadata=PUBLIC)
    kind = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    leader_id = fields.UUID(required=True, metadata=INTERNAL)
    formed_on = Day(required=True, metadata=PUBLIC)
    disbanded_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)
    members = fields.List(
        fields.Nested(MemberRecord),
        load_default=list,
        validate=validate.Length(max=5_000),
        metadata=INTERNAL,
    )


class SeatRecord(ImportRecord):
    """One stay of one person in a team that stands in the register already."""

    team_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    joined_on = Day(required=True, metadata=INTERNAL)
    left_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)
