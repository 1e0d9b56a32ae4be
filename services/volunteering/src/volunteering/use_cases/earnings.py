"""What hours are worth in the love bank, in the transaction that approves or reverses them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Text, func, select
from sqlalchemy.orm import Session

from runtime.act import act_of
from runtime.time import today
from volunteering.domain import bank as rules
from volunteering.domain.bank import EARNED, ISSUED, OWED, REVERSED, SAVINGS, BankAccount
from volunteering.domain.bank_postings import BankEntry
from volunteering.use_cases import ledger
from volunteering.use_cases.habits import bank_habits
from volunteering.use_cases.lookups import resident


def of_served(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """What new entries of served minutes add to the bank, or take back from it; history that is imported does neither."""
    if act_of(session).kind == "import":
        return
    for row in sorted(rows, key=lambda row: str(row["person_id"])):
        if row["reverses"] is None:
            _earn(session, row["person_id"], row["id"], row["minutes"])
        else:
            _reverse(session, row["reverses"], row["id"])


def _reverse(session: Session, struck: UUID, striking: UUID) -> None:
    """Take back what a struck entry of served minutes had earned. What had expired meanwhile is past asking for.

    What was spent is owed, and paid back by what comes in next; nobody falls below zero.
    """
    posting = ledger.posting_of(session, EARNED, struck)
    if posting is None:
        return
    account, minutes, expires_on = _earned(session, posting)
    if expires_on is not None and expires_on <= today():
        return
    holding = ledger.holding(session, _followed(session, account))
    entries = rules.reverse(holding, minutes, expires_on or rules.NEVER)
    ledger.post(session, REVERSED, striking, entries, told=(holding.bank_id, minutes), reverses=posting)


def _earn(session: Session, person_id: UUID, served_id: UUID, minutes: int) -> None:
    person = resident(session, person_id)
    at = None if person is None or not person.alive else ledger.bank_of_area(session, person.home_area)
    if at is None:
        return
    usual = bank_habits(session, at.area)
    worth = rules.credited(minutes, usual["minutes_per_hour"])
    if worth == 0:
        return
    holding = ledger.holding(session, ledger.account_of(session, at, person_id))
    entries = rules.earn(holding, worth, rules.expiry(today(), usual["expiry_months"]))
    ledger.post(session, EARNED, served_id, entries, told=(at, worth))


def _earned(session: Session, posting: UUID) -> tuple[UUID, int, Any]:
    """The account, the minutes and the expiry of what a posting credited; no expiry where all of it paid a debt back."""
    of_person = BankEntry.book.in_((SAVINGS, OWED))
    row = session.execute(
        select(
            func.min(BankEntry.account_id.cast(Text)).filter(of_person).label("account_id"),
            func.sum(-BankEntry.minutes).filter(BankEntry.book == ISSUED).label("minutes"),
            func.max(BankEntry.expires_on).label("expires_on"),
        ).where(BankEntry.posting_id == posting)
    ).one()
    return UUID(row.account_id), int(row.minutes), row.expires_on


def _followed(session: Session, account: UUID) -> UUID:
    """The account to which everything moved since its holder moved home, or the account itself."""
    seen = {account}
    while True:
        following = session.scalar(select(BankAccount.follows).where(BankAccount.id == account))
        if following is None or following in seen:
            return account
        seen.add(following)
        account = following
