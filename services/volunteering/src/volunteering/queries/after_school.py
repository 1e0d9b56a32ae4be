"""Readings of after-schools and places in them, without the children."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from volunteering.queries.tables import AFTER_SCHOOL, PICK_UP, SCHOOL_DAY, SCHOOL_PLACE, within


def list_after_schools(
    session: Session, caller: Caller, *, area_id: UUID | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Open after-schools of an area and below it, by name."""
    stmt = select(AFTER_SCHOOL).where(
        sees(session, caller, ops.AfterSchool, AFTER_SCHOOL.c),
        AFTER_SCHOOL.c.closed_on.is_(None),
        *within(session, AFTER_SCHOOL.c.area, area_id),
    )
    return page(session, stmt, keys=[AFTER_SCHOOL.c.name, AFTER_SCHOOL.c.id], limit=limit, after=after)


def list_school_places(
    session: Session,
    caller: Caller,
    *,
    after_school_id: UUID | None,
    area_id: UUID | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """The places that the caller may see, by their first day."""
    stmt = select(SCHOOL_PLACE).where(
        sees(session, caller, ops.SchoolPlace, SCHOOL_PLACE.c), *within(session, SCHOOL_PLACE.c.area, area_id)
    )
    if after_school_id is not None:
        stmt = stmt.where(SCHOOL_PLACE.c.after_school_id == after_school_id)
    return page(session, stmt, keys=[SCHOOL_PLACE.c.from_on, SCHOOL_PLACE.c.id], limit=limit, after=after)


def school_days_of(session: Session, school_place_id: UUID, limit: int, after: str | None) -> dict[str, Any]:
    """The days on which a child came, the latest first; who fetched it is sealed."""
    stmt = (
        select(SCHOOL_DAY, PICK_UP.c.sealed, PICK_UP.c.handed_over_by)
        .outerjoin(PICK_UP, PICK_UP.c.school_day_id == SCHOOL_DAY.c.id)
        .where(SCHOOL_DAY.c.school_place_id == school_place_id)
    )
    return page(session, stmt, keys=[SCHOOL_DAY.c.on.desc(), SCHOOL_DAY.c.id], limit=limit, after=after)
