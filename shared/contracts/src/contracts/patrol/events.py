"""What patrol tells the others. Parties of a dispute and exact positions never travel."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import NORMAL, URGENT, Event


class ShiftUnderstaffedV1(Event):
    """An hour before its start a shift has `missing` fewer members on its roster (排班) than the pack's minimum.

    Emitted by patrol's clock, and again when somebody leaves the roster after that; volunteering recruits and
    answers with volunteer_assigned.
    """

    name, aggregate, lane = "patrol.shift_understaffed.v1", "shift", NORMAL
    emitted_since = "0.1.0"

    shift_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    night = fields.Date(required=True, metadata=PUBLIC)
    missing = fields.Integer(required=True, validate=validate.Range(min=1), metadata=INTERNAL)


class ShiftMember(Schema):
    """A member who checked in on a shift, and the minutes from the first check-in (not before the start) to the end."""

    class Meta:
        unknown = RAISE

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    minutes = fields.Integer(required=True, validate=validate.Range(min=0), metadata=INTERNAL)


class ShiftCompletedV1(Event):
    """A night's shift was kept: enough members checked in and its hours were covered.

    `night` is the civil date in Asia/Shanghai on which the shift began; `minutes` is the members' sum. A missed shift is
    not told: nothing happened. Volunteering credits the hours, membership the daily quota.
    """

    name, aggregate, lane = "patrol.shift_completed.v1", "shift", NORMAL
    emitted_since = "0.1.0"

    shift_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    night = fields.Date(required=True, metadata=PUBLIC)
    starts_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    ends_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    minutes = fields.Integer(required=True, validate=validate.Range(min=0), metadata=PUBLIC)
    members = fields.List(fields.Nested(ShiftMember), required=True, metadata=INTERNAL)


class ResponderOfferedV1(Event):
    """A squad member is ready to answer an elder's call for help; `minutes_away` is the estimated way."""

    name, aggregate, lane = "patrol.responder_offered.v1", "response", URGENT

    response_id = fields.UUID(required=True, metadata=INTERNAL)
    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    responder_id = fields.UUID(required=True, metadata=INTERNAL)
    offered_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    minutes_away = fields.Integer(required=True, validate=validate.Range(min=0), metadata=INTERNAL)


class ResponderDeclinedV1(Event):
    """The squad member asked cannot come; eldercare rings the next."""

    name, aggregate, lane = "patrol.responder_declined.v1", "response", URGENT

    response_id = fields.UUID(required=True, metadata=INTERNAL)
    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    responder_id = fields.UUID(required=True, metadata=INTERNAL)
    declined_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class ResponderArrivedV1(Event):
    """The assigned squad member is at the elder's door."""

    name, aggregate, lane = "patrol.responder_arrived.v1", "response", URGENT

    response_id = fields.UUID(required=True, metadata=INTERNAL)
    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    responder_id = fields.UUID(required=True, metadata=INTERNAL)
    arrived_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class WelfareCheckFinishedV1(Event):
    """Somebody looked in after a missed visit. `outcome` says whether the elder was met, never how the elder was."""

    name, aggregate, lane = "patrol.welfare_check_finished.v1", "welfare_check", URGENT

    check_id = fields.UUID(required=True, metadata=INTERNAL)
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    outcome = fields.String(
        required=True, validate=validate.OneOf(["met", "nobody_there", "handed_over"]), metadata=INTERNAL
    )
    finished_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class HazardFoundV1(Event):
    """A patrol found a hazard (隐患) of the pack's `kind`; cobuilding asks the unit that answers for the section."""

    name, aggregate, lane = "patrol.hazard_found.v1", "hazard", NORMAL

    hazard_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=INTERNAL)
    severity = fields.Integer(required=True, validate=validate.Range(1, 4), metadata=INTERNAL)
    found_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class HazardClearedV1(Event):
    """The hazard is gone; a patrol looked."""

    name, aggregate, lane = "patrol.hazard_cleared.v1", "hazard", NORMAL

    hazard_id = fields.UUID(required=True, metadata=INTERNAL)
    cleared_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class CaseAcceptedV1(Event):
    """Patrol took a matter routed to it as its own case."""

    name, aggregate, lane = "patrol.case_accepted.v1", "case", NORMAL

    case_id = fields.UUID(required=True, metadata=INTERNAL)
    matter_id = fields.UUID(required=True, metadata=INTERNAL)
    accepted_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class CaseClosedV1(Event):
    """The case is done. `outcome` is a code of the pack; people and particulars stay in patrol."""

    name, aggregate, lane = "patrol.case_closed.v1", "case", NORMAL

    case_id = fields.UUID(required=True, metadata=INTERNAL)
    matter_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    outcome = fields.String(required=True, metadata=INTERNAL)
    closed_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class DisputeEscalatedV1(Event):
    """A dispute (矛盾纠纷) could not be settled at its level and goes on the council's agenda, without its parties."""

    name, aggregate, lane = "patrol.dispute_escalated.v1", "dispute", NORMAL

    dispute_id = fields.UUID(required=True, metadata=INTERNAL)
    level = fields.String(required=True, metadata=INTERNAL)
    escalated_on = fields.Date(required=True, metadata=INTERNAL)


