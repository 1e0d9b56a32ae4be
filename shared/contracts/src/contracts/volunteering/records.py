"""The records of volunteering's import doors (历史补录). They obey the live door's rules as of their own dates."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.calendar import Day, Moment
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord
from contracts.volunteering.events import HELPED_KINDS, HELPER_KINDS
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests import (
    MINUTES,
    OUTCOMES,
    SKILLS,
    TITLE,
    WHO_IS_HELPED,
    WHO_SERVES,
)


class VolunteerRecord(ImportRecord):
    """A volunteer as registered on a day of the past."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    registered_on = Day(required=True, metadata=INTERNAL)
    skills = fields.List(
        fields.String(validate=CODE),
        load_default=list,
        validate=SKILLS,
        metadata=INTERNAL,
    )


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


class AttendanceRecord(ImportRecord):
    """One line of an activity's sign-in sheet (签到表).

    `activity_key` names the activity within `source`: the first line makes it, the others must say the same of it.
    `checked_in_at` null: signed up and did not come. `minutes` null: the hours were never approved.
    `reversed_for` a reason: the approved hours were struck.
    """

    activity_key = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=INTERNAL)
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, validate=TITLE, metadata=PUBLIC)
    starts_at = Moment(required=True, metadata=PUBLIC)
    ends_at = Moment(required=True, metadata=PUBLIC)
    seats = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=100_000),
        metadata=PUBLIC,
    )
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    checked_in_at = Moment(load_default=None, allow_none=True, metadata=WHO_SERVES)
    minutes = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=MINUTES,
        metadata=INTERNAL,
    )
    reversed_for = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=INTERNAL)


class PairingRecord(ImportRecord):
    """A pairing with how it went on. An outcome ends it on `outcome_on`; otherwise `ended_on` with `end_reason` may."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    helper_kind = fields.String(required=True, validate=validate.OneOf(HELPER_KINDS), metadata=INTERNAL)
    helper_id = fields.UUID(required=True, metadata=INTERNAL)
    helped_kind = fields.String(required=True, validate=validate.OneOf(HELPED_KINDS), metadata=INTERNAL)
    helped_id = fields.UUID(required=True, metadata=WHO_IS_HELPED)
    started_on = Day(required=True, metadata=INTERNAL)
    goal = fields.String(load_default="", validate=validate.Length(max=500), metadata=WHO_IS_HELPED)
    outcome = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(OUTCOMES),
        metadata=WHO_IS_HELPED,
    )
    outcome_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)
    ended_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)
    end_reason = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=WHO_IS_HELPED)
