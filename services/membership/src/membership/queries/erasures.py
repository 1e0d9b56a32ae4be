"""Readings of erasures (个人信息删除)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from membership.domain.erasures import ORDERED, Erasure
from runtime.access import Caller, sees
from runtime.paging import page

ERASURE = Erasure.__table__.c


def list_erasures(
    session: Session,
    caller: Caller,
    *,
    within: UUID | None,
    state: str | None,
    late: bool,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Requests that the caller may see, newest first."""
    hidden = ("locked", "paper", "shown_by", "requested_by", "decided_by")
    stmt = select(*(column for column in ERASURE if column.name not in hidden))
    stmt = stmt.where(sees(session, caller, ops.Erasure, ERASURE, within=within))
    if state is not None:
        stmt = stmt.where(ERASURE.state == state)
    if late:
        stmt = stmt.where(ERASURE.state == ORDERED, ERASURE.late_since.is_not(None))
    return page(session, stmt, keys=[ERASURE.requested_on.desc(), ERASURE.order_id.desc()], limit=limit, after=after)


def show_erasure(session: Session, caller: Caller, *, order_id: UUID) -> Erasure:
    """A request with what each service has answered."""
    return session.get_one(Erasure, order_id)
