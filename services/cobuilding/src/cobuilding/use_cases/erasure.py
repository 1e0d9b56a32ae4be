"""Erasure (个人信息删除): what cobuilding holds of a person goes; no duty binds it to keep anything."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cobuilding.use_cases.units import lose_contact
from contracts.cobuilding.events import PersonErasureDoneV1
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.protection import forget


def erase(session: Session, event: Received) -> None:
    """The unit has no contact any more. What it agreed to stays: it is the unit's."""
    lose_contact(session, event)
    forget(session, event.data["person_id"])
    emit(
        session,
        PersonErasureDoneV1,
        aggregate_id=event.data["order_id"],
        area=event.area,
        person_id=event.data["person_id"],
        locked_until=None,
    )
