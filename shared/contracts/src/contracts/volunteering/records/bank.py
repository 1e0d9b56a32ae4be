"""The records of love banks' import door."""

from __future__ import annotations

from marshmallow import fields

from contracts.calendar import Day
from contracts.classes import INTERNAL
from contracts.imports import ImportRecord
from contracts.volunteering.replies.bank import SAVED
from contracts.volunteering.requests.bank import AMOUNT


class OpeningBalanceRecord(ImportRecord):
    """What somebody could still spend when an older book of a love bank (爱心银行台账) was closed (期初余额).

    `minutes` as that book credited them. `earned_on` is the day they were earned, or as of which the book was closed where it
    does not say: they run out as if they were earned then. One record for each person and day.
    """

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    minutes = fields.Integer(required=True, strict=True, validate=AMOUNT, metadata=SAVED)
    earned_on = Day(required=True, metadata=INTERNAL)
