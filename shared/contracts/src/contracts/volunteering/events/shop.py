"""Events of love supermarkets (爱心超市)."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event


class StockLowV1(Event):
    """A love supermarket (爱心超市) runs short of something: cobuilding calls for donations."""

    name, aggregate = "volunteering.stock_low.v1", "stock"
    stock_id = fields.UUID(required=True, metadata=INTERNAL)
    shop_id = fields.UUID(required=True, metadata=INTERNAL)
    goods_code = fields.String(required=True, metadata=PUBLIC)
    on_hand = fields.Integer(required=True, metadata=INTERNAL)
    wanted = fields.Integer(required=True, metadata=INTERNAL)
