"""Readings of teams and their rosters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from runtime.replicas import PERSON
from volunteering.domain.teams import LEADER
from volunteering.queries.tables import SEAT, TEAM, within


def list_teams(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    kind: str | None,
    standing: bool,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Teams of an area and below it with how many belong to each, by name."""
    stmt = _teams().where(sees(session, caller, ops.Team, TEAM.c), *within(session, TEAM.c.area, area_id))
    if standing:
        stmt = stmt.where(TEAM.c.disbanded_on.is_(None))
    if kind is not None:
        stmt = stmt.where(TEAM.c.kind == kind)
    return page(session, stmt, keys=[TEAM.c.name, TEAM.c.id], limit=limit, after=after)


def show_team(session: Session, caller: Caller, *, team_id: UUID) -> dict[str, Any]:
    """One team and who belongs to it now, the leader first."""
    team = session.execute(_teams().where(TEAM.c.id == team_id)).mappings().one()
    roster = (
        select(SEAT, PERSON.c.display_name)
        .outerjoin(PERSON, PERSON.c.person_id == SEAT.c.person_id)
        .where(SEAT.c.team_id == team_id, SEAT.c.left_on.is_(None))
        .order_by(SEAT.c.role != LEADER, SEAT.c.joined_on, SEAT.c.id)
    )
    return {**team, "team_id": team_id, "roster": [dict(row) for row in session.execute(roster).mappings()]}


def _teams() -> Select[Any]:
    open_seats = select(func.count()).where(SEAT.c.team_id == TEAM.c.id, SEAT.c.left_on.is_(None)).scalar_subquery()
    return select(TEAM, open_seats.label("members"))
