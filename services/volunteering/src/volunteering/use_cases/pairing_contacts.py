"""Visits and gifts in a pairing (认亲走访、赠礼)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now, today
from volunteering import published
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.pairing_contacts import PairingGift, PairingVisit, must_be_paired
from volunteering.domain.pairings import Pairing


def record_pairing_visit(session: Session, caller: Caller, *, pairing_id: UUID, on: date) -> PairingVisit:
    """The helper came by, once a day."""
    pairing = _paired(session, pairing_id, on)
    by = {"recorded_by": caller.account_id, "recorded_at": now()}
    visit = PairingVisit(id=uuid7(), pairing_id=pairing.id, on=on, **by)
    session.add(visit)
    session.flush()
    published.pairing_visited(session, pairing, visit)
    return visit


def record_pairing_gift(
    session: Session, caller: Caller, *, pairing_id: UUID, kind: str, value_band: str, on: date
) -> PairingGift:
    """The helper gave something of their own."""
    pairing = _paired(session, pairing_id, on)
    by = {"recorded_by": caller.account_id, "recorded_at": now()}
    gift = PairingGift(id=uuid7(), pairing_id=pairing.id, kind=kind, value_band=value_band, on=on, **by)
    session.add(gift)
    session.flush()
    published.pairing_gift_given(session, pairing, gift)
    return gift


def show_pairing_contacts(session: Session, caller: Caller, *, pairing_id: UUID) -> dict[str, Any]:
    """Visits and gifts of a pairing, the latest first."""
    visits = select(PairingVisit).where(PairingVisit.pairing_id == pairing_id)
    gifts = select(PairingGift).where(PairingGift.pairing_id == pairing_id)
    return {
        "pairing_id": pairing_id,
        "visits": list(session.scalars(visits.order_by(PairingVisit.on.desc()))),
        "gifts": list(session.scalars(gifts.order_by(PairingGift.on.desc(), PairingGift.id.desc()))),
    }


def _paired(session: Session, pairing_id: UUID, on: date) -> Pairing:
    pairing = session.get_one(Pairing, pairing_id)
    must_not_be_future(on, today(), "on")
    must_be_paired(pairing, on)
    return pairing
