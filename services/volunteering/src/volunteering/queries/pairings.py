"""Readings of pairings, without the helped."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from volunteering.queries.tables import PAIRING, within


def list_pairings(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    helped_kind: str | None,
    open: bool | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Pairings that the caller may see, without the helped, by their start."""
    stmt = select(PAIRING).where(
        sees(session, caller, ops.Pairing, PAIRING.c), *within(session, PAIRING.c.area, area_id)
    )
    if helped_kind is not None:
        stmt = stmt.where(PAIRING.c.helped_kind == helped_kind)
    if open is not None:
        stmt = stmt.where(PAIRING.c.ended_on.is_(None) if open else PAIRING.c.ended_on.is_not(None))
    return page(session, stmt, keys=[PAIRING.c.started_on, PAIRING.c.id], limit=limit, after=after)
