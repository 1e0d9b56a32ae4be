"""What eldercare tells the others: that something is so of an elder, never why. No health, living or risk data."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import NORMAL, URGENT, Event


class ElderRegisteredV1(Event):
    """A person is on the elder register of the envelope's area."""

    name, aggregate, lane = "eldercare.elder_registered.v1", "elder", NORMAL
    emitted_since = "0.1.0"

    elder_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)


class ElderLeftV1(Event):
    """The elder is off the register, by moving away, by death or by wish: the event does not say which."""

    name, aggregate, lane = "eldercare.elder_left.v1", "elder", NORMAL
    emitted_since = "0.1.0"

    elder_id = fields.UUID(required=True, metadata=INTERNAL)


class ElderAttentionChangedV1(Event):
    """Whether the elder comes first on every list from now on; no reason is given."""

    name, aggregate, lane = "eldercare.elder_attention_changed.v1", "elder", NORMAL

    elder_id = fields.UUID(required=True, metadata=INTERNAL)
    first = fields.Boolean(required=True, metadata=INTERNAL)


class CardIssuedV1(Event):
    """A card of the pack's `kind` is valid from `issued_on`. `subject` is eldercare's keyed hash of its holder."""

    name, aggregate, lane = "eldercare.card_issued.v1", "card", NORMAL
    emitted_since = "0.1.0"

    card_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=PUBLIC)
    subject = fields.String(required=True, metadata=INTERNAL)
    issued_on = fields.Date(required=True, metadata=PUBLIC)


class CardRevokedV1(Event):
    """A card is void from `revoked_on`; the reason stays in eldercare."""

    name, aggregate, lane = "eldercare.card_revoked.v1", "card", NORMAL
    emitted_since = "0.1.0"

    card_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=PUBLIC)
    revoked_on = fields.Date(required=True, metadata=PUBLIC)


class OrderPlacedV1(Event):
    """An order for a service of the catalogue looks for hands in its window. Whose it is stays in eldercare."""

    name, aggregate, lane = "eldercare.order_placed.v1", "order", NORMAL

    order_id = fields.UUID(required=True, metadata=INTERNAL)
    service_code = fields.String(required=True, metadata=INTERNAL)
    starts_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    ends_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class OrderCancelledV1(Event):
    """The order is withdrawn; offers for it end."""

    name, aggregate, lane = "eldercare.order_cancelled.v1", "order", NORMAL

    order_id = fields.UUID(required=True, metadata=INTERNAL)
    cancelled_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class VisitVerifiedV1(Event):
    """A home visit took place: `visitor_id` was there for `minutes`. Whom it was for stays in eldercare."""

    name, aggregate, lane = "eldercare.visit_verified.v1", "visit", NORMAL

    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    order_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    visitor_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    minutes = fields.Integer(required=True, validate=validate.Range(min=0), metadata=INTERNAL)
    visited_on = fields.Date(required=True, metadata=INTERNAL)


class VisitCorrectedV1(Event):
    """A verified visit was wrong: `minutes` is what counts now, 0 when nobody was there."""

    name, aggregate, lane = "eldercare.visit_corrected.v1", "visit", NORMAL

    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    minutes = fields.Integer(required=True, validate=validate.Range(min=0), metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class VisitMissedV1(Event):
    """A booked home visit passed its window with nobody there.

    Emitted by the visit clock; patrol makes a welfare check of it, volunteering finds a substitute. No health data.
    """

    name, aggregate, lane = "eldercare.visit_missed.v1", "visit", NORMAL

    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    elder_id = fields.UUID(required=True, metadata=INTERNAL)
    starts_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    ends_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class SosRaisedV1(Event):
    """An elder calls for help. `ring` is how far the call reaches now; the exact place is not in it."""

    name, aggregate, lane = "eldercare.sos_raised.v1", "sos", URGENT

    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    elder_id = fields.UUID(required=True, metadata=INTERNAL)
    ring = fields.Integer(required=True, validate=validate.Range(min=1), metadata=INTERNAL)
    raised_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class SosAssignedV1(Event):
    """The first to accept goes; everybody else is released."""

    name, aggregate, lane = "eldercare.sos_assigned.v1", "sos", URGENT

    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    responder_id = fields.UUID(required=True, metadata=INTERNAL)
    assigned_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class SosReleasedV1(Event):
    """This responder is not needed any more."""

    name, aggregate, lane = "eldercare.sos_released.v1", "sos", URGENT

    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    responder_id = fields.UUID(required=True, metadata=INTERNAL)
    released_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class SosCancelledV1(Event):
    """A false alarm: everybody stops."""

    name, aggregate, lane = "eldercare.sos_cancelled.v1", "sos", URGENT

    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    cancelled_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class SosResolvedV1(Event):
    """Help was given; how the elder is stays in eldercare."""

    name, aggregate, lane = "eldercare.sos_resolved.v1", "sos", URGENT

    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    resolved_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class ChargeRequestedV1(Event):
    """Eldercare asks cobuilding to book `amount_fen` (分) on a fund; the answer is charge_booked or charge_refused."""

    name, aggregate, lane = "eldercare.charge_requested.v1", "charge", NORMAL

    charge_id = fields.UUID(required=True, metadata=INTERNAL)
    fund_code = fields.String(required=True, metadata=INTERNAL)
    amount_fen = fields.Integer(required=True, validate=validate.Range(min=1), metadata=INTERNAL)
    served_on = fields.Date(required=True, metadata=INTERNAL)


class PersonErasureDoneV1(Event):
    """Eldercare deleted what it held of a person, or locked it (until `locked_until`) where a duty binds."""

    name, aggregate, lane = "eldercare.person_erasure_done.v1", "erasure", NORMAL
    emitted_since = "0.1.0"

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    locked_until = fields.Date(required=True, allow_none=True, metadata=INTERNAL)


class RestructuringAcknowledgedV1(Event):
    """Eldercare is, or is not, ready for an announced restructuring; a refusal with its reason stops it."""

    name, aggregate, lane = "eldercare.restructuring_acknowledged.v1", "restructuring", NORMAL
    emitted_since = "0.1.0"

    restructuring_id = fields.UUID(required=True, metadata=INTERNAL)
    accepted = fields.Boolean(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, allow_none=True, metadata=INTERNAL)


class EvidenceFrozenV1(Event):
    """Everything that eldercare knows of the appraised period has been sent; later facts restate."""

    name, aggregate, lane = "eldercare.evidence_frozen.v1", "appraisal", NORMAL

    appraisal_id = fields.UUID(required=True, metadata=INTERNAL)
    frozen_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
