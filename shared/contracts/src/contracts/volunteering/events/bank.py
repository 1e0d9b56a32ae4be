"""Events of love banks (爱心银行). No posting names a person: `hours_approved` says who served, and what somebody does
with the minutes is their own affair."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event

TOLD_KINDS = ("earned", "reversed", "given", "redeemed", "expired")


class BankOpenedV1(Event):
    """A community keeps a love bank (爱心银行) from now on. Reporting counts them."""

    name, aggregate, emitted_since = "volunteering.bank_opened.v1", "bank", "0.1.0"
    bank_id = fields.UUID(required=True, metadata=INTERNAL)
    opened_on = fields.Date(required=True, metadata=PUBLIC)


class MinutesPostedV1(Event):
    """Minutes were earned, reversed, given, redeemed or expired in a bank: one event per posting of these kinds.

    `earned_id` is the posting by which the minutes were earned; set for `earned` (itself) and `reversed` (the one struck).
    Holds, releases, moves and settlements stay within the banks. Reporting counts the minutes.
    """

    name, aggregate, emitted_since = "volunteering.minutes_posted.v1", "bank_posting", "0.1.0"
    posting_id = fields.UUID(required=True, metadata=INTERNAL)
    bank_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.OneOf(TOLD_KINDS), metadata=INTERNAL)
    earned_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(min=1), metadata=INTERNAL)
    posted_on = fields.Date(required=True, metadata=INTERNAL)
