"""Readings of part-time seats on committees (大党委兼职委员)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from membership.domain.committee_seats import CommitteeSeat, SeatHolder
from runtime.access import Caller, lies_in
from runtime.paging import page
from runtime.time import today

SEAT, HOLDER = CommitteeSeat.__table__.c, SeatHolder.__table__.c


def list_seats(
    session: Session,
    caller: Caller,
    *,
    organisation_id: UUID | None,
    area_id: UUID | None,
    on: date | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Seats of a day, by the day they were opened."""
    day = on or today()
    stmt = _seats(day).where(SEAT.opened_on <= day, or_(SEAT.ended_on.is_(None), SEAT.ended_on > day))
    if organisation_id is not None:
        stmt = stmt.where(SEAT.organisation_id == organisation_id)
    if area_id is not None:
        stmt = stmt.where(lies_in(session, SEAT.area_id, area_id))
    return page(session, stmt, keys=[SEAT.opened_on, SEAT.seat_id], limit=limit, after=after)


def show_seat(session: Session, caller: Caller, *, seat_id: UUID) -> dict[str, Any]:
    """One seat."""
    return told(session, seat_id)


def told(session: Session, seat_id: UUID) -> dict[str, Any]:
    """A seat with who sits there now."""
    return dict(session.execute(_seats(today()).where(SEAT.seat_id == seat_id)).mappings().one())


def _seats(day: date) -> Any:
    sits = and_(
        HOLDER.seat_id == SEAT.seat_id, HOLDER.taken_on <= day, or_(HOLDER.left_on.is_(None), HOLDER.left_on > day)
    )
    return select(CommitteeSeat.__table__, HOLDER.person_id, HOLDER.taken_on).outerjoin(SeatHolder.__table__, sits)
