"""Facts of part-time seats on committees (大党委兼职委员): of units, never of who sits there."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST


class CommitteeSeatOpenedV1(Event):
    """A unit has a part-time seat on a community's committee from `opened_on` on."""

    name, aggregate, emitted_since = "membership.committee_seat_opened.v1", "committee_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    unit_id = fields.UUID(required=True, metadata=PUBLIC)
    opened_on = fields.Date(required=True, metadata=PUBLIC)


class CommitteeSeatEndedV1(Event):
    """The seat is no longer; `ended_on` is the first day without it."""

    name, aggregate, emitted_since = "membership.committee_seat_ended.v1", "committee_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    ended_on = fields.Date(required=True, metadata=PUBLIC)
