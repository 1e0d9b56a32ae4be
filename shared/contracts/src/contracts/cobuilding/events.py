"""What cobuilding tells the others. A seeker of work or aid is never named; money is in fen (分)."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import NORMAL, Event


class UnitRegisteredV1(Event):
    """A unit (单位: enterprise, school, agency, garrison …) of the envelope's area is on the register.

    The payload's `name` is declared as `name_` because `name` is the event's own.
    """

    name, aggregate, lane = "cobuilding.unit_registered.v1", "unit", NORMAL
    emitted_since = "0.1.0"

    unit_id = fields.UUID(required=True, metadata=INTERNAL)
    name_ = fields.String(required=True, data_key="name", attribute="name", metadata=PUBLIC)
    kind = fields.String(required=True, metadata=PUBLIC)


class UnitChangedV1(Event):
    """A unit's public entry as it is from `changed_on`; `active` is false once it has closed or left the area."""

    name, aggregate, lane = "cobuilding.unit_changed.v1", "unit", NORMAL
    emitted_since = "0.1.0"

    unit_id = fields.UUID(required=True, metadata=INTERNAL)
    name_ = fields.String(required=True, data_key="name", attribute="name", metadata=PUBLIC)
    kind = fields.String(required=True, metadata=PUBLIC)
    active = fields.Boolean(required=True, metadata=PUBLIC)
    changed_on = fields.Date(required=True, metadata=PUBLIC)


class UnitClassifiedV1(Event):
    """Whether a firm is above scale (规模以上) from `since` on; `replaces` is the classification before. Membership asks whether
    such firms have a party organisation."""

    name, aggregate, lane = "cobuilding.unit_classified.v1", "unit", NORMAL
    emitted_since = "0.1.0"

    classification_id = fields.UUID(required=True, metadata=INTERNAL)
    unit_id = fields.UUID(required=True, metadata=INTERNAL)
    above_scale = fields.Boolean(required=True, metadata=PUBLIC)
    since = fields.Date(required=True, metadata=PUBLIC)
    replaces = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)


class AgreementSignedV1(Event):
    """A unit and the community signed an agreement, in force from `signed_on` through `ends_on` (both included).

    `obligations` are codes of the area's pack. Membership opens seats, volunteering supply, patrol duty letters.
    """

    name, aggregate, lane = "cobuilding.agreement_signed.v1", "agreement", NORMAL
    emitted_since = "0.1.0"

    agreement_id = fields.UUID(required=True, metadata=INTERNAL)
    unit_id = fields.UUID(required=True, metadata=INTERNAL)
    signed_on = fields.Date(required=True, metadata=PUBLIC)
    ends_on = fields.Date(required=True, metadata=PUBLIC)
    obligations = fields.List(fields.String(metadata=PUBLIC), required=True, metadata=PUBLIC)


class AgreementLapsedV1(Event):
    """An agreement is no longer in force; `lapsed_on` is the first day without it."""

    name, aggregate, lane = "cobuilding.agreement_lapsed.v1", "agreement", NORMAL
    emitted_since = "0.1.0"

    agreement_id = fields.UUID(required=True, metadata=INTERNAL)
    unit_id = fields.UUID(required=True, metadata=INTERNAL)
    lapsed_on = fields.Date(required=True, metadata=PUBLIC)


class SectionAssignedV1(Event):
    """A section of road (责任路段) has a unit that answers for it; patrol routes hazards there."""

    name, aggregate, lane = "cobuilding.section_assigned.v1", "section", NORMAL

    section_id = fields.UUID(required=True, metadata=INTERNAL)
    unit_id = fields.UUID(required=True, metadata=INTERNAL)
    assigned_on = fields.Date(required=True, metadata=PUBLIC)
    ends_on = fields.Date(required=True, allow_none=True, metadata=PUBLIC)


class VenueBookedV1(Event):
    """A venue (场所) that a unit opened is booked; `purpose_id` is the activity, meeting or meal it is for."""

    name, aggregate, lane = "cobuilding.venue_booked.v1", "booking", NORMAL

    booking_id = fields.UUID(required=True, metadata=INTERNAL)
    venue_id = fields.UUID(required=True, metadata=INTERNAL)
    purpose_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    starts_at = fields.AwareDateTime(required=True, metadata=PUBLIC)
    ends_at = fields.AwareDateTime(required=True, metadata=PUBLIC)


