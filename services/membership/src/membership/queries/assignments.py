"""Readings of assignments to areas (联系、包抓、指导员、中心户长) and of statements of them (底数)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from membership.domain.assignments import Assignment
from membership.domain.denominators import Denominator
from membership.domain.people import Person
from runtime.access import Caller, lies_in
from runtime.paging import page
from runtime.time import today

ASSIGNMENT, PERSON, DENOMINATOR = Assignment.__table__.c, Person.__table__.c, Denominator.__table__.c
WIDE_FOR_ASSIGNMENTS = 2_000
"""PostgreSQL may look areas up one by one in the constraint's index, twenty microseconds each; a city's ten thousand assignments
are soon walked."""


def list_assignments(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    kind: str | None,
    person_id: UUID | None,
    on: date | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Assignments in force on a day, newest first."""
    day = on or today()
    in_force = or_(ASSIGNMENT.ended_on.is_(None), ASSIGNMENT.ended_on > day)
    stmt = _assignments().where(ASSIGNMENT.begun_on <= day, in_force)
    if area_id is not None:
        stmt = stmt.where(lies_in(session, ASSIGNMENT.area_id, area_id, wide=WIDE_FOR_ASSIGNMENTS))
    if kind is not None:
        stmt = stmt.where(ASSIGNMENT.kind == kind)
    if person_id is not None:
        stmt = stmt.where(ASSIGNMENT.person_id == person_id)
    keys = [ASSIGNMENT.begun_on.desc(), ASSIGNMENT.assignment_id.desc()]
    return page(session, stmt, keys=keys, limit=limit, after=after)


def show_assignment(session: Session, caller: Caller, *, assignment_id: UUID) -> dict[str, Any]:
    """One assignment."""
    return told(session, assignment_id)


def told(session: Session, assignment_id: UUID) -> dict[str, Any]:
    """An assignment with the name of who holds it."""
    stmt = _assignments().where(ASSIGNMENT.assignment_id == assignment_id)
    return dict(session.execute(stmt).mappings().one())


def list_denominators(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    below: bool,
    what: str | None,
    on: date | None,
    all: bool,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Statements, newest first; of each area and kind the one in force, or all."""
    stmt = select(Denominator.__table__).where(DENOMINATOR.as_of <= (on or today()))
    if area_id is not None:
        here = lies_in(session, DENOMINATOR.area_id, area_id) if below else DENOMINATOR.area_id == area_id
        stmt = stmt.where(here)
    if what is not None:
        stmt = stmt.where(DENOMINATOR.what == what)
    if not all:
        later = Denominator.__table__.alias("later")
        newest = select(func.max(later.c.as_of)).where(
            later.c.area_id == DENOMINATOR.area_id, later.c.what == DENOMINATOR.what, later.c.as_of <= (on or today())
        )
        stmt = stmt.where(DENOMINATOR.as_of == newest.scalar_subquery())
    keys = [DENOMINATOR.as_of.desc(), DENOMINATOR.denominator_id.desc()]
    return page(session, stmt, keys=keys, limit=limit, after=after)


def _assignments() -> Any:
    return select(Assignment.__table__, PERSON.name.label("person_name")).join(
        Person.__table__, PERSON.person_id == ASSIGNMENT.person_id
    )