class DisputeSettledV1(Event):
    """A mediator settled a dispute. `subject` is patrol's keyed hash of its parties, stable within the year."""

    name, aggregate, lane = "patrol.dispute_settled.v1", "dispute", NORMAL

    dispute_id = fields.UUID(required=True, metadata=INTERNAL)
    mediator_id = fields.UUID(required=True, metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    settled_on = fields.Date(required=True, metadata=INTERNAL)


class DisputeRelapsedV1(Event):
    """A settled dispute broke out again; the settlement no longer counts."""

    name, aggregate, lane = "patrol.dispute_relapsed.v1", "dispute", NORMAL

    dispute_id = fields.UUID(required=True, metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    relapsed_on = fields.Date(required=True, metadata=INTERNAL)


class EmergencyActivatedV1(Event):
    """An emergency plan (应急预案) is in force in the envelope's area: teams, shelters and elder checks start."""

    name, aggregate, lane = "patrol.emergency_activated.v1", "emergency", URGENT

    emergency_id = fields.UUID(required=True, metadata=INTERNAL)
    plan = fields.String(required=True, metadata=PUBLIC)
    level = fields.Integer(required=True, validate=validate.Range(1, 4), metadata=PUBLIC)
    activated_at = fields.AwareDateTime(required=True, metadata=PUBLIC)


class EmergencyStoodDownV1(Event):
    """The emergency is over."""

    name, aggregate, lane = "patrol.emergency_stood_down.v1", "emergency", URGENT

    emergency_id = fields.UUID(required=True, metadata=INTERNAL)
    stood_down_at = fields.AwareDateTime(required=True, metadata=PUBLIC)


class PersonErasureDoneV1(Event):
    """Patrol deleted what it held of a person, or locked it (until `locked_until`) where a duty binds."""

    name, aggregate, lane = "patrol.person_erasure_done.v1", "erasure", NORMAL
    emitted_since = "0.1.0"

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    locked_until = fields.Date(required=True, allow_none=True, metadata=INTERNAL)


class RestructuringAcknowledgedV1(Event):
    """Patrol is, or is not, ready for an announced restructuring; a refusal with its reason stops it."""

    name, aggregate, lane = "patrol.restructuring_acknowledged.v1", "restructuring", NORMAL
    emitted_since = "0.1.0"

    restructuring_id = fields.UUID(required=True, metadata=INTERNAL)
    accepted = fields.Boolean(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, allow_none=True, metadata=INTERNAL)


class EvidenceFrozenV1(Event):
    """Everything that patrol knows of the appraised period has been sent; later facts restate."""

    name, aggregate, lane = "patrol.evidence_frozen.v1", "appraisal", NORMAL

    appraisal_id = fields.UUID(required=True, metadata=INTERNAL)
    frozen_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
