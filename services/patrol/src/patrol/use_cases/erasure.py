"""Erasure (个人信息删除): what patrol holds of a person goes; no duty binds it to keep anything."""

from __future__ import annotations

from sqlalchemy.orm import Session

from contracts.patrol.events import PersonErasureDoneV1
from patrol.use_cases.teams import mourn
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.protection import forget


def erase(session: Session, event: Received) -> None:
    """Off every roster to come. Nights that were kept stay, with a member whom nobody can name."""
    mourn(session, event)
    forget(session, event.data["person_id"])
    emit(
        session,
        PersonErasureDoneV1,
        aggregate_id=event.data["order_id"],
        area=event.area,
        person_id=event.data["person_id"],
        locked_until=None,
    )
