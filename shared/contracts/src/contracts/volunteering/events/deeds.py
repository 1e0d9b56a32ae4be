"""Events of the deeds wall (善行墙)."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event


class DeedPublishedV1(Event):
    """A good deed is on a board: told by somebody, agreed to by whoever did it, approved by a third. Names nobody."""

    name, aggregate, emitted_since = "volunteering.deed_published.v1", "deed", "0.2.0"
    deed_id = fields.UUID(required=True, metadata=INTERNAL)
    board = fields.String(required=True, metadata=PUBLIC)
    published_on = fields.Date(required=True, metadata=PUBLIC)


class DeedTakenDownV1(Event):
    """It is on the board no longer."""

    name, aggregate, emitted_since = "volunteering.deed_taken_down.v1", "deed", "0.2.0"
    deed_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)
    taken_down_on = fields.Date(required=True, metadata=PUBLIC)
