"""Events of love supermarkets (爱心超市). Money is in fen and never mixed with minutes; who is helped stays a keyed subject."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event

SHOP_KINDS = ("shop", "desk")
DONOR_KINDS = ("person", "unit", "anonymous")
PAID_WITH = ("minutes", "entitlement")
_NUMBER = validate.Range(min=1)
_FEN = validate.Range(min=0)


class StockLowV1(Event):
    """A love supermarket (爱心超市) runs short of something: cobuilding calls for donations."""

    name, aggregate, emitted_since = "volunteering.stock_low.v1", "stock", "0.1.0"
    stock_id = fields.UUID(required=True, metadata=INTERNAL)
    shop_id = fields.UUID(required=True, metadata=INTERNAL)
    goods_code = fields.String(required=True, metadata=PUBLIC)
    on_hand = fields.Integer(required=True, metadata=INTERNAL)
    wanted = fields.Integer(required=True, metadata=INTERNAL)


class ShopOpenedV1(Event):
    """A love supermarket, or a desk (专柜) of one, is open from now on. Reporting counts them."""

    name, aggregate, emitted_since = "volunteering.shop_opened.v1", "shop", "0.1.0"
    shop_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.OneOf(SHOP_KINDS), metadata=PUBLIC)
    opened_on = fields.Date(required=True, metadata=PUBLIC)


class ShopClosedV1(Event):
    """A love supermarket or desk is closed for good."""

    name, aggregate, emitted_since = "volunteering.shop_closed.v1", "shop", "0.1.0"
    shop_id = fields.UUID(required=True, metadata=INTERNAL)
    closed_on = fields.Date(required=True, metadata=PUBLIC)


class GoodsReceivedV1(Event):
    """Donated goods came in: `number` items worth `value_fen` (分) together. Reporting counts items and value."""

    name, aggregate, emitted_since = "volunteering.goods_received.v1", "batch", "0.1.0"
    batch_id = fields.UUID(required=True, metadata=INTERNAL)
    shop_id = fields.UUID(required=True, metadata=INTERNAL)
    goods_code = fields.String(required=True, metadata=PUBLIC)
    number = fields.Integer(required=True, strict=True, validate=_NUMBER, metadata=INTERNAL)
    value_fen = fields.Integer(required=True, strict=True, validate=_FEN, metadata=INTERNAL)
    donor_kind = fields.String(required=True, validate=validate.OneOf(DONOR_KINDS), metadata=INTERNAL)
    received_on = fields.Date(required=True, metadata=INTERNAL)


class GoodsStruckV1(Event):
    """A batch was entered in error: as if its goods had never come in."""

    name, aggregate, emitted_since = "volunteering.goods_struck.v1", "batch", "0.1.0"
    batch_id = fields.UUID(required=True, metadata=INTERNAL)


class GoodsIssuedV1(Event):
    """Reserved goods were handed over: `number` items worth `value_fen` (分) together.

    Paid with minutes that were earned, or given to somebody entitled. Only then `subject` is set: a keyed hash of the helped,
    the same all year, so that distinct people can be counted. Nobody is named, nor what they are entitled by.
    """

    name, aggregate, emitted_since = "volunteering.goods_issued.v1", "reservation", "0.1.0"
    reservation_id = fields.UUID(required=True, metadata=INTERNAL)
    shop_id = fields.UUID(required=True, metadata=INTERNAL)
    number = fields.Integer(required=True, strict=True, validate=_NUMBER, metadata=INTERNAL)
    value_fen = fields.Integer(required=True, strict=True, validate=_FEN, metadata=INTERNAL)
    paid_with = fields.String(required=True, validate=validate.OneOf(PAID_WITH), metadata=INTERNAL)
    subject = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    issued_on = fields.Date(required=True, metadata=INTERNAL)
