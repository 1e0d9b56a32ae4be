"""The records of love supermarkets' import door."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord
from contracts.volunteering.events import DONOR_KINDS
from contracts.volunteering.requests.shop import FEN, NUMBER, WANTED, must_name_its_donor


class BatchRecord(ImportRecord):
    """Goods that were donated on a day of the past (捐赠入库), of a kind that has its place on a shelf.

    `number` items came in; the last stock-take (盘点) found `left` of them on the shelf, none where it says nothing.
    `best_before` is the last day on which they may be handed over; null: they keep.
    """

    stock_id = fields.UUID(required=True, metadata=INTERNAL)
    number = fields.Integer(required=True, strict=True, validate=NUMBER, metadata=INTERNAL)
    left = fields.Integer(load_default=0, strict=True, validate=WANTED, metadata=INTERNAL)
    value_fen_each = fields.Integer(required=True, strict=True, validate=FEN, metadata=INTERNAL)
    best_before = Day(load_default=None, allow_none=True, metadata=PUBLIC)
    donor_kind = fields.String(load_default="anonymous", validate=validate.OneOf(DONOR_KINDS), metadata=INTERNAL)
    donor_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    received_on = Day(required=True, metadata=INTERNAL)

    @validates_schema
    def hangs_together(self, words: dict[str, object], **_: object) -> None:
        must_name_its_donor(words)
        number, left = words.get("number"), words.get("left")
        if isinstance(number, int) and isinstance(left, int) and left > number:
            raise ValidationError("No more are left than came in.", "left")
