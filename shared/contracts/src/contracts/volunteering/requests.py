"""What is sent to volunteering's operations."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.calendar import Day, Moment
from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal, sensitive
from contracts.roles import AID_WORKER, BRANCH_SECRETARY, COMMUNITY_SECRETARY
from contracts.volunteering.events import HELPED_KINDS, HELPER_KINDS
from contracts.volunteering.packs import CODE

PAIRING_ROLES = (AID_WORKER, BRANCH_SECRETARY, COMMUNITY_SECRETARY)
OUTCOMES = ("finished_school", "self_reliant")
ACTIVITY_STATES = ("planned", "closed", "cancelled")
SKILLS = validate.Length(max=30)
MINUTES = validate.Range(min=1, max=24 * 60)
TITLE = validate.Length(min=1, max=120)
WHO_SERVES = personal(
    "Arranging voluntary service",
    Basis.CONSENT,
    "while a volunteer + 3 years",
    mask=Mask.HIDE,
)
WHO_IS_HELPED = sensitive(
    "Arranging help for a household or student",
    Basis.CONSENT,
    "while helped + 3 years",
    shown_to=PAIRING_ROLES,
)


class Request(Schema):
    class Meta:
        unknown = RAISE


class Paged(Request):
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200), metadata=PUBLIC)
    after = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)


class RegisterVolunteer(Request):
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    skills = fields.List(
        fields.String(validate=CODE),
        load_default=list,
        validate=SKILLS,
        metadata=INTERNAL,
    )


class OfVolunteer(Request):
    volunteer_id = fields.UUID(required=True, metadata=INTERNAL)


class SetSkills(OfVolunteer):
    skills = fields.List(fields.String(validate=CODE), required=True, validate=SKILLS, metadata=INTERNAL)


class ListVolunteers(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    skill = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=INTERNAL)


class FormTeam(Request):
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=validate.Length(min=1, max=60), metadata=PUBLIC)
    kind = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    leader_id = fields.UUID(required=True, metadata=INTERNAL)


class OfTeam(Request):
    team_id = fields.UUID(required=True, metadata=INTERNAL)


class OfMember(OfTeam):
    person_id = fields.UUID(required=True, metadata=INTERNAL)


class RenameTeam(OfTeam):
    name = fields.String(required=True, validate=validate.Length(min=1, max=60), metadata=PUBLIC)


class ListTeams(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    standing = fields.Boolean(load_default=True, metadata=PUBLIC)


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


class CheckIn(OfActivity):
    """`person_id` null: oneself. `at` null: now."""

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    at = Moment(load_default=None, allow_none=True, metadata=WHO_SERVES)


class CancelActivity(OfActivity):
    reason = fields.String(required=True, validate=CODE, metadata=PUBLIC)


class OfAttendance(Request):
    attendance_id = fields.UUID(required=True, metadata=INTERNAL)


class CheckOut(OfAttendance):
    at = Moment(load_default=None, allow_none=True, metadata=WHO_SERVES)


class ApproveHours(OfAttendance):
    minutes = fields.Integer(required=True, strict=True, validate=MINUTES, metadata=INTERNAL)


class ReverseHours(OfAttendance):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)


class ListAttendances(Paged):
    activity_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)


class StartPairing(Request):
    """`helper_id` a person or a unit of cobuilding; `helped_id` an area of kind household, or a person (student).

    `area_id` is what others may know of the place: a community or above, never the household itself.
    """

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    helper_kind = fields.String(required=True, validate=validate.OneOf(HELPER_KINDS), metadata=INTERNAL)
    helper_id = fields.UUID(required=True, metadata=INTERNAL)
    helped_kind = fields.String(required=True, validate=validate.OneOf(HELPED_KINDS), metadata=INTERNAL)
    helped_id = fields.UUID(required=True, metadata=WHO_IS_HELPED)
    started_on = Day(required=True, metadata=INTERNAL)
    goal = fields.String(load_default="", validate=validate.Length(max=500), metadata=WHO_IS_HELPED)


class OfPairing(Request):
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)


class ListPairings(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    helped_kind = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(HELPED_KINDS),
        metadata=INTERNAL,
    )
    open = fields.Boolean(load_default=None, allow_none=True, metadata=INTERNAL)


class RecordOutcome(OfPairing):
    """The help reached its goal: `finished_school` of a student, `self_reliant` of a household. It ends the pairing."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES), metadata=WHO_IS_HELPED)
    on = Day(required=True, metadata=INTERNAL)


class EndPairing(OfPairing):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)
    on = Day(required=True, metadata=INTERNAL)
