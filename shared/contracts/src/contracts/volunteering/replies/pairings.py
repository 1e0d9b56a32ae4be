"""What the operations of pairings answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.requests.pairings import WHO_IS_HELPED


class Pairing(Schema):
    """A pairing without the helped: whoever needs to know opens it by itself, and that is recorded."""

    pairing_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    helper_kind = fields.String(metadata=INTERNAL)
    helper_id = fields.UUID(metadata=INTERNAL)
    helped_kind = fields.String(metadata=INTERNAL)
    started_on = fields.Date(metadata=INTERNAL)
    ended_on = fields.Date(allow_none=True, metadata=INTERNAL)
    outcome = fields.String(allow_none=True, metadata=INTERNAL)
    end_reason = fields.String(allow_none=True, metadata=INTERNAL)


class OpenedPairing(Pairing):
    """`helped_id` and `goal` are null when the helped was erased."""

    helped_id = fields.UUID(allow_none=True, metadata=WHO_IS_HELPED)
    goal = fields.String(allow_none=True, metadata=WHO_IS_HELPED)


class PairingPage(Schema):
    items = fields.List(fields.Nested(Pairing), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class PairingVisit(Schema):
    """`struck_for`: why it counts no longer, null while it does."""

    visit_id = fields.UUID(attribute="id", metadata=INTERNAL)
    pairing_id = fields.UUID(metadata=INTERNAL)
    on = fields.Date(metadata=INTERNAL)
    struck_for = fields.String(allow_none=True, metadata=INTERNAL)


class PairingGift(Schema):
    """`struck_for`: why it counts no longer, null while it does."""

    gift_id = fields.UUID(attribute="id", metadata=INTERNAL)
    pairing_id = fields.UUID(metadata=INTERNAL)
    kind = fields.String(metadata=INTERNAL)
    value_band = fields.String(metadata=INTERNAL)
    on = fields.Date(metadata=INTERNAL)
    struck_for = fields.String(allow_none=True, metadata=INTERNAL)


class PairingContacts(Schema):
    """What a helper did in a pairing, the latest first, struck entries among them."""

    pairing_id = fields.UUID(metadata=INTERNAL)
    visits = fields.List(fields.Nested(PairingVisit), metadata=INTERNAL)
    gifts = fields.List(fields.Nested(PairingGift), metadata=INTERNAL)
