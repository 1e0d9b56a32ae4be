"""What the operations of swaps answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC


class Swap(Schema):
    """An offer to change seats. `state`: proposed, accepted or declined."""

    swap_id = fields.UUID(attribute="id", metadata=INTERNAL)
    offered_id = fields.UUID(metadata=INTERNAL)
    wanted_id = fields.UUID(metadata=INTERNAL)
    proposer_id = fields.UUID(metadata=INTERNAL)
    asked_id = fields.UUID(metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)
    proposed_at = fields.AwareDateTime(metadata=INTERNAL)


class SwapPage(Schema):
    items = fields.List(fields.Nested(Swap), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
