"""Balances of older love banks (期初余额), entered through the import door.

What is brought forward is what somebody could still spend when the older book was closed. It stands against the bank's
`opening` book in a posting of today: what the books said of a past day stays as it was. The year's account hears of minutes
earned on the day they stand for. Nothing counts twice: imported hours (`sheet_history`) earn no minutes, and an older book
ends when the bank opens, from which day on approved hours do.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.volunteering.records.bank import OpeningBalanceRecord
from kernel.period import first_moment
from runtime.access import Caller
from runtime.imports import import_records
from runtime.time import today
from volunteering import published
from volunteering.domain import bank as rules
from volunteering.domain.bank import BROUGHT_FORWARD, EARNED, BankAccount, LoveBank
from volunteering.domain.bank_errors import AlreadyBroughtForward, NoBankAtHome
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.errors import PersonNotAlive, PersonUnknown
from volunteering.use_cases import ledger
from volunteering.use_cases.habits import bank_habits
from volunteering.use_cases.lookups import ids_in, must_be_volunteers, must_reach, resident


def import_opening_balances(
    session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool
) -> dict[str, Any]:
    """Bring balances forward, each to the bank of where its holder lives."""
    _lock(session, ids_in(records, "person_id"))
    return import_records(session, caller, OpeningBalanceRecord, records, _enter, dry_run, register="opening_balance")


def _enter(session: Session, caller: Caller, *, person_id: UUID, minutes: int, earned_on: date) -> UUID:
    at = _bank_at_home(session, caller, person_id)
    must_not_be_future(earned_on, today(), "earned_on")
    at.must_begin_after(earned_on)
    must_be_volunteers(session, [person_id])
    expires_on = rules.expiry(earned_on, bank_habits(session, at.area)["expiry_months"])
    rules.must_still_count(expires_on, today())
    holding = ledger.holding(session, ledger.account_of(session, at, person_id))
    balance = uuid5(person_id, f"balance of {earned_on}")
    if ledger.posting_of(session, BROUGHT_FORWARD, balance) is not None:
        raise AlreadyBroughtForward
    posting = ledger.post(session, BROUGHT_FORWARD, balance, rules.bring_forward(holding, minutes, expires_on))
    published.minutes_posted(session, at, posting, EARNED, minutes, posting, first_moment(earned_on))
    return posting


def _bank_at_home(session: Session, caller: Caller, person_id: UUID) -> LoveBank:
    """The bank of where somebody lives, whose register the caller keeps.

    Raises `PersonUnknown`, `PersonNotAlive`, `OutOfArea`, `NoBankAtHome`.
    """
    person = resident(session, person_id)
    if person is None:
        raise PersonUnknown
    must_reach(session, caller, person.home_area)
    if not person.alive:
        raise PersonNotAlive
    at = ledger.bank_of_area(session, person.home_area)
    if at is None:
        raise NoBankAtHome
    must_reach(session, caller, at.area)
    return at


def _lock(session: Session, people: set[UUID]) -> None:
    """Lock the accounts there are in the order of their ids, as everybody does: records come in any order."""
    ledger.holdings(session, session.scalars(select(BankAccount.id).where(BankAccount.person_id.in_(people))))
