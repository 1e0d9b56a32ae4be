"""Readings of attendances with what counts of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from volunteering.domain.hours import ACTIVITY
from volunteering.queries.tables import ATTENDANCE, CHECK_OUT, SERVED, within


def list_attendances(
    session: Session,
    caller: Caller,
    *,
    activity_id: UUID | None,
    person_id: UUID | None,
    area_id: UUID | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """The attendances that the caller may see, by time, with what counts of them."""
    stmt = _attendances().where(
        sees(session, caller, ops.Attendance, ATTENDANCE.c), *within(session, ATTENDANCE.c.area, area_id)
    )
    if activity_id is not None:
        stmt = stmt.where(ATTENDANCE.c.activity_id == activity_id)
    if person_id is not None:
        stmt = stmt.where(ATTENDANCE.c.person_id == person_id)
    return page(session, stmt, keys=[ATTENDANCE.c.checked_in_at, ATTENDANCE.c.id], limit=limit, after=after)


def attendance_row(session: Session, attendance_id: UUID) -> dict[str, Any]:
    """An attendance with what counts of it, as its reply says it."""
    return dict(session.execute(_attendances().where(ATTENDANCE.c.id == attendance_id)).mappings().one())


def _attendances() -> Select[Any]:
    """`minutes` are those approved and not struck: the sum of an attendance's entries, nothing where it is zero.

    Asked row by row, for the rows of a page only; an EXISTS the planner might answer by reading the whole ledger.
    """
    mine = (
        SERVED.c.source_id == ATTENDANCE.c.id,
        SERVED.c.person_id == ATTENDANCE.c.person_id,
        SERVED.c.source == ACTIVITY,
    )
    minutes = select(func.nullif(func.sum(SERVED.c.minutes), 0)).where(*mine).scalar_subquery()
    is_struck = select(func.coalesce(func.bool_or(SERVED.c.reverses.is_not(None)), False)).where(*mine)
    return select(
        ATTENDANCE,
        CHECK_OUT.c.checked_out_at,
        minutes.label("minutes"),
        is_struck.scalar_subquery().label("reversed"),
    ).outerjoin(CHECK_OUT, CHECK_OUT.c.attendance_id == ATTENDANCE.c.id)
