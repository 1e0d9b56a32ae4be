"""What is sent to the operations of love banks. Minutes are whole."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.requests.shapes import Paged, Request

AMOUNT = validate.Range(min=1, max=1_000_000)


class OpenBank(Request):
    area_id = fields.UUID(required=True, metadata=PUBLIC)


class ListBanks(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)


class OfBank(Request):
    bank_id = fields.UUID(required=True, metadata=INTERNAL)


class OpenBankAccount(OfBank):
    """`person_id` null: one's own."""

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class ShowBank(OfBank):
    """`on` null: now; otherwise as of the end of that day."""

    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class GrantMinutes(OfBank):
    """From what was given to the community to somebody who needs it."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    minutes = fields.Integer(required=True, strict=True, validate=AMOUNT, metadata=INTERNAL)


class SettleBanks(OfBank):
    with_bank_id = fields.UUID(required=True, metadata=INTERNAL)


class ListBankAccounts(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class OfBankAccount(Request):
    account_id = fields.UUID(required=True, metadata=INTERNAL)


class ShowBankAccount(OfBankAccount):
    """`on` null: now; otherwise as of the end of that day."""

    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ListBankEntries(Paged, OfBankAccount):
    pass


class GiveMinutes(OfBankAccount):
    """To a person (`to_person_id`, at the bank of their home) or to a community (`to_bank_id`): exactly one of both."""

    minutes = fields.Integer(required=True, strict=True, validate=AMOUNT, metadata=INTERNAL)
    to_person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    to_bank_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)

    @validates_schema
    def names_one_receiver(self, words: dict[str, object], **_: object) -> None:
        if (words.get("to_person_id") is None) == (words.get("to_bank_id") is None):
            raise ValidationError("Name a person or a bank.", "to_person_id")
