"""What eldercare hears of those who answer a call for help, or cannot."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering import events
from runtime.outbox import emit
from volunteering.domain.responders import ResponderOffer


def responder_offered(session: Session, offer: ResponderOffer, minutes_away: int | None) -> None:
    emit(
        session,
        events.ResponderOfferedV1,
        aggregate_id=offer.id,
        area=offer.area,
        offer_id=offer.id,
        sos_id=offer.sos_id,
        person_id=offer.person_id,
        minutes_away=minutes_away,
    )


def responder_declined(
    session: Session, offer_id: UUID, sos_id: UUID, area: UUID, person_id: UUID | None, reason_code: str
) -> None:
    """`person_id` None: nobody near could be asked."""
    emit(
        session,
        events.ResponderDeclinedV1,
        aggregate_id=offer_id,
        area=area,
        offer_id=offer_id,
        sos_id=sos_id,
        person_id=person_id,
        reason_code=reason_code,
    )
