"""Facts of assignments to areas (挂钩联系、包抓、党建指导员、中心户长)."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import ASSIGNMENT_KINDS


class AssignmentBegunV1(Event):
    """Somebody was assigned to the envelope's area. `holder_id` is null where the kind itself would say something of the
    person that must not travel (an instructor is a party member)."""

    name, aggregate, emitted_since = "membership.assignment_begun.v1", "assignment", FIRST
    assignment_id = fields.UUID(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=validate.OneOf(ASSIGNMENT_KINDS), metadata=PUBLIC)
    holder_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    organisation_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    begun_on = fields.Date(required=True, metadata=PUBLIC)


class AssignmentEndedV1(Event):
    """An assignment ended; `ended_on` is the first day without it."""

    name, aggregate, emitted_since = "membership.assignment_ended.v1", "assignment", FIRST
    assignment_id = fields.UUID(required=True, metadata=PUBLIC)
    ended_on = fields.Date(required=True, metadata=PUBLIC)
