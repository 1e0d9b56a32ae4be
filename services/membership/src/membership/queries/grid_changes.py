"""Readings of changes of the grid (区划调整)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from membership.domain.grid_changes import GridChange
from runtime.access import Caller, lies_in
from runtime.paging import page

CHANGE = GridChange.__table__.c


def list_grid_changes(
    session: Session, caller: Caller, *, area_id: UUID | None, state: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Changes by their day."""
    stmt = select(GridChange.__table__)
    if area_id is not None:
        stmt = stmt.where(lies_in(session, CHANGE.area_id, area_id))
    if state is not None:
        stmt = stmt.where(CHANGE.state == state)
    found = page(session, stmt, keys=[CHANGE.effective_on, CHANGE.change_id], limit=limit, after=after)
    return {"items": [_told(row) for row in found["items"]], "next": found["next"]}


def show_grid_change(session: Session, caller: Caller, *, change_id: UUID) -> dict[str, Any]:
    """One change."""
    return _told(session.execute(select(GridChange.__table__).where(CHANGE.change_id == change_id)).mappings().one())


def _told(row: Any) -> dict[str, Any]:
    plan = {"merged": [], "into": [], "parent_id": None, "code": None} | row["plan"]
    return {name: value for name, value in row.items() if name != "plan"} | plan
