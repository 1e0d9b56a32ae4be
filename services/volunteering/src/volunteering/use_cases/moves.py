"""When savings move: with their holder to a new home, or to nobody, when the holder is gone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from volunteering.domain import bank as rules
from volunteering.domain.bank import LAPSED, MOVED, WRITTEN_OFF, BankAccount
from volunteering.use_cases import ledger


def follow_home(session: Session, person_id: UUID, home: UUID) -> None:
    """Savings and debts of somebody who moved go to the bank of the new home; without one there they stay."""
    at = ledger.bank_of_area(session, home)
    if at is None:
        return
    left = select(BankAccount.id).where(
        BankAccount.person_id == person_id,
        BankAccount.bank_id != at.id,
        or_(BankAccount.savings > 0, BankAccount.owed > 0, BankAccount.held > 0),
    )
    accounts = session.scalars(left.order_by(BankAccount.id)).all()
    if accounts:
        new = ledger.account_of(session, at, person_id)
        for account in accounts:
            follow(session, account, new)


def follow(session: Session, account: UUID, new: UUID) -> None:
    """Move what can be spent, or what is owed, to another account of the holder; what is released later follows."""
    ledger.holdings(session, [account, new])  # locked in the order of their ids, before either is written
    _point(session, new, None)
    _point(session, account, new)
    forward(session, account, new)


def forward(session: Session, account: UUID, new: UUID) -> None:
    """Send on what stands in an account whose holder has another one now."""
    held = ledger.holdings(session, [account, new])
    here, there = held[account], held[new]
    if here.savings:
        ledger.post(session, MOVED, uuid7(), rules.move(here, there, here.lots))
    elif here.owed:
        ledger.post(session, MOVED, uuid7(), rules.move_debt(here, there))


def close_all_of(session: Session, person_id: UUID) -> None:
    """Nobody can spend any more: savings lapse, and the bank asks for nothing. What is held has been released before."""
    mine = select(BankAccount.id).where(BankAccount.person_id == person_id).order_by(BankAccount.id)
    for account, here in ledger.holdings(session, session.scalars(mine).all()).items():
        if here.savings:
            told = (here.bank_id, here.savings)
            ledger.post(session, LAPSED, uuid7(), rules.lapse(here, here.lots), told=told)
        elif here.owed:
            ledger.post(session, WRITTEN_OFF, uuid7(), rules.write_off(here))
        _point(session, account, None)


def _point(session: Session, account: UUID, new: UUID | None) -> None:
    session.execute(
        update(BankAccount)
        .where(BankAccount.id == account)
        .values(follows=new)
        .execution_options(synchronize_session=False)
    )
