"""Love banks (爱心银行): opening one, giving and granting minutes, settling between banks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.roles import OFFICERS
from contracts.volunteering.resources.bank import BANK_KEEPERS
from kernel.ids import uuid7
from kernel.period import Period
from runtime.access import Caller
from runtime.time import today
from volunteering import published
from volunteering.domain import bank as rules
from volunteering.domain.bank import GIVEN, GRANTED, SETTLED, SETTLEMENT, BankAccount, LoveBank
from volunteering.domain.bank_errors import (
    AccountExists,
    AlreadyAtHome,
    BankExists,
    BankOfOthers,
    GiftLimitReached,
    GiftToOneself,
    NotForOneself,
    NothingToSettle,
    OtherBankNotYours,
)
from volunteering.domain.bank_postings import BankEntry
from volunteering.queries import account_row, bank_balance
from volunteering.use_cases import ledger, moves
from volunteering.use_cases.habits import bank_habits
from volunteering.use_cases.lookups import area_kind, who


def open_bank(session: Session, caller: Caller, *, area_id: UUID) -> LoveBank:
    """Open the bank of an area with its own account."""
    rules.must_keep_banks(area_kind(session, area_id))
    words = {"id": uuid7(), "area": area_id, "own_account": uuid7(), "opened_on": today()}
    if session.scalar(insert(LoveBank).values(words).on_conflict_do_nothing().returning(LoveBank.id)) is None:
        raise BankExists
    own = {"id": words["own_account"], "bank_id": words["id"], "area": area_id, "person_id": None}
    session.execute(insert(BankAccount).values(own))
    opened = LoveBank(**words)
    published.bank_opened(session, opened)
    return opened


def open_bank_account(session: Session, caller: Caller, *, bank_id: UUID, person_id: UUID | None) -> dict[str, Any]:
    """Open somebody's account at the bank of where they live."""
    at = ledger.bank(session, bank_id)
    person = who(session, caller, person_id, BANK_KEEPERS, at)
    home = ledger.bank_at_home(session, person)
    if home is None or home.id != at.id:
        raise BankOfOthers
    made = ledger.new_account(session, at, person)
    if made is None:
        raise AccountExists
    return account_row(session, made)


def give_minutes(
    session: Session,
    caller: Caller,
    *,
    account_id: UUID,
    minutes: int,
    to_person_id: UUID | None,
    to_bank_id: UUID | None,
) -> dict[str, Any]:
    """Give savings to a person, at the bank of their home, or to a community."""
    giver = session.get_one(BankAccount, account_id)
    if to_person_id is not None and to_person_id == giver.person_id:
        raise GiftToOneself
    receiver = (
        ledger.account_at_home(session, to_person_id)
        if to_person_id is not None
        else ledger.bank(session, _given(to_bank_id)).own_account
    )
    held = ledger.holdings(session, [account_id, receiver])
    _must_keep_to_limit(session, giver, minutes)
    lots = rules.take(held[account_id].lots, minutes)
    entries = rules.move(held[account_id], held[receiver], lots)
    ledger.post(session, GIVEN, uuid7(), entries, told=(giver.bank_id, minutes))
    return account_row(session, account_id)


def grant_minutes(session: Session, caller: Caller, *, bank_id: UUID, person_id: UUID, minutes: int) -> dict[str, Any]:
    """Give minutes of the community to somebody who needs them."""
    if person_id == caller.person_id:
        raise NotForOneself
    giver = ledger.bank(session, bank_id)
    receiver = ledger.account_at_home(session, person_id)
    held = ledger.holdings(session, [giver.own_account, receiver])
    lots = rules.take(held[giver.own_account].lots, minutes)
    ledger.post(session, GRANTED, uuid7(), rules.move(held[giver.own_account], held[receiver], lots))
    return bank_balance(session, caller, bank_id=bank_id, on=None)


def bring_minutes_home(session: Session, caller: Caller, *, account_id: UUID) -> dict[str, Any]:
    """Move everything to the bank of where the holder lives now."""
    left = session.get_one(BankAccount, account_id)
    home = ledger.account_at_home(session, left.person_id) if left.person_id is not None else account_id
    if home == account_id:
        raise AlreadyAtHome
    moves.follow(session, account_id, home)
    return account_row(session, home)


def settle_banks(session: Session, caller: Caller, *, bank_id: UUID, with_bank_id: UUID) -> dict[str, Any]:
    """Settle what two banks owe each other."""
    one, other = ledger.bank(session, bank_id), ledger.bank(session, with_bank_id)
    if not caller.covers(session, other.area, *OFFICERS):
        raise OtherBankNotYours
    held = ledger.holdings(session, [one.own_account, other.own_account])
    owed = _owed(session, one, other)
    if owed == 0:
        raise NothingToSettle
    entries = rules.settle(held[one.own_account], held[other.own_account], owed)
    ledger.post(session, SETTLED, uuid7(), entries)
    return bank_balance(session, caller, bank_id=bank_id, on=None)


def _given(bank_id: UUID | None) -> UUID:
    assert bank_id is not None  # the request names a person or a bank
    return bank_id


def _must_keep_to_limit(session: Session, giver: BankAccount, minutes: int) -> None:
    limit = bank_habits(session, giver.area)["gift_minutes_per_month"]
    if limit is None:
        return
    since = Period.month(today().year, today().month).begins
    if ledger.given_since(session, giver.id, since) + minutes > limit:
        raise GiftLimitReached


def _owed(session: Session, bank: LoveBank, other: LoveBank) -> int:
    """What one bank owes another, below zero where it is the creditor."""
    told = select(func.coalesce(func.sum(BankEntry.minutes), 0)).where(
        BankEntry.account_id == bank.own_account, BankEntry.book == SETTLEMENT, BankEntry.with_bank == other.id
    )
    return int(session.scalars(told).one())
