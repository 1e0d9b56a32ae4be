"""What is sent to the operations of responders."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request


class OfOffer(Request):
    offer_id = fields.UUID(required=True, metadata=INTERNAL)


class ListOffers(Paged):
    pass


class OfferHelp(OfOffer):
    minutes_away = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0, max=240), metadata=INTERNAL
    )


class DeclineCall(OfOffer):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)
