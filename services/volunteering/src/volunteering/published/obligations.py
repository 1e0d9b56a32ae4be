"""What the others hear of a person's erasure."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering import events
from runtime.outbox import emit


def person_erasure_done(session: Session, order_id: UUID, person_id: UUID, at: datetime) -> None:
    emit(
        session,
        events.PersonErasureDoneV1,
        aggregate_id=order_id,
        occurred_at=at,
        person_id=person_id,
        locked_until=None,
    )
