"""What the operations of love supermarkets answer. Values are in fen (分) and stand apart from minutes."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.requests.shop import WHO_IS_ENTITLED


class Shop(Schema):
    shop_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    name = fields.String(metadata=PUBLIC)
    kind = fields.String(metadata=PUBLIC)
    opened_on = fields.Date(metadata=PUBLIC)
    closed_on = fields.Date(allow_none=True, metadata=PUBLIC)
    version = fields.Integer(metadata=INTERNAL)


class ShopPage(Schema):
    items = fields.List(fields.Nested(Shop), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Stock(Schema):
    """`free` items can be reserved today: neither reserved nor past their day."""

    stock_id = fields.UUID(attribute="id", metadata=INTERNAL)
    shop_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    code = fields.String(metadata=PUBLIC)
    name = fields.String(metadata=PUBLIC)
    unit = fields.String(metadata=PUBLIC)
    minutes_each = fields.Integer(metadata=PUBLIC)
    wanted = fields.Integer(metadata=PUBLIC)
    free = fields.Integer(metadata=PUBLIC)
    version = fields.Integer(metadata=INTERNAL)


class StockPage(Schema):
    items = fields.List(fields.Nested(Stock), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Batch(Schema):
    """Of `number` items that came in, `left` are there, `reserved` of them put aside."""

    batch_id = fields.UUID(attribute="id", metadata=INTERNAL)
    stock_id = fields.UUID(metadata=INTERNAL)
    shop_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    number = fields.Integer(metadata=INTERNAL)
    left = fields.Integer(metadata=INTERNAL)
    reserved = fields.Integer(metadata=INTERNAL)
    value_fen_each = fields.Integer(metadata=INTERNAL)
    best_before = fields.Date(allow_none=True, metadata=PUBLIC)
    donor_kind = fields.String(metadata=INTERNAL)
    donor_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    received_on = fields.Date(metadata=INTERNAL)


class BatchPage(Schema):
    items = fields.List(fields.Nested(Batch), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Reservation(Schema):
    """`person_id` is null where the goods are for somebody entitled. Until `expires_at` they can be handed over."""

    reservation_id = fields.UUID(attribute="id", metadata=INTERNAL)
    shop_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    person_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    paid_with = fields.String(metadata=INTERNAL)
    items = fields.Integer(metadata=INTERNAL)
    minutes = fields.Integer(metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)
    reserved_at = fields.AwareDateTime(metadata=INTERNAL)
    expires_at = fields.AwareDateTime(metadata=INTERNAL)
    settled_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    version = fields.Integer(metadata=INTERNAL)


class ReservedGoods(Schema):
    stock_id = fields.UUID(metadata=INTERNAL)
    code = fields.String(metadata=PUBLIC)
    name = fields.String(metadata=PUBLIC)
    unit = fields.String(metadata=PUBLIC)
    number = fields.Integer(metadata=INTERNAL)


class ReservationWithGoods(Reservation):
    goods = fields.List(fields.Nested(ReservedGoods), metadata=INTERNAL)


class ReservationPage(Schema):
    items = fields.List(fields.Nested(Reservation), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Entitlement(Schema):
    """An entitlement without its person: whoever needs to know opens it by itself, and that is recorded."""

    entitlement_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    state = fields.String(metadata=INTERNAL)
    valid_from = fields.Date(metadata=INTERNAL)
    valid_until = fields.Date(metadata=INTERNAL)
    version = fields.Integer(metadata=INTERNAL)


class OpenedEntitlement(Entitlement):
    """`person_id` and `category` are null when the person was erased."""

    person_id = fields.UUID(attribute="entitled_id", allow_none=True, metadata=WHO_IS_ENTITLED)
    category = fields.String(allow_none=True, metadata=WHO_IS_ENTITLED)


class EntitlementPage(Schema):
    items = fields.List(fields.Nested(Entitlement), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
