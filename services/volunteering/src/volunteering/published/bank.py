"""What the others hear of love banks: sums, and never whose they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering import events
from kernel.period import civil_day, first_moment
from runtime.outbox import emit
from volunteering.domain.bank import LoveBank


def bank_opened(session: Session, bank: LoveBank) -> None:
    emit(
        session,
        events.BankOpenedV1,
        aggregate_id=bank.id,
        area=bank.area,
        occurred_at=first_moment(bank.opened_on),
        bank_id=bank.id,
        opened_on=bank.opened_on,
    )


def minutes_posted(
    session: Session, bank: LoveBank, posting_id: UUID, kind: str, minutes: int, earned_id: UUID | None, at: datetime
) -> None:
    """`earned_id` is the posting that earned the minutes, where this one earns or reverses any."""
    emit(
        session,
        events.MinutesPostedV1,
        aggregate_id=posting_id,
        area=bank.area,
        occurred_at=at,
        posting_id=posting_id,
        bank_id=bank.id,
        kind=kind,
        earned_id=earned_id,
        minutes=minutes,
        posted_on=civil_day(at),
    )
