"""Minutes put aside for goods (冻结), and what becomes of them: released or redeemed, once. And those that expire."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.time import today
from volunteering.domain import bank as rules
from volunteering.domain.bank import CAPTURED, HOLD, LAPSED, RELEASED, BankAccount, Lot
from volunteering.domain.bank_postings import BankLot
from volunteering.use_cases import ledger, moves

AT_A_TIME = 200
"""How many accounts one run of the clock relieves of what expired; the next run goes on."""


def hold(session: Session, account: UUID, source_id: UUID, minutes: int) -> None:
    """Put savings aside. Raises `BalanceTooLow`."""
    ledger.post(session, HOLD, source_id, rules.hold(ledger.holding(session, account), minutes))


def release(session: Session, source_id: UUID) -> None:
    """What was put aside goes back, and on to the new home of who has moved meanwhile."""
    account, lots = _held(session, source_id)
    ledger.post(session, RELEASED, source_id, rules.release(ledger.holding(session, account), lots))
    new = session.scalar(select(BankAccount.follows).where(BankAccount.id == account))
    if new is not None:
        moves.forward(session, account, new)


def capture(session: Session, source_id: UUID) -> None:
    """What was put aside is spent."""
    account, lots = _held(session, source_id)
    here = ledger.holding(session, account)
    told = (here.bank_id, sum(lot.minutes for lot in lots))
    ledger.post(session, CAPTURED, source_id, rules.capture(here, lots), told=told)


def expire_minutes(session: Session) -> None:
    """Savings that nobody spent in time run out, oldest first."""
    due = (
        select(BankLot.account_id)
        .where(BankLot.expires_on <= today())
        .order_by(BankLot.expires_on, BankLot.account_id)
        .limit(AT_A_TIME)
    )
    for here in ledger.holdings(session, session.scalars(due).all()).values():
        over = [lot for lot in here.lots if lot.expires_on <= today()]
        if over:
            told = (here.bank_id, sum(lot.minutes for lot in over))
            ledger.post(session, LAPSED, uuid7(), rules.lapse(here, over), told=told)


def _held(session: Session, source_id: UUID) -> tuple[UUID, list[Lot]]:
    posting = ledger.posting_of(session, HOLD, source_id)
    assert posting is not None  # a reservation that is paid with minutes holds them
    return ledger.held_by(session, posting)