class VenueReleasedV1(Event):
    """A booking is given back."""

    name, aggregate, lane = "cobuilding.venue_released.v1", "booking", NORMAL

    booking_id = fields.UUID(required=True, metadata=INTERNAL)
    venue_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class MatterRoutedV1(Event):
    """A matter (事项) from the residents' intake goes to the service that can act on it, with its due time.

    That service answers with accepted, declined or closed. Neither who raised it nor its text travels.
    """

    name, aggregate, lane = "cobuilding.matter_routed.v1", "matter", NORMAL

    matter_id = fields.UUID(required=True, metadata=INTERNAL)
    category = fields.String(required=True, metadata=INTERNAL)
    routed_to = fields.String(
        required=True, validate=validate.OneOf(["volunteering", "patrol", "eldercare"]), metadata=INTERNAL
    )
    due_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class MatterClosedV1(Event):
    """A matter came to its end. `raised_by` is null where the matter is confidential."""

    name, aggregate, lane = "cobuilding.matter_closed.v1", "matter", NORMAL

    matter_id = fields.UUID(required=True, metadata=INTERNAL)
    category = fields.String(required=True, metadata=INTERNAL)
    outcome = fields.String(required=True, metadata=INTERNAL)
    raised_by = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    closed_on = fields.Date(required=True, metadata=INTERNAL)


class ResolutionTask(Schema):
    """One owner's share of a resolution and the day it is due."""

    class Meta:
        unknown = RAISE

    task_id = fields.UUID(required=True, metadata=INTERNAL)
    owner_kind = fields.String(
        required=True, validate=validate.OneOf(["person", "unit", "team", "organisation"]), metadata=INTERNAL
    )
    owner_id = fields.UUID(required=True, metadata=INTERNAL)
    due_on = fields.Date(required=True, metadata=PUBLIC)


class ResolutionAdoptedV1(Event):
    """The joint council (联席会议) decided, and divided the work among its owners."""

    name, aggregate, lane = "cobuilding.resolution_adopted.v1", "resolution", NORMAL

    resolution_id = fields.UUID(required=True, metadata=INTERNAL)
    matter_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    adopted_on = fields.Date(required=True, metadata=PUBLIC)
    tasks = fields.List(fields.Nested(ResolutionTask), required=True, metadata=INTERNAL)


class BallotOption(Schema):
    """An option of a ballot and the votes it got."""

    class Meta:
        unknown = RAISE

    option = fields.String(required=True, metadata=PUBLIC)
    votes = fields.Integer(required=True, validate=validate.Range(min=0), metadata=PUBLIC)


class BallotClosedV1(Event):
    """A ballot is counted. `about_id` is the appraisal, contest or resolution it was held for; nobody's vote is told."""

    name, aggregate, lane = "cobuilding.ballot_closed.v1", "ballot", NORMAL

    ballot_id = fields.UUID(required=True, metadata=INTERNAL)
    purpose = fields.String(
        required=True, validate=validate.OneOf(["appraisal", "contest", "resolution"]), metadata=PUBLIC
    )
    about_id = fields.UUID(required=True, metadata=INTERNAL)
    entitled = fields.Integer(required=True, validate=validate.Range(min=0), metadata=PUBLIC)
    options = fields.List(fields.Nested(BallotOption), required=True, metadata=PUBLIC)
    closed_on = fields.Date(required=True, metadata=PUBLIC)


class ProjectOutputVerifiedV1(Event):
    """Somebody looked: a project's owner really delivered `amount` of the pack's `output` (trees, metres, loads)."""

    name, aggregate, lane = "cobuilding.project_output_verified.v1", "output", NORMAL

    output_id = fields.UUID(required=True, metadata=INTERNAL)
    project_id = fields.UUID(required=True, metadata=INTERNAL)
    owner_kind = fields.String(
        required=True, validate=validate.OneOf(["person", "unit", "team", "organisation"]), metadata=INTERNAL
    )
    owner_id = fields.UUID(required=True, metadata=INTERNAL)
    output = fields.String(required=True, metadata=PUBLIC)
    amount = fields.Integer(required=True, validate=validate.Range(min=0), metadata=PUBLIC)
    unit_of_measure = fields.String(required=True, metadata=PUBLIC)
    verified_on = fields.Date(required=True, metadata=PUBLIC)


