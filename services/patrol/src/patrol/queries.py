"""Patrol's lists: shifts with how many were to come and came, one shift in full, checkpoints."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from contracts.patrol import operations as ops
from patrol.domain.checkpoint import Checkpoint
from patrol.domain.night import month_of
from patrol.domain.shift import CheckIn, RosterEntry, Shift
from patrol.domain.team import Team
from runtime.access import Caller, below, sees
from runtime.paging import page
from runtime.replicas import PERSON, area_path

SHIFT: Any = Shift.__table__
TEAM: Any = Team.__table__
ROSTER: Any = RosterEntry.__table__
CHECK_IN: Any = CheckIn.__table__
CHECKPOINT: Any = Checkpoint.__table__


def list_shifts(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    month: str | None,
    team: UUID | None,
    person: UUID | None,
    state: str | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Shifts that the caller may see, latest night first, with their counts; one statement."""
    found = _shifts().where(sees(session, caller, ops.Shift, SHIFT.c))
    if area_id is not None:
        found = found.where(SHIFT.c.area.in_(_below(session, area_id)))
    if month is not None:
        days = month_of(month)
        found = found.where(SHIFT.c.night.between(days.first, days.last))
    if team is not None:
        found = found.where(SHIFT.c.team_id == team)
    if person is not None:
        found = found.where(SHIFT.c.id.in_(select(ROSTER.c.shift_id).where(ROSTER.c.person_id == person)))
    if state is not None:
        found = found.where(SHIFT.c.state == state)
    return page(session, found, keys=[SHIFT.c.night.desc(), SHIFT.c.id.desc()], limit=limit, after=after)


def show_shift(session: Session, caller: Caller, *, shift_id: UUID) -> dict[str, Any]:
    """One shift with roster and check-ins."""
    shift = session.execute(
        select(SHIFT, TEAM.c.name.label("team_name"))
        .join(TEAM, TEAM.c.team_id == SHIFT.c.team_id)
        .where(SHIFT.c.id == shift_id)
    ).mappings().one()  # fmt: skip
    return {
        **shift,
        "roster": session.execute(_roster(shift_id, shift["team_id"])).mappings().all(),
        "check_ins": session.execute(
            select(CHECK_IN).where(CHECK_IN.c.shift_id == shift_id).order_by(CHECK_IN.c.at, CHECK_IN.c.id)
        ).mappings().all(),
    }  # fmt: skip


def list_checkpoints(
    session: Session, caller: Caller, *, area_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """Checkpoints in use in the area and below it, by name."""
    found = select(CHECKPOINT).where(CHECKPOINT.c.retired_at.is_(None), CHECKPOINT.c.area.in_(_below(session, area_id)))
    return page(session, found, keys=[CHECKPOINT.c.name, CHECKPOINT.c.id], limit=limit, after=after)


def _shifts() -> Select[Any]:
    """Shifts with their counts, which are only worked out for the rows of the page."""
    rostered = select(func.count()).where(ROSTER.c.shift_id == SHIFT.c.id).scalar_subquery()
    present = (
        select(func.count(CHECK_IN.c.person_id.distinct())).where(CHECK_IN.c.shift_id == SHIFT.c.id).scalar_subquery()
    )
    return select(
        SHIFT,
        TEAM.c.name.label("team_name"),
        rostered.label("rostered"),
        present.label("present"),
    ).join(TEAM, TEAM.c.team_id == SHIFT.c.team_id)


def _roster(shift_id: UUID, team_id: UUID) -> Select[Any]:
    """Who is to come, by name. The team goes along so that its captain is known to read it rightfully."""
    return (
        select(
            ROSTER.c.person_id,
            ROSTER.c.origin,
            PERSON.c.display_name,
            literal(team_id).label("team_id"),
        )
        .outerjoin(PERSON, PERSON.c.person_id == ROSTER.c.person_id)
        .where(ROSTER.c.shift_id == shift_id)
        .order_by(PERSON.c.display_name, ROSTER.c.person_id)
    )


def _below(session: Session, area_id: UUID) -> Any:
    path = area_path(session, area_id)
    return below([path] if path else [])
