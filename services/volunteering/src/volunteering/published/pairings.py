"""What the others hear of pairings: that somebody is helped, never who."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contracts.volunteering import events
from kernel.period import first_moment
from runtime.outbox import emit
from volunteering.domain.pairing_contacts import PairingGift, PairingVisit
from volunteering.domain.pairings import Pairing


def pairing_started(session: Session, pairing: Pairing) -> None:
    """Says that somebody is helped, never who: the subject is a keyed hash."""
    emit(
        session,
        events.PairingStartedV1,
        aggregate_id=pairing.id,
        area=pairing.area,
        occurred_at=first_moment(pairing.started_on),
        pairing_id=pairing.id,
        helper_kind=pairing.helper_kind,
        helper_id=pairing.helper_id,
        helped_kind=pairing.helped_kind,
        subject=pairing.subject,
        started_on=pairing.started_on,
    )


def pairing_ended(session: Session, pairing: Pairing) -> None:
    """The reason stays here: it may tell of the helped."""
    assert pairing.ended_on is not None
    emit(
        session,
        events.PairingEndedV1,
        aggregate_id=pairing.id,
        area=pairing.area,
        occurred_at=first_moment(pairing.ended_on),
        pairing_id=pairing.id,
        helped_kind=pairing.helped_kind,
        subject=pairing.subject,
        outcome=pairing.outcome,
        ended_on=pairing.ended_on,
    )


def pairing_visited(session: Session, pairing: Pairing, visit: PairingVisit) -> None:
    emit(
        session,
        events.PairingVisitedV1,
        aggregate_id=pairing.id,
        area=pairing.area,
        occurred_at=first_moment(visit.on),
        visit_id=visit.id,
        pairing_id=pairing.id,
        subject=pairing.subject,
        visited_on=visit.on,
    )


def pairing_gift_given(session: Session, pairing: Pairing, gift: PairingGift) -> None:
    emit(
        session,
        events.PairingGiftGivenV1,
        aggregate_id=pairing.id,
        area=pairing.area,
        occurred_at=first_moment(gift.on),
        gift_id=gift.id,
        pairing_id=pairing.id,
        subject=pairing.subject,
        kind=gift.kind,
        value_band=gift.value_band,
        given_on=gift.on,
    )


def pairing_visit_struck(session: Session, pairing: Pairing, visit: PairingVisit, reason: str, at: datetime) -> None:
    emit(
        session,
        events.PairingVisitStruckV1,
        aggregate_id=pairing.id,
        area=pairing.area,
        occurred_at=at,
        visit_id=visit.id,
        pairing_id=pairing.id,
        reason_code=reason,
    )


def pairing_gift_struck(session: Session, pairing: Pairing, gift: PairingGift, reason: str, at: datetime) -> None:
    emit(
        session,
        events.PairingGiftStruckV1,
        aggregate_id=pairing.id,
        area=pairing.area,
        occurred_at=at,
        gift_id=gift.id,
        pairing_id=pairing.id,
        reason_code=reason,
    )
