"""Reading and adding to the ledger of love banks. Accounts are locked in the order of their ids, then read, then posted to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.orm import Session

from contracts.volunteering.events.bank import TOLD_KINDS
from kernel.ids import uuid7
from runtime.act import act_of
from runtime.replicas import AREA
from runtime.time import now
from volunteering import published
from volunteering.domain.bank import EARNED, GIVEN, HELD, SAVINGS, BankAccount, Entry, Holding, Lot, LoveBank
from volunteering.domain.bank_errors import BankUnknown, NoBankAtHome
from volunteering.domain.bank_postings import BankEntry, BankLot, BankPosting
from volunteering.domain.errors import PersonNotAlive, PersonUnknown
from volunteering.use_cases.lookups import resident


def bank(session: Session, bank_id: UUID) -> LoveBank:
    """Raises `BankUnknown`."""
    found = session.get(LoveBank, bank_id)
    if found is None:
        raise BankUnknown
    return found


def bank_of_area(session: Session, area: UUID) -> LoveBank | None:
    """The nearest bank at or above an area."""
    here = select(AREA.c.path).where(AREA.c.area_id == area).scalar_subquery()
    nearest = (
        select(LoveBank)
        .join(AREA, AREA.c.area_id == LoveBank.area)
        .where(AREA.c.path.op("@>", is_comparison=True)(here))
        .order_by(func.nlevel(AREA.c.path).desc())
        .limit(1)
    )
    return session.scalar(nearest)


def new_account(session: Session, at: LoveBank, person_id: UUID) -> UUID | None:
    """A new account of a person at a bank; None where there is one already."""
    row = {"id": uuid7(), "bank_id": at.id, "area": at.area, "person_id": person_id}
    return session.scalar(insert_or_skip(BankAccount).values(row).on_conflict_do_nothing().returning(BankAccount.id))


def account_of(session: Session, at: LoveBank, person_id: UUID) -> UUID:
    """The person's account at a bank, made on first use."""
    mine = select(BankAccount.id).where(BankAccount.bank_id == at.id, BankAccount.person_id == person_id)
    return session.scalar(mine) or new_account(session, at, person_id) or session.scalars(mine).one()


def bank_at_home(session: Session, person_id: UUID) -> LoveBank | None:
    """The bank of where somebody lives. Raises `PersonUnknown`, `PersonNotAlive`."""
    person = resident(session, person_id)
    if person is None:
        raise PersonUnknown
    if not person.alive:
        raise PersonNotAlive
    return bank_of_area(session, person.home_area)


def account_at_home(session: Session, person_id: UUID) -> UUID:
    """The account at the bank of where somebody lives. Raises `PersonUnknown`, `PersonNotAlive`, `NoBankAtHome`."""
    at = bank_at_home(session, person_id)
    if at is None:
        raise NoBankAtHome
    return account_of(session, at, person_id)


def holdings(session: Session, accounts: Iterable[UUID]) -> dict[UUID, Holding]:
    """What accounts hold now; they stay locked until the end of the transaction."""
    wanted = sorted(set(accounts))
    locked = (
        select(BankAccount.id, BankAccount.bank_id, LoveBank.own_account, BankAccount.owed)
        .join(LoveBank, LoveBank.id == BankAccount.bank_id)
        .where(BankAccount.id.in_(wanted))
        .order_by(BankAccount.id)
        .with_for_update(of=BankAccount, key_share=True)
    )
    rows = session.execute(locked).all()
    lots: dict[UUID, list[Lot]] = defaultdict(list)
    there = select(BankLot.account_id, BankLot.expires_on, BankLot.minutes).where(BankLot.account_id.in_(wanted))
    for account_id, expires_on, minutes in session.execute(there.order_by(BankLot.account_id, BankLot.expires_on)):
        lots[account_id].append(Lot(expires_on, minutes))
    return {row.id: Holding(row.id, row.bank_id, row.own_account, tuple(lots[row.id]), row.owed) for row in rows}


def holding(session: Session, account: UUID) -> Holding:
    """What one account holds now."""
    return holdings(session, [account])[account]


def post(
    session: Session,
    kind: str,
    source_id: UUID,
    entries: Iterable[Entry],
    *,
    told: tuple[LoveBank | UUID, int] | None = None,
    reverses: UUID | None = None,
) -> UUID:
    """Add one posting; `told` are the bank and the minutes that the others hear of, where the kind is told at all."""
    at, made = now(), uuid7()
    head = {"id": made, "kind": kind, "source_id": source_id, "reverses": reverses}
    session.execute(insert(BankPosting).values(head | {"posted_at": at, "posted_by": act_of(session).actor_id}))
    session.execute(insert(BankEntry).values([_row(made, entry) | {"posted_at": at} for entry in entries]))
    if told is not None and kind in TOLD_KINDS:
        of, minutes = told
        where = of if isinstance(of, LoveBank) else bank(session, of)
        earned = made if kind == EARNED else reverses
        published.minutes_posted(session, where, made, kind, minutes, earned, at)
    return made


def posting_of(session: Session, kind: str, source_id: UUID) -> UUID | None:
    """The posting of a kind that came from a source."""
    return session.scalar(select(BankPosting.id).where(BankPosting.source_id == source_id, BankPosting.kind == kind))


def held_by(session: Session, posting_id: UUID) -> tuple[UUID, list[Lot]]:
    """The account and the lots that a hold put aside."""
    rows = session.execute(
        select(BankEntry.account_id, BankEntry.expires_on, BankEntry.minutes)
        .where(BankEntry.posting_id == posting_id, BankEntry.book == HELD)
        .order_by(BankEntry.id)
    ).all()
    return rows[0].account_id, [Lot(row.expires_on, row.minutes) for row in rows]


def given_since(session: Session, account: UUID, since: datetime) -> int:
    """The minutes that an account gave away since a moment."""
    given = (
        select(func.coalesce(-func.sum(BankEntry.minutes), 0))
        .join(BankPosting, BankPosting.id == BankEntry.posting_id)
        .where(BankEntry.account_id == account, BankEntry.posted_at >= since, BankPosting.kind == GIVEN)
        .where(BankEntry.book == SAVINGS, BankEntry.minutes < 0)
    )
    return int(session.scalars(given).one())


def _row(posting_id: UUID, entry: Entry) -> dict[str, Any]:
    return {
        "posting_id": posting_id,
        "account_id": entry.account_id,
        "book": entry.book,
        "minutes": entry.minutes,
        "expires_on": entry.expires_on,
        "with_bank": entry.with_bank,
    }
