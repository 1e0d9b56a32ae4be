"""From what happened here to what the others hear of it: that somebody is an elder, never how or why."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.eldercare.events import (
    CardIssuedV1,
    CardRevokedV1,
    ElderLeftV1,
    ElderRegisteredV1,
    PersonErasureDoneV1,
)
from eldercare.domain.card import Card
from eldercare.domain.elder import Elder
from kernel.period import first_moment
from runtime.outbox import emit
from runtime.subjects import subject
from runtime.time import now


def elder_registered(session: Session, elder: Elder) -> None:
    emit(
        session,
        ElderRegisteredV1,
        aggregate_id=elder.id,
        area=elder.area,
        occurred_at=_moment(elder.registered_on),
        elder_id=elder.id,
        person_id=elder.person_id,
    )


def elder_left(session: Session, elder: Elder, on: date) -> None:
    emit(
        session,
        ElderLeftV1,
        aggregate_id=elder.id,
        area=elder.area,
        occurred_at=_moment(on),
        elder_id=elder.id,
    )


def card_issued(session: Session, card: Card) -> None:
    """Which card somebody carries may tell of need: the holder is a keyed subject, the same all year."""
    emit(
        session,
        CardIssuedV1,
        aggregate_id=card.id,
        area=card.area,
        occurred_at=_moment(card.issued_on),
        card_id=card.id,
        kind=card.kind,
        subject=subject(card.person_id, card.issued_on.year),
        issued_on=card.issued_on,
    )


def card_revoked(session: Session, card: Card, on: date) -> None:
    emit(
        session,
        CardRevokedV1,
        aggregate_id=card.id,
        area=card.area,
        occurred_at=_moment(on),
        card_id=card.id,
        kind=card.kind,
        revoked_on=on,
    )


def person_erasure_done(session: Session, order_id: UUID, person_id: UUID) -> None:
    emit(session, PersonErasureDoneV1, aggregate_id=order_id, person_id=person_id, locked_until=None)


def _moment(day: date) -> datetime:
    """When something of a day happened: its beginning, or now if that is still to come."""
    return min(first_moment(day), now())
