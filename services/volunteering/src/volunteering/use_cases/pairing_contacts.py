"""Visits and gifts in a pairing (认亲走访、赠礼): noted, and struck where they were noted by mistake."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now, today
from volunteering import published
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.pairing_contacts import (
    PairingGift,
    PairingGiftStrike,
    PairingVisit,
    PairingVisitStrike,
    must_be_paired,
)
from volunteering.domain.pairing_errors import ContactAlreadyStruck, PairingGiftUnknown, PairingVisitUnknown
from volunteering.domain.pairings import Pairing
from volunteering.queries import gift_row, visit_row


def record_pairing_visit(session: Session, caller: Caller, *, pairing_id: UUID, on: date) -> dict[str, Any]:
    """The helper came by, once a day."""
    pairing = _paired(session, pairing_id, on)
    by = {"recorded_by": caller.account_id, "recorded_at": now()}
    visit = PairingVisit(id=uuid7(), pairing_id=pairing.id, on=on, nth=_struck(session, pairing_id, on), **by)
    session.add(visit)
    session.flush()
    published.pairing_visited(session, pairing, visit)
    return visit_row(session, visit.id)


def record_pairing_gift(
    session: Session, caller: Caller, *, pairing_id: UUID, kind: str, value_band: str, on: date
) -> dict[str, Any]:
    """The helper gave something of their own."""
    pairing = _paired(session, pairing_id, on)
    by = {"recorded_by": caller.account_id, "recorded_at": now()}
    gift = PairingGift(id=uuid7(), pairing_id=pairing.id, kind=kind, value_band=value_band, on=on, **by)
    session.add(gift)
    session.flush()
    published.pairing_gift_given(session, pairing, gift)
    return gift_row(session, gift.id)


def strike_pairing_visit(
    session: Session, caller: Caller, *, pairing_id: UUID, visit_id: UUID, reason: str
) -> dict[str, Any]:
    """Take a visit back by an entry of its own; another may be noted on its day."""
    pairing, visit = session.get_one(Pairing, pairing_id), session.get(PairingVisit, visit_id)
    if visit is None or visit.pairing_id != pairing.id:
        raise PairingVisitUnknown
    _strike(session, PairingVisitStrike, {"visit_id": visit.id, "reason": reason, "struck_by": caller.account_id})
    published.pairing_visit_struck(session, pairing, visit, reason, now())
    return visit_row(session, visit.id)


def strike_pairing_gift(
    session: Session, caller: Caller, *, pairing_id: UUID, gift_id: UUID, reason: str
) -> dict[str, Any]:
    """Take a gift back by an entry of its own."""
    pairing, gift = session.get_one(Pairing, pairing_id), session.get(PairingGift, gift_id)
    if gift is None or gift.pairing_id != pairing.id:
        raise PairingGiftUnknown
    _strike(session, PairingGiftStrike, {"gift_id": gift.id, "reason": reason, "struck_by": caller.account_id})
    published.pairing_gift_struck(session, pairing, gift, reason, now())
    return gift_row(session, gift.id)


def _paired(session: Session, pairing_id: UUID, on: date) -> Pairing:
    pairing = session.get_one(Pairing, pairing_id)
    must_not_be_future(on, today(), "on")
    must_be_paired(pairing, on)
    return pairing


def _struck(session: Session, pairing_id: UUID, on: date) -> int:
    """How many visits of a day were struck."""
    struck = select(func.count()).join_from(
        PairingVisit, PairingVisitStrike, PairingVisitStrike.visit_id == PairingVisit.id
    )
    return session.scalar(struck.where(PairingVisit.pairing_id == pairing_id, PairingVisit.on == on)) or 0


def _strike(session: Session, strikes: type[Any], words: dict[str, Any]) -> None:
    """Raises `ContactAlreadyStruck`, also to the second of two who strike at once."""
    row = insert(strikes).values(words | {"struck_at": now()}).on_conflict_do_nothing().returning(strikes.struck_at)
    if session.scalar(row) is None:
        raise ContactAlreadyStruck
