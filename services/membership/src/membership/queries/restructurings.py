"""Readings of restructurings (支部调整)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from membership.domain.restructurings import Restructuring
from runtime.access import Caller, lies_in
from runtime.paging import page

RESTRUCTURING = Restructuring.__table__.c


def list_restructurings(
    session: Session, caller: Caller, *, area_id: UUID | None, state: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Restructurings, newest first."""
    stmt = select(*(column for column in RESTRUCTURING if column.name != "plan"))
    if area_id is not None:
        stmt = stmt.where(lies_in(session, RESTRUCTURING.area_id, area_id))
    if state is not None:
        stmt = stmt.where(RESTRUCTURING.state == state)
    keys = [RESTRUCTURING.effective_on.desc(), RESTRUCTURING.restructuring_id.desc()]
    return page(session, stmt, keys=keys, limit=limit, after=after)


def show_restructuring(session: Session, caller: Caller, *, restructuring_id: UUID) -> Restructuring:
    """A restructuring with its steps."""
    return session.get_one(Restructuring, restructuring_id)
