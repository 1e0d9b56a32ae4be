"""What is sent to the operations of activities."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Moment
from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request
from contracts.volunteering.requests.teams import OfTeam

ACTIVITY_STATES = ("planned", "closed", "cancelled")
MINUTES = validate.Range(min=1, max=24 * 60)
TITLE = validate.Length(min=1, max=120)
WHO_SERVES = personal(
    "Arranging voluntary service",
    Basis.CONSENT,
    "while a volunteer + 3 years",
    mask=Mask.HIDE,
)


class NewPart(Request):
    """A role or a shift within an activity (岗位、班次) with seats of its own; without times it lasts as long as the activity.

    `skill`: only who can do it may take a seat.
    """

    name = fields.String(required=True, validate=validate.Length(min=1, max=60), metadata=PUBLIC)
    seats = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=100_000), metadata=PUBLIC)
    starts_at = Moment(load_default=None, allow_none=True, metadata=PUBLIC)
    ends_at = Moment(load_default=None, allow_none=True, metadata=PUBLIC)
    skill = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)


class PlanActivity(OfTeam):
    """`seats` null: as many as come. `members_only`: seats for the team's own members.

    With `parts` everybody signs up for one of them, and `seats` is their sum, whatever is given. `programme` is a node of
    the pack's tree.
    """

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
    members_only = fields.Boolean(load_default=False, metadata=PUBLIC)
    programme = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    parts = fields.List(fields.Nested(NewPart), load_default=list, validate=validate.Length(max=50), metadata=PUBLIC)


class ListActivities(Paged):
    """Activities that begin from `begins_from` and before `begins_before`, earliest first."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    team_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    state = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(ACTIVITY_STATES),
        metadata=PUBLIC,
    )
    programme = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    begins_from = Moment(load_default=None, allow_none=True, metadata=PUBLIC)
    begins_before = Moment(load_default=None, allow_none=True, metadata=PUBLIC)


class OfActivity(Request):
    activity_id = fields.UUID(required=True, metadata=INTERNAL)


class ListSignUps(Paged, OfActivity):
    pass


class SignUpFor(OfActivity):
    """`person_id` null: oneself. `wait`: take a place on the waiting list when all seats are taken.

    `part_id` names one of the activity's parts, where it has any.
    """

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    part_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    wait = fields.Boolean(load_default=True, metadata=PUBLIC)


class OfSignUp(Request):
    sign_up_id = fields.UUID(required=True, metadata=INTERNAL)


class CancelSignUp(OfSignUp):
    """`reason` is needed once the notice that the area's pack asks for has passed."""

    reason = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=INTERNAL)


class RecordOutput(OfActivity):
    """What came of an activity: a whole number of a unit that the area's pack knows."""

    unit = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    number = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=10_000_000), metadata=PUBLIC)


class StrikeOutput(OfActivity):
    output_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=CODE, metadata=PUBLIC)


class ListOutputs(Paged, OfActivity):
    pass


class CancelActivity(OfActivity):
    reason = fields.String(required=True, validate=CODE, metadata=PUBLIC)
