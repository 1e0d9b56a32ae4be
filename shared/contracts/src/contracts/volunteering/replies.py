"""What volunteering answers. Times are UTC, dates civil dates of Asia/Shanghai, durations minutes."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal
from contracts.roles import (
    BRANCH_SECRETARY,
    OFFICERS,
    REGISTRAR,
    TEAM_LEADER,
)
from contracts.volunteering.requests import WHO_IS_HELPED

_KEEP = "while a volunteer + 3 years"
_WHY = "Arranging voluntary service"
_NAME = personal(
    _WHY,
    Basis.CONSENT,
    _KEEP,
    mask=Mask.NAME,
    shown_to=(TEAM_LEADER, REGISTRAR, BRANCH_SECRETARY, *OFFICERS),
)
_SERVED = personal(
    _WHY,
    Basis.CONSENT,
    _KEEP,
    shown_to=(TEAM_LEADER, REGISTRAR, BRANCH_SECRETARY, *OFFICERS),
)


class Volunteer(Schema):
    volunteer_id = fields.UUID(attribute="id", metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=INTERNAL)
    display_name = fields.String(allow_none=True, metadata=_NAME)
    skills = fields.List(fields.String(), metadata=INTERNAL)
    registered_on = fields.Date(metadata=INTERNAL)
    retired_on = fields.Date(allow_none=True, metadata=INTERNAL)
    version = fields.Integer(metadata=INTERNAL)


class VolunteerPage(Schema):
    items = fields.List(fields.Nested(Volunteer), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class YearServed(Schema):
    """What a volunteer served in a civil year: minutes of activities approved and not reversed, and of night shifts."""

    year = fields.Integer(metadata=INTERNAL)
    minutes = fields.Integer(metadata=_SERVED)
    activity_minutes = fields.Integer(metadata=_SERVED)
    shift_minutes = fields.Integer(metadata=_SERVED)


class HoursServed(Schema):
    volunteer_id = fields.UUID(metadata=INTERNAL)
    minutes = fields.Integer(metadata=_SERVED)
    years = fields.List(fields.Nested(YearServed), metadata=INTERNAL)


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
    display_name = fields.String(allow_none=True, metadata=_NAME)


class TeamWithRoster(Team):
    roster = fields.List(fields.Nested(RosterSeat), metadata=INTERNAL)


class Activity(Schema):
    """`taken` seats are taken, `waiting` people wait for one."""

    activity_id = fields.UUID(attribute="id", metadata=INTERNAL)
    team_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    leader_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    title = fields.String(metadata=PUBLIC)
    starts_at = fields.AwareDateTime(metadata=PUBLIC)
    ends_at = fields.AwareDateTime(metadata=PUBLIC)
    seats = fields.Integer(allow_none=True, metadata=PUBLIC)
    taken = fields.Integer(metadata=PUBLIC)
    waiting = fields.Integer(metadata=PUBLIC)
    members_only = fields.Boolean(metadata=PUBLIC)
    state = fields.String(metadata=PUBLIC)
    duty_kind = fields.String(allow_none=True, metadata=INTERNAL)
    duty_id = fields.UUID(allow_none=True, metadata=INTERNAL)


class ActivityPage(Schema):
    items = fields.List(fields.Nested(Activity), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class ActivityClosed(Schema):
    """How many came and how many had a seat and did not."""

    activity_id = fields.UUID(metadata=INTERNAL)
    state = fields.String(metadata=PUBLIC)
    attended = fields.Integer(metadata=PUBLIC)
    no_shows = fields.Integer(metadata=PUBLIC)


class SignUp(Schema):
    """`state`: seated, waiting, cancelled, no_show or attended."""

    sign_up_id = fields.UUID(attribute="id", metadata=INTERNAL)
    activity_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)
    signed_up_at = fields.AwareDateTime(metadata=INTERNAL)


class SignUpPage(Schema):
    items = fields.List(fields.Nested(SignUp), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Attendance(Schema):
    """`minutes` are what counts: approved and not reversed, else null."""

    attendance_id = fields.UUID(attribute="id", metadata=INTERNAL)
    activity_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    checked_in_at = fields.AwareDateTime(metadata=INTERNAL)
    checked_out_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    walk_in = fields.Boolean(metadata=INTERNAL)
    minutes = fields.Integer(allow_none=True, metadata=INTERNAL)
    reversed = fields.Boolean(metadata=INTERNAL)


class AttendancePage(Schema):
    items = fields.List(fields.Nested(Attendance), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Pairing(Schema):
    """A pairing without the helped: whoever needs to know opens it by itself, and that is recorded."""

    pairing_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    helper_kind = fields.String(metadata=INTERNAL)
    helper_id = fields.UUID(metadata=INTERNAL)
    helped_kind = fields.String(metadata=INTERNAL)
    started_on = fields.Date(metadata=INTERNAL)
    ended_on = fields.Date(allow_none=True, metadata=INTERNAL)
    outcome = fields.String(allow_none=True, metadata=INTERNAL)
    end_reason = fields.String(allow_none=True, metadata=INTERNAL)


class OpenedPairing(Pairing):
    """`helped_id` and `goal` are null when the helped was erased."""

    helped_id = fields.UUID(allow_none=True, metadata=WHO_IS_HELPED)
    goal = fields.String(allow_none=True, metadata=WHO_IS_HELPED)


class PairingPage(Schema):
    items = fields.List(fields.Nested(Pairing), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
