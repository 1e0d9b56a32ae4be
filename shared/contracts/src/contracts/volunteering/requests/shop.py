"""What is sent to the operations of love supermarkets. Goods are counted in whole items, their value in fen (分)."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC, Basis, sensitive
from contracts.volunteering.events import DONOR_KINDS, SHOP_KINDS
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request
from contracts.volunteering.resources.shop import ARRANGERS

AT_ONCE = validate.Range(min=1, max=1_000)
"""Items of one kind in one reservation."""
NUMBER = validate.Range(min=1, max=1_000_000)
NAME = validate.Length(min=1, max=60)
FEN = validate.Range(min=0, max=100_000_000)
MINUTES_EACH = validate.Range(min=0, max=100_000)
WANTED = validate.Range(min=0, max=1_000_000)
STATES = ("reserved", "handed_over", "cancelled", "expired")
WHO_IS_ENTITLED = sensitive(
    "Giving goods to residents in difficulty", Basis.CONSENT, "while entitled + 3 years", shown_to=ARRANGERS
)


def must_name_its_donor(words: dict[str, object]) -> None:
    """Raises `ValidationError`."""
    if (words.get("donor_kind") == "anonymous") != (words.get("donor_id") is None):
        raise ValidationError("A person or a unit is named, an anonymous donor is not.", "donor_id")


class OpenShop(Request):
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    kind = fields.String(load_default="shop", validate=validate.OneOf(SHOP_KINDS), metadata=PUBLIC)


class ListShops(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    open = fields.Boolean(load_default=True, metadata=PUBLIC)


class OfShop(Request):
    shop_id = fields.UUID(required=True, metadata=INTERNAL)


class ListStock(Paged, OfShop):
    pass


class ShelveGoods(OfShop):
    """`minutes_each` an item costs in minutes. Below `wanted` items the shop calls for donations; 0: never."""

    code = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    unit = fields.String(required=True, validate=validate.Length(min=1, max=10), metadata=PUBLIC)
    minutes_each = fields.Integer(required=True, strict=True, validate=MINUTES_EACH, metadata=PUBLIC)
    wanted = fields.Integer(load_default=0, strict=True, validate=WANTED, metadata=PUBLIC)


class OfStock(Request):
    stock_id = fields.UUID(required=True, metadata=INTERNAL)


class PriceGoods(OfStock):
    minutes_each = fields.Integer(required=True, strict=True, validate=MINUTES_EACH, metadata=PUBLIC)
    wanted = fields.Integer(required=True, strict=True, validate=WANTED, metadata=PUBLIC)


class ReceiveGoods(OfStock):
    """`best_before` is the last day on which the goods may be handed over; null: they keep."""

    number = fields.Integer(required=True, strict=True, validate=NUMBER, metadata=INTERNAL)
    value_fen_each = fields.Integer(required=True, strict=True, validate=FEN, metadata=INTERNAL)
    best_before = Day(load_default=None, allow_none=True, metadata=PUBLIC)
    donor_kind = fields.String(load_default="anonymous", validate=validate.OneOf(DONOR_KINDS), metadata=INTERNAL)
    donor_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)

    @validates_schema
    def names_its_donor(self, words: dict[str, object], **_: object) -> None:
        must_name_its_donor(words)


class ListBatches(Paged, OfStock):
    pass


class OfBatch(Request):
    batch_id = fields.UUID(required=True, metadata=INTERNAL)


class WriteOffGoods(OfBatch):
    number = fields.Integer(required=True, strict=True, validate=NUMBER, metadata=INTERNAL)
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)


class CountGoods(OfBatch):
    """`counted` items of the batch are really there, reserved ones among them."""

    counted = fields.Integer(required=True, strict=True, validate=WANTED, metadata=INTERNAL)


class GoodsWanted(Request):
    stock_id = fields.UUID(required=True, metadata=INTERNAL)
    number = fields.Integer(required=True, strict=True, validate=AT_ONCE, metadata=INTERNAL)


WANTED_GOODS = validate.Length(min=1, max=20)


class ReserveGoods(OfShop):
    """Paid with minutes. `person_id` null: oneself."""

    goods = fields.List(fields.Nested(GoodsWanted), required=True, validate=WANTED_GOODS, metadata=INTERNAL)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class ReserveForEntitled(OfShop):
    goods = fields.List(fields.Nested(GoodsWanted), required=True, validate=WANTED_GOODS, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=WHO_IS_ENTITLED)


class ListReservations(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    shop_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES), metadata=INTERNAL)


class OfReservation(Request):
    reservation_id = fields.UUID(required=True, metadata=INTERNAL)


class ProposeEntitlement(Request):
    """`category` is one of the pack's; `valid_until` is the last day of it."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=WHO_IS_ENTITLED)
    category = fields.String(required=True, validate=CODE, metadata=WHO_IS_ENTITLED)
    valid_from = Day(required=True, metadata=INTERNAL)
    valid_until = Day(required=True, metadata=INTERNAL)


class ListEntitlements(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    state = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(("proposed", "approved", "ended")),
        metadata=INTERNAL,
    )


class OfEntitlement(Request):
    entitlement_id = fields.UUID(required=True, metadata=INTERNAL)


class EndEntitlement(OfEntitlement):
    reason = fields.String(required=True, validate=CODE, metadata=WHO_IS_ENTITLED)
