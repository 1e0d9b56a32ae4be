"""Events of volunteers who take or give back what another service asked for: shifts, visits, orders, an SOS."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL
from contracts.events import URGENT, Event

DUTY_KINDS = ("shift", "visit", "order")


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


class ResponderOfferedV1(Event):
    """A screened volunteer nearby offers to answer an SOS."""

    name, aggregate, lane = "volunteering.responder_offered.v1", "responder_offer", URGENT
    emitted_since = "0.2.0"
    offer_id = fields.UUID(required=True, metadata=INTERNAL)
    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    minutes_away = fields.Integer(required=True, allow_none=True, metadata=INTERNAL)


class ResponderDeclinedV1(Event):
    """Nobody nearby, or the asked volunteer cannot come: the next ring is called."""

    name, aggregate, lane = "volunteering.responder_declined.v1", "responder_offer", URGENT
    emitted_since = "0.2.0"
    offer_id = fields.UUID(required=True, metadata=INTERNAL)
    sos_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)
