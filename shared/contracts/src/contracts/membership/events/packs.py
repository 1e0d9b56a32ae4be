"""Facts of mechanism packs (机制包)."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST


class PackAssignedV1(Event):
    """A mechanism pack (机制包) is in force at an area and below it from `valid_from`, unless one lies nearer."""

    name, aggregate, emitted_since = "membership.pack_assigned.v1", "pack_assignment", FIRST
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    pack = fields.String(required=True, metadata=PUBLIC)
    version = fields.String(required=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)
