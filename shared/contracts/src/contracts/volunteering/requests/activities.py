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


class PlanActivity(OfTeam):
    """`seats` null: as many as come. `members_only`: seats for the team's own members."""

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
    begins_from = Moment(load_default=None, allow_none=True, metadata=PUBLIC)
    begins_before = Moment(load_default=None, allow_none=True, metadata=PUBLIC)


class OfActivity(Request):
    activity_id = fields.UUID(required=True, metadata=INTERNAL)


class ListSignUps(Paged, OfActivity):
    pass


class SignUpFor(OfActivity):
    """`person_id` null: oneself. `wait`: take a place on the waiting list when all seats are taken."""

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    wait = fields.Boolean(load_default=True, metadata=PUBLIC)


class OfSignUp(Request):
    sign_up_id = fields.UUID(required=True, metadata=INTERNAL)


class CancelActivity(OfActivity):
    reason = fields.String(required=True, validate=CODE, metadata=PUBLIC)
