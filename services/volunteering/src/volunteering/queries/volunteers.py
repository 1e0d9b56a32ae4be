"""Readings of volunteers and what they served."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, extract, func, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from runtime.replicas import PERSON
from volunteering.domain.hours import ACTIVITY, SHIFT
from volunteering.queries.tables import SERVED, VOLUNTEER, within


def list_volunteers(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    skill: str | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Volunteers that the caller may see, by area and skill, by registration."""
    stmt = _volunteers().where(
        sees(session, caller, ops.Volunteer, VOLUNTEER.c),
        VOLUNTEER.c.retired_on.is_(None),
        *within(session, VOLUNTEER.c.area, area_id),
    )
    if skill is not None:
        stmt = stmt.where(VOLUNTEER.c.skills.contains([skill]))
    return page(session, stmt, keys=[VOLUNTEER.c.registered_on, VOLUNTEER.c.id], limit=limit, after=after)


def show_volunteer(session: Session, caller: Caller, *, volunteer_id: UUID) -> Any:
    """One volunteer."""
    return session.execute(_volunteers().where(VOLUNTEER.c.id == volunteer_id)).mappings().one()


def show_hours(session: Session, caller: Caller, *, volunteer_id: UUID) -> dict[str, Any]:
    """What a volunteer served, by civil year; whose it is and where tells to whom it may be shown."""
    volunteer = session.execute(select(VOLUNTEER).where(VOLUNTEER.c.id == volunteer_id)).one()
    year = extract("year", SERVED.c.served_on)
    by_source = {
        source: func.coalesce(func.sum(case((SERVED.c.source == source, SERVED.c.minutes))), 0)
        for source in (ACTIVITY, SHIFT)
    }
    stmt = (
        select(
            year.label("year"),
            func.sum(SERVED.c.minutes).label("minutes"),
            by_source[ACTIVITY].label("activity_minutes"),
            by_source[SHIFT].label("shift_minutes"),
        )
        .where(SERVED.c.person_id == volunteer.person_id)
        .group_by(year)
        .order_by(year)
    )
    years = [{"person_id": volunteer.person_id, **row} for row in session.execute(stmt).mappings()]
    return {
        "volunteer_id": volunteer.id,
        "person_id": volunteer.person_id,
        "area": volunteer.area,
        "minutes": sum(row["minutes"] for row in years),
        "years": years,
    }


def name_of(session: Session, person_id: UUID) -> str | None:
    """The display name that the replica knows."""
    name: str | None = session.scalar(select(PERSON.c.display_name).where(PERSON.c.person_id == person_id))
    return name


def _volunteers() -> Select[Any]:
    return select(VOLUNTEER, PERSON.c.display_name).outerjoin(PERSON, PERSON.c.person_id == VOLUNTEER.c.person_id)
