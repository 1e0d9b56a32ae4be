"""Events of activities (活动), who came, and the hours that came of it."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event
from contracts.volunteering.events.duties import DUTY_KINDS


class NoShowRecordedV1(Event):
    """Somebody had a seat in an activity and did not come. With a duty, its owner must find a substitute or knows why."""

    name, aggregate, emitted_since = (
        "volunteering.no_show_recorded.v1",
        "sign_up",
        "0.1.0",
    )
    sign_up_id = fields.UUID(required=True, metadata=INTERNAL)
    activity_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    duty_kind = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(DUTY_KINDS),
        metadata=INTERNAL,
    )
    duty_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)


class HoursApprovedV1(Event):
    """Minutes served in an activity were approved, once per attendance. Evidence for pledges, credit for units."""

    name, aggregate, emitted_since = (
        "volunteering.hours_approved.v1",
        "attendance",
        "0.1.0",
    )
    attendance_id = fields.UUID(required=True, metadata=INTERNAL)
    activity_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(min=1), metadata=INTERNAL)
    served_on = fields.Date(required=True, metadata=INTERNAL)


class HoursReversedV1(Event):
    """Approved minutes of an attendance were struck, as if they had never been approved."""

    name, aggregate, emitted_since = (
        "volunteering.hours_reversed.v1",
        "attendance",
        "0.1.0",
    )
    attendance_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class ActivityHeldV1(Event):
    """An activity (活动) took place: at least one person came. Not emitted when nobody did.

    `attended` and `no_shows` are null for imported history, whose sheets arrive person by person.
    """

    name, aggregate, emitted_since = (
        "volunteering.activity_held.v1",
        "activity",
        "0.1.0",
    )
    activity_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    held_on = fields.Date(required=True, metadata=PUBLIC)
    starts_at = fields.AwareDateTime(required=True, metadata=PUBLIC)
    ends_at = fields.AwareDateTime(required=True, metadata=PUBLIC)
    attended = fields.Integer(required=True, allow_none=True, metadata=PUBLIC)
    no_shows = fields.Integer(required=True, allow_none=True, metadata=PUBLIC)


class ActivityLoggedV1(Event):
    """What the year's account says of an activity: which kind of team held it, for which programme, and how many came.

    `attended` people more are known to have come since the last log of the same activity: one log at its closing, one
    per sheet that is imported. `programme_root` is the top of the tree that the programme stands in.
    """

    name, aggregate, emitted_since = "volunteering.activity_logged.v1", "activity", "0.2.0"
    log_id = fields.UUID(required=True, metadata=INTERNAL)
    activity_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    team_kind = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    programme = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    programme_root = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    held_on = fields.Date(required=True, metadata=PUBLIC)
    attended = fields.Integer(required=True, metadata=PUBLIC)


class OutputRecordedV1(Event):
    """What came of an activity (成果): a number of a unit of the pack."""

    name, aggregate, emitted_since = "volunteering.output_recorded.v1", "output", "0.2.0"
    output_id = fields.UUID(required=True, metadata=INTERNAL)
    activity_id = fields.UUID(required=True, metadata=INTERNAL)
    team_kind = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    programme = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    programme_root = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    unit = fields.String(required=True, metadata=PUBLIC)
    number = fields.Integer(required=True, strict=True, validate=validate.Range(min=1), metadata=PUBLIC)
    held_on = fields.Date(required=True, metadata=PUBLIC)


class OutputStruckV1(Event):
    """A recorded output was struck, as if it had never been recorded."""

    name, aggregate, emitted_since = "volunteering.output_struck.v1", "output", "0.2.0"
    output_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class CadenceMetV1(Event):
    """A team or a member has served as often as the pack asks of a period (频次达标)."""

    name, aggregate, emitted_since = "volunteering.cadence_met.v1", "cadence", "0.2.0"
    standing_id = fields.UUID(required=True, metadata=INTERNAL)
    cadence = fields.String(required=True, metadata=PUBLIC)
    of = fields.String(required=True, validate=validate.OneOf(("team", "member")), metadata=PUBLIC)
    subject_id = fields.UUID(required=True, metadata=INTERNAL)
    team_kind = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    first_day = fields.Date(required=True, metadata=PUBLIC)


class CadenceLostV1(Event):
    """Hours were struck, and what had been met is met no longer."""

    name, aggregate, emitted_since = "volunteering.cadence_lost.v1", "cadence", "0.2.0"
    standing_id = fields.UUID(required=True, metadata=INTERNAL)
