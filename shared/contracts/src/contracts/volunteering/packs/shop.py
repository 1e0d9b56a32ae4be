"""Love supermarkets in a pack: who may be entitled, to how much, and how long goods are put aside."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.volunteering.packs.codes import Named


class EntitlementCategory(Named):
    """A reason for which somebody may be given goods: `items_per_month` at most in a civil month, for `longest_months`."""

    class Meta:
        unknown = RAISE

    items_per_month = fields.Integer(load_default=10, validate=validate.Range(min=1, max=1_000), metadata=PUBLIC)
    longest_months = fields.Integer(load_default=12, validate=validate.Range(min=1, max=120), metadata=PUBLIC)


USUAL_CATEGORIES = (
    {"code": "low_income", "zh": "低保家庭", "en": "Low income"},
    {"code": "hardship", "zh": "临时困难", "en": "Sudden hardship", "longest_months": 3},
    {"code": "disabled", "zh": "残疾居民", "en": "Disabled resident"},
    {"code": "orphan", "zh": "困境儿童", "en": "Child in need"},
)
"""What an area without a pack knows."""


class LoveShopHabits(Schema):
    """The habits of the area's love supermarkets (爱心超市).

    Reserved goods wait `reservation_hours` to be fetched. `redeem_minutes_per_month` null: as much as one has.
    """

    class Meta:
        unknown = RAISE

    reservation_hours = fields.Integer(load_default=72, validate=validate.Range(min=1, max=720), metadata=PUBLIC)
    redeem_minutes_per_month = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min=1, max=1_000_000), metadata=PUBLIC
    )
    categories = fields.List(
        fields.Nested(EntitlementCategory),
        load_default=lambda: [EntitlementCategory().load(dict(each)) for each in USUAL_CATEGORIES],
        metadata=PUBLIC,
    )
