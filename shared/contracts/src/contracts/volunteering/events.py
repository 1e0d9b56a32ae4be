"""The events of volunteering. Ids, codes, times and numbers only: whoever is helped stays a keyed subject."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import URGENT, Event

TEAM_CHANGES = ("member_joined", "member_left", "leader_changed", "renamed")
SEAT_ROLES = ("leader", "member")
DUTY_KINDS = ("shift", "visit", "order")
HELPER_KINDS = ("person", "unit")
HELPED_KINDS = ("household", "student")


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


class VolunteerAssignedV1(Event):
    """A volunteer took a duty that another service asked for: the answer to shift_understaffed, visit_missed, order_placed.

    `duty_id` is the asking service's id (shift, visit or order).
    """

    name, aggregate, emitted_since = (
        "volunteering.volunteer_assigned.v1",
        "assignment",
        "0.1.0",
    )
    assignment_id = fields.UUID(required=True, metadata=INTERNAL)
    duty_kind = fields.String(required=True, validate=validate.OneOf(DUTY_KINDS), metadata=INTERNAL)
    duty_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)


class VolunteerWithdrawnV1(Event):
    """A volunteer gave back a duty taken before: the asking service is short of one again."""

    name, aggregate, emitted_since = (
        "volunteering.volunteer_withdrawn.v1",
        "assignment",
        "0.1.0",
    )
    assignment_id = fields.UUID(required=True, metadata=INTERNAL)
    duty_kind = fields.String(required=True, validate=validate.OneOf(DUTY_KINDS), metadata=INTERNAL)
    duty_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class MatchConfirmedV1(Event):
    """A need found its volunteer and both agreed. Whoever asked counts it as staffed."""

    name, aggregate = "volunteering.match_confirmed.v1", "need"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    match_id = fields.UUID(required=True, metadata=INTERNAL)
    duty_kind = fields.String(required=True, metadata=INTERNAL)
    duty_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    starts_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    ends_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class MatchFailedV1(Event):
    """A need found nobody, or who was found did not stay: whoever asked may look elsewhere."""

    name, aggregate = "volunteering.match_failed.v1", "need"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    match_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    duty_kind = fields.String(required=True, metadata=INTERNAL)
    duty_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


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


class PairingStartedV1(Event):
    """A helper stands by a household or a student (结对帮扶). Low income must not leak: the helped is a keyed subject.

    `subject` is the same in every pairing of the same helped that touches the same year, and in start and end of one.
    """

    name, aggregate, emitted_since = (
        "volunteering.pairing_started.v1",
        "pairing",
        "0.1.0",
    )
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    helper_kind = fields.String(required=True, validate=validate.OneOf(HELPER_KINDS), metadata=INTERNAL)
    helper_id = fields.UUID(required=True, metadata=INTERNAL)
    helped_kind = fields.String(required=True, validate=validate.OneOf(HELPED_KINDS), metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    started_on = fields.Date(required=True, metadata=INTERNAL)


class PairingEndedV1(Event):
    """A pairing ended. `outcome` says what it reached ("finished_school": the student finished school while helped)."""

    name, aggregate, emitted_since = "volunteering.pairing_ended.v1", "pairing", "0.1.0"
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    helped_kind = fields.String(required=True, validate=validate.OneOf(HELPED_KINDS), metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    outcome = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    ended_on = fields.Date(required=True, metadata=INTERNAL)


class CourseCompletedV1(Event):
    """Somebody finished a course with a certificate: cobuilding may match jobs that ask for the skill."""

    name, aggregate = "volunteering.course_completed.v1", "enrolment"
    enrolment_id = fields.UUID(required=True, metadata=INTERNAL)
    course_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    skill = fields.String(required=True, metadata=INTERNAL)
    certificate_number = fields.String(required=True, metadata=INTERNAL)
    completed_on = fields.Date(required=True, metadata=INTERNAL)


class ResponderOfferedV1(Event):
    """A screened volunteer nearby offers to answer an SOS."""

    name, aggregate, lane = (
        "volunteering.responder_offered.v1",
        "responder_offer",
        URGENT,
    )
    offer_id = fields.UUID(required=True, metadata=INTERNAL)
    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    minutes_away = fields.Integer(required=True, allow_none=True, metadata=INTERNAL)


class ResponderDeclinedV1(Event):
    """Nobody nearby, or the asked volunteer cannot come: the next ring is called."""

    name, aggregate, lane = (
        "volunteering.responder_declined.v1",
        "responder_offer",
        URGENT,
    )
    offer_id = fields.UUID(required=True, metadata=INTERNAL)
    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class StockLowV1(Event):
    """A love supermarket (爱心超市) runs short of something: cobuilding calls for donations."""

    name, aggregate = "volunteering.stock_low.v1", "stock"
    stock_id = fields.UUID(required=True, metadata=INTERNAL)
    shop_id = fields.UUID(required=True, metadata=INTERNAL)
    goods_code = fields.String(required=True, metadata=PUBLIC)
    on_hand = fields.Integer(required=True, metadata=INTERNAL)
    wanted = fields.Integer(required=True, metadata=INTERNAL)


class NeedAcceptedV1(Event):
    """A station (党员工作室) took a need on: the matter it came from moves."""

    name, aggregate = "volunteering.need_accepted.v1", "need"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    matter_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    category = fields.String(required=True, metadata=INTERNAL)


class NeedClosedV1(Event):
    """A need was closed: solved, declined or given up. Closed is not solved: `result_code` says which."""

    name, aggregate = "volunteering.need_closed.v1", "need"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    matter_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    result_code = fields.String(required=True, metadata=INTERNAL)
    closed_on = fields.Date(required=True, metadata=INTERNAL)


class Candidate(Schema):
    """One who stands in a contest; `nominee_id` is a person, household or team by `kind`."""

    class Meta:
        unknown = RAISE

    candidate_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=INTERNAL)
    nominee_id = fields.UUID(required=True, metadata=INTERNAL)


class BallotRequestedV1(Event):
    """A contest (十佳评选) wants its vote: cobuilding owns every ballot and opens one."""

    name, aggregate = "volunteering.ballot_requested.v1", "contest"
    contest_id = fields.UUID(required=True, metadata=INTERNAL)
    title = fields.String(required=True, metadata=PUBLIC)
    opens_on = fields.Date(required=True, metadata=PUBLIC)
    closes_on = fields.Date(required=True, metadata=PUBLIC)
    winners = fields.Integer(required=True, metadata=PUBLIC)
    candidates = fields.List(fields.Nested(Candidate), required=True, metadata=INTERNAL)


class PersonErasureDoneV1(Event):
    """Volunteering deleted what it held of a person, or locked it (`locked_until`) where a duty binds."""

    name, aggregate, emitted_since = (
        "volunteering.person_erasure_done.v1",
        "erasure",
        "0.1.0",
    )
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    locked_until = fields.Date(required=True, allow_none=True, metadata=INTERNAL)


class RestructuringAcknowledgedV1(Event):
    """Volunteering is, or is not, ready for an announced restructuring."""

    name, aggregate = "volunteering.restructuring_acknowledged.v1", "restructuring"
    restructuring_id = fields.UUID(required=True, metadata=INTERNAL)
    accepted = fields.Boolean(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, allow_none=True, metadata=INTERNAL)


class EvidenceFrozenV1(Event):
    """Everything that volunteering knows of the appraised period has been sent; later facts restate."""

    name, aggregate = "volunteering.evidence_frozen.v1", "appraisal"
    appraisal_id = fields.UUID(required=True, metadata=INTERNAL)
    frozen_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
