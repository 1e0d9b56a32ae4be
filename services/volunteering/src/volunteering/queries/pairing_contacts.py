"""Readings of visits and gifts in pairings, struck ones among them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from runtime.access import Caller
from volunteering.queries.tables import PAIRING_GIFT, PAIRING_GIFT_STRIKE, PAIRING_VISIT, PAIRING_VISIT_STRIKE


def show_pairing_contacts(session: Session, caller: Caller, *, pairing_id: UUID) -> dict[str, Any]:
    """Visits and gifts of a pairing, the latest first."""
    visits = _visits().where(PAIRING_VISIT.c.pairing_id == pairing_id)
    gifts = _gifts().where(PAIRING_GIFT.c.pairing_id == pairing_id)
    newest_visits = visits.order_by(PAIRING_VISIT.c.on.desc(), PAIRING_VISIT.c.id.desc())
    newest_gifts = gifts.order_by(PAIRING_GIFT.c.on.desc(), PAIRING_GIFT.c.id.desc())
    return {
        "pairing_id": pairing_id,
        "visits": [dict(row) for row in session.execute(newest_visits).mappings()],
        "gifts": [dict(row) for row in session.execute(newest_gifts).mappings()],
    }


def visit_row(session: Session, visit_id: UUID) -> dict[str, Any]:
    """A visit with what struck it."""
    return dict(session.execute(_visits().where(PAIRING_VISIT.c.id == visit_id)).mappings().one())


def gift_row(session: Session, gift_id: UUID) -> dict[str, Any]:
    """A gift with what struck it."""
    return dict(session.execute(_gifts().where(PAIRING_GIFT.c.id == gift_id)).mappings().one())


def _visits() -> Select[Any]:
    struck = PAIRING_VISIT_STRIKE.c
    return select(PAIRING_VISIT, struck.reason.label("struck_for")).outerjoin(
        PAIRING_VISIT_STRIKE, struck.visit_id == PAIRING_VISIT.c.id
    )


def _gifts() -> Select[Any]:
    struck = PAIRING_GIFT_STRIKE.c
    return select(PAIRING_GIFT, struck.reason.label("struck_for")).outerjoin(
        PAIRING_GIFT_STRIKE, struck.gift_id == PAIRING_GIFT.c.id
    )
