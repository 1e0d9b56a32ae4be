"""Readings of love banks: balances now are columns, those of a day are sums of entries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from kernel.period import DAY, first_moment
from runtime.access import Caller, sees
from runtime.paging import page
from volunteering.domain.bank import EXPIRED, HELD, ISSUED, NEVER, OPENING, OWED, REDEEMED, SAVINGS, SETTLEMENT
from volunteering.queries.tables import BANK, BANK_ACCOUNT, BANK_ENTRY, BANK_LOT, BANK_POSTING, within


def list_banks(
    session: Session, caller: Caller, *, area_id: UUID | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Banks of an area and below it, by their opening."""
    stmt = select(BANK).where(sees(session, caller, ops.Bank, BANK.c), *within(session, BANK.c.area, area_id))
    return page(session, stmt, keys=[BANK.c.opened_on, BANK.c.id], limit=limit, after=after)


def show_bank(session: Session, caller: Caller, *, bank_id: UUID, on: date | None) -> dict[str, Any]:
    """The bank's own books."""
    return bank_balance(session, caller, bank_id=bank_id, on=on)


def bank_balance(session: Session, caller: Caller, *, bank_id: UUID, on: date | None) -> dict[str, Any]:
    """The bank's own books, now or as of the end of a day."""
    bank = session.execute(select(BANK).where(BANK.c.id == bank_id)).mappings().one()
    books = _books(session, bank["own_account"], on)
    owing = {other: minutes for (book, other), minutes in books.items() if book == SETTLEMENT and minutes}
    return {
        **bank,
        "on": on,
        "issued": -books.get((ISSUED, None), 0),
        "brought_forward": -books.get((OPENING, None), 0),
        "redeemed": books.get((REDEEMED, None), 0),
        "expired": books.get((EXPIRED, None), 0),
        "common": books.get((SAVINGS, None), 0),
        "settlements": [{"bank_id": other, "minutes": owing[other]} for other in sorted(owing, key=str)],
    }


def list_bank_accounts(
    session: Session, caller: Caller, *, area_id: UUID | None, person_id: UUID | None, limit: int, after: str | None
) -> dict[str, Any]:
    """The accounts that the caller may see, those of people only."""
    stmt = select(BANK_ACCOUNT).where(
        sees(session, caller, ops.BankAccount, BANK_ACCOUNT.c),
        BANK_ACCOUNT.c.person_id.is_not(None),
        *within(session, BANK_ACCOUNT.c.area, area_id),
    )
    if person_id is not None:
        stmt = stmt.where(BANK_ACCOUNT.c.person_id == person_id)
    return page(session, stmt, keys=[BANK_ACCOUNT.c.id], limit=limit, after=after)


def show_bank_account(session: Session, caller: Caller, *, account_id: UUID, on: date | None) -> dict[str, Any]:
    """One account, now with its lots or as of the end of a day."""
    account = account_row(session, account_id)
    if on is not None:
        books = _books(session, account_id, on)
        then = {book: books.get((book, None), 0) for book in (SAVINGS, HELD)}
        return {**account, **then, "owed": -books.get((OWED, None), 0), "on": on, "lots": []}
    lots = select(BANK_LOT.c.expires_on, BANK_LOT.c.minutes).where(BANK_LOT.c.account_id == account_id)
    found = session.execute(lots.order_by(BANK_LOT.c.expires_on)).mappings()
    whose = {"person_id": account["person_id"], "area": account["area"]}
    return {**account, "on": None, "lots": [{**lot, **whose, **_age(lot["expires_on"])} for lot in found]}


def list_bank_entries(
    session: Session, caller: Caller, *, account_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """The statement of an account, latest first."""
    account = account_row(session, account_id)
    stmt = (
        select(BANK_ENTRY, BANK_POSTING.c.kind)
        .join(BANK_POSTING, BANK_POSTING.c.id == BANK_ENTRY.c.posting_id)
        .where(BANK_ENTRY.c.account_id == account_id)
    )
    keys = [BANK_ENTRY.c.posted_at.desc(), BANK_ENTRY.c.id.desc()]
    found = page(session, stmt, keys=keys, limit=limit, after=after)
    whose = {"person_id": account["person_id"], "area": account["area"]}
    items = [{**row, **whose, **_age(row["expires_on"])} for row in found["items"]]
    return {"items": items, "next": found["next"]}


def account_row(session: Session, account_id: UUID) -> dict[str, Any]:
    """An account as its reply says it."""
    return dict(session.execute(select(BANK_ACCOUNT).where(BANK_ACCOUNT.c.id == account_id)).mappings().one())


def _books(session: Session, account_id: UUID, on: date | None) -> dict[tuple[str, UUID | None], int]:
    """The sums of an account's books, of settlements by bank."""
    wanted: list[ColumnElement[bool]] = [BANK_ENTRY.c.account_id == account_id]
    if on is not None:
        wanted.append(BANK_ENTRY.c.posted_at < _end_of(on))
    stmt = (
        select(BANK_ENTRY.c.book, BANK_ENTRY.c.with_bank, func.sum(BANK_ENTRY.c.minutes))
        .where(*wanted)
        .group_by(BANK_ENTRY.c.book, BANK_ENTRY.c.with_bank)
    )
    return {(book, other): int(minutes) for book, other, minutes in session.execute(stmt)}


def _end_of(day: date) -> datetime:
    return first_moment(day + DAY)


def _age(expires_on: date | None) -> dict[str, date | None]:
    return {"expires_on": None if expires_on == NEVER else expires_on}
