"""Readings of cadences: who has served how often, and who is behind."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, cast, func, select
from sqlalchemy.orm import Session

from kernel.period import Period
from runtime.access import Caller
from runtime.paging import page
from runtime.time import today
from volunteering.domain.cadence import TEAM as OF_TEAM
from volunteering.domain.cadence import cadence_of
from volunteering.domain.hours import ACTIVITY
from volunteering.queries.tables import ACTIVITIES, ATTENDANCE, SEAT, SERVED, TEAM, within
from volunteering.use_cases.cadence import under
from volunteering.use_cases.lookups import habits


def list_cadence(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    cadence: str,
    on: date | None,
    behind: bool,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Teams of the area and below it, or the members of such teams, with how often they served in the period."""
    day = on or today()
    known = habits(session, area_id, day)
    wanted = cadence_of(cadence, known.cadences)
    period = wanted.period(day)
    programmes = under(known, wanted)
    counted_days = wanted.counted(day)
    stmt = _teams(counted_days, programmes) if wanted.of == OF_TEAM else _members(counted_days, programmes)
    stmt = stmt.where(TEAM.c.disbanded_on.is_(None), *within(session, TEAM.c.area, area_id))
    if wanted.team_kind is not None:
        stmt = stmt.where(TEAM.c.kind == wanted.team_kind)
    counted = stmt.subquery()
    shown = select(counted, (counted.c.done < wanted.least).label("behind"))
    if behind:
        shown = shown.where(counted.c.done < wanted.least)
    found = page(
        session, shown, keys=[counted.c.done, counted.c.subject_id, counted.c.team_id], limit=limit, after=after
    )
    asked = {"least": wanted.least, "most": wanted.most, "first_day": period.first, "last_day": period.last}
    return {"items": [dict(row) | asked for row in found["items"]], "next": found["next"]}


def _teams(period: Period, programmes: Any) -> Select[Any]:
    came = select(ATTENDANCE.c.id).where(ATTENDANCE.c.activity_id == ACTIVITIES.c.id).exists()
    held = select(func.count()).where(
        ACTIVITIES.c.team_id == TEAM.c.id,
        ACTIVITIES.c.state == "closed",
        ACTIVITIES.c.starts_at >= period.begins,
        ACTIVITIES.c.starts_at < period.ends,
        came,
    )
    if programmes is not None:
        held = held.where(ACTIVITIES.c.programme.in_(programmes))
    return select(TEAM.c.id.label("subject_id"), TEAM.c.id.label("team_id"), held.scalar_subquery().label("done"))


def _members(period: Period, programmes: Any) -> Select[Any]:
    # An entry for each service, one that takes it back for each that was struck.
    done = select(cast(func.coalesce(func.sum(func.sign(SERVED.c.minutes)), 0), Integer)).where(
        SERVED.c.person_id == SEAT.c.person_id,
        SERVED.c.source == ACTIVITY,
        SERVED.c.served_on.between(period.first, period.last),
    )
    if programmes is not None:
        done = done.join(ATTENDANCE, ATTENDANCE.c.id == SERVED.c.source_id)
        done = done.join(ACTIVITIES, ACTIVITIES.c.id == ATTENDANCE.c.activity_id)
        done = done.where(ACTIVITIES.c.programme.in_(programmes))
    return (
        select(SEAT.c.person_id.label("subject_id"), TEAM.c.id.label("team_id"), done.scalar_subquery().label("done"))
        .join(TEAM, TEAM.c.id == SEAT.c.team_id)
        .where(SEAT.c.left_on.is_(None))
    )
