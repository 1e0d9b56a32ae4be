"""Answers to announced restructurings (支部调整): whether this service is ready for them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from contracts.cobuilding.events import RestructuringAcknowledgedV1
from runtime.inbox import Received
from runtime.outbox import emit


def acknowledge(session: Session, event: Received) -> None:
    """Cobuilding's units and agreements hang on areas, never on an organisation: it is always ready."""
    restructuring = event.data["restructuring_id"]
    emit(
        session,
        RestructuringAcknowledgedV1,
        aggregate_id=restructuring,
        area=event.area,
        restructuring_id=restructuring,
        accepted=True,
        reason_code=None,
    )
