"""Love banks are public life. What somebody saved is their own affair, and that of those who answer for the area."""

from __future__ import annotations

from contracts.access import Resource, area_scope, person_scope, role, self_in, signed_in
from contracts.roles import OFFICERS


class Bank(Resource):
    """A community's love bank (爱心银行)."""

    key = "bank_id"
    area = area_scope()


Bank.see = (signed_in(),)


class BankAccount(Resource):
    """What one person holds at one bank. `area` is the bank's."""

    key = "account_id"
    person_id = person_scope()
    area = area_scope()


BankAccount.see = (self_in(BankAccount.person_id), role(*OFFICERS).over(BankAccount.area))

BANK_KEEPERS = (role(*OFFICERS).over(Bank.area),)
"""Who may open an account for somebody else."""
