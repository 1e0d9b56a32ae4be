"""One's own mentorships, without whom they are for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from volunteering.queries.tables import MENTORSHIP


def list_mentorships(
    session: Session, caller: Caller, *, open: bool | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Those in which the caller is mentor or officer, by their start."""
    stmt = select(MENTORSHIP).where(sees(session, caller, ops.Mentorship, MENTORSHIP.c))
    if open is not None:
        stmt = stmt.where(MENTORSHIP.c.ended_on.is_(None) if open else MENTORSHIP.c.ended_on.is_not(None))
    return page(session, stmt, keys=[MENTORSHIP.c.started_on, MENTORSHIP.c.id], limit=limit, after=after)