class ObligationDeliveredV1(Event):
    """A unit did what its agreement obliges it to, once."""

    name, aggregate, lane = "cobuilding.obligation_delivered.v1", "delivery", NORMAL

    delivery_id = fields.UUID(required=True, metadata=INTERNAL)
    agreement_id = fields.UUID(required=True, metadata=INTERNAL)
    unit_id = fields.UUID(required=True, metadata=INTERNAL)
    obligation = fields.String(required=True, metadata=PUBLIC)
    delivered_on = fields.Date(required=True, metadata=PUBLIC)


class PlacementConfirmedV1(Event):
    """A seeker has a job. `subject` is cobuilding's keyed hash of the seeker; `employer_id` is a unit or null."""

    name, aggregate, lane = "cobuilding.placement_confirmed.v1", "placement", NORMAL

    placement_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=INTERNAL)
    employer_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    confirmed_on = fields.Date(required=True, metadata=INTERNAL)


class PlacementLostV1(Event):
    """The job did not last."""

    name, aggregate, lane = "cobuilding.placement_lost.v1", "placement", NORMAL

    placement_id = fields.UUID(required=True, metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    lost_on = fields.Date(required=True, metadata=INTERNAL)


class ChargeBookedV1(Event):
    """A requested charge is within cap and budget, and in the ledger."""

    name, aggregate, lane = "cobuilding.charge_booked.v1", "charge", NORMAL

    charge_id = fields.UUID(required=True, metadata=INTERNAL)
    entry_id = fields.UUID(required=True, metadata=INTERNAL)
    amount_fen = fields.Integer(required=True, validate=validate.Range(min=0), metadata=INTERNAL)
    booked_on = fields.Date(required=True, metadata=INTERNAL)


class ChargeRefusedV1(Event):
    """A requested charge is not booked; `rule` is the code of the rule that forbids it."""

    name, aggregate, lane = "cobuilding.charge_refused.v1", "charge", NORMAL

    charge_id = fields.UUID(required=True, metadata=INTERNAL)
    rule = fields.String(required=True, metadata=INTERNAL)


class AccountPublishedV1(Event):
    """A community's books of a month are open to the residents (居务公开); objections may be raised until `open_until`."""

    name, aggregate, lane = "cobuilding.account_published.v1", "account", NORMAL

    account_id = fields.UUID(required=True, metadata=INTERNAL)
    month = fields.String(required=True, validate=validate.Regexp(r"\d{4}-(0[1-9]|1[0-2])\Z"), metadata=PUBLIC)
    published_on = fields.Date(required=True, metadata=PUBLIC)
    open_until = fields.Date(required=True, metadata=PUBLIC)


class ObjectionRaisedV1(Event):
    """A resident objects to a published account; who and why stay in cobuilding."""

    name, aggregate, lane = "cobuilding.objection_raised.v1", "account", NORMAL

    objection_id = fields.UUID(required=True, metadata=INTERNAL)
    account_id = fields.UUID(required=True, metadata=INTERNAL)
    raised_on = fields.Date(required=True, metadata=INTERNAL)


class PersonErasureDoneV1(Event):
    """Cobuilding deleted what it held of a person, or locked it (until `locked_until`) where a duty binds."""

    name, aggregate, lane = "cobuilding.person_erasure_done.v1", "erasure", NORMAL
    emitted_since = "0.1.0"

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    locked_until = fields.Date(required=True, allow_none=True, metadata=INTERNAL)


class RestructuringAcknowledgedV1(Event):
    """Cobuilding is, or is not, ready for an announced restructuring; a refusal with its reason stops it."""

    name, aggregate, lane = "cobuilding.restructuring_acknowledged.v1", "restructuring", NORMAL
    emitted_since = "0.1.0"

    restructuring_id = fields.UUID(required=True, metadata=INTERNAL)
    accepted = fields.Boolean(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, allow_none=True, metadata=INTERNAL)


class EvidenceFrozenV1(Event):
    """Everything that cobuilding knows of the appraised period has been sent; later facts restate."""

    name, aggregate, lane = "cobuilding.evidence_frozen.v1", "appraisal", NORMAL

    appraisal_id = fields.UUID(required=True, metadata=INTERNAL)
    frozen_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
