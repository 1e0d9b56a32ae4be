"""What the operations of responders answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC


class Offer(Schema):
    """A call for help and one's answer. `state`: asked, offered, declined, assigned, released or ended."""

    offer_id = fields.UUID(attribute="id", metadata=INTERNAL)
    sos_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    ring = fields.Integer(metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)
    asked_at = fields.AwareDateTime(metadata=INTERNAL)


class OfferPage(Schema):
    items = fields.List(fields.Nested(Offer), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
