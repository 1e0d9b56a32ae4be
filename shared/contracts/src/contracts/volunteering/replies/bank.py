"""What the operations of love banks answer. Minutes are whole; moments UTC."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC, Basis, personal
from contracts.roles import OFFICERS

SAVED = personal(
    "Keeping the account of minutes served", Basis.CONSENT, "while a volunteer + 3 years", shown_to=OFFICERS
)


class Bank(Schema):
    bank_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    opened_on = fields.Date(metadata=PUBLIC)


class BankPage(Schema):
    items = fields.List(fields.Nested(Bank), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Settlement(Schema):
    """`minutes` above zero: this bank owes the other so many; below: the other owes this one."""

    bank_id = fields.UUID(metadata=INTERNAL)
    minutes = fields.Integer(metadata=INTERNAL)


class BankBalance(Bank):
    """The bank's own books as of the end of `on`, or now.

    `issued` minutes were credited for hours (and taken over from other banks) and `brought_forward` come of an older book.
    Of both `redeemed` were exchanged, `expired` ran out and `common` were given to the community; what is left is with
    people or owed to other banks.
    """

    on = fields.Date(allow_none=True, metadata=PUBLIC)
    issued = fields.Integer(metadata=INTERNAL)
    brought_forward = fields.Integer(metadata=INTERNAL)
    redeemed = fields.Integer(metadata=INTERNAL)
    expired = fields.Integer(metadata=INTERNAL)
    common = fields.Integer(metadata=INTERNAL)
    settlements = fields.List(fields.Nested(Settlement), metadata=INTERNAL)


class BankAccount(Schema):
    """`savings` can be spent, `held` wait for goods that are reserved, `owed` are paid back by what is earned next."""

    account_id = fields.UUID(attribute="id", metadata=INTERNAL)
    bank_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    person_id = fields.UUID(metadata=INTERNAL)
    savings = fields.Integer(metadata=SAVED)
    held = fields.Integer(metadata=SAVED)
    owed = fields.Integer(metadata=SAVED)


class BankAccountPage(Schema):
    items = fields.List(fields.Nested(BankAccount), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Lot(Schema):
    """Savings that expire together, on the morning of `expires_on`; null: never."""

    expires_on = fields.Date(allow_none=True, metadata=INTERNAL)
    minutes = fields.Integer(metadata=SAVED)


class BankAccountOnDay(BankAccount):
    """`lots` are those of the savings now, oldest first; empty for a day of the past."""

    on = fields.Date(allow_none=True, metadata=PUBLIC)
    lots = fields.List(fields.Nested(Lot), metadata=INTERNAL)


class BankEntry(Schema):
    """A line of the statement: `minutes` were added to, or below zero taken from, one `book` of the account."""

    entry_id = fields.Integer(attribute="id", metadata=INTERNAL)
    posting_id = fields.UUID(metadata=INTERNAL)
    kind = fields.String(metadata=INTERNAL)
    book = fields.String(metadata=INTERNAL)
    minutes = fields.Integer(metadata=SAVED)
    expires_on = fields.Date(allow_none=True, metadata=INTERNAL)
    posted_at = fields.AwareDateTime(metadata=INTERNAL)


class BankEntryPage(Schema):
    items = fields.List(fields.Nested(BankEntry), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
