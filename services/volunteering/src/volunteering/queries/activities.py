"""Readings of activities and their sign-ups."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from volunteering.domain.activities import WAITING
from volunteering.queries.tables import ACTIVITIES, OUTPUT, PART, SERIES, SIGN_UP, STRIKE, SWAP, within


def list_activities(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    team_id: UUID | None,
    state: str | None,
    programme: str | None,
    begins_from: datetime | None,
    begins_before: datetime | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Activities of an area and below it, or of a team, by time."""
    stmt = _activities().where(
        sees(session, caller, ops.Activity, ACTIVITIES.c), *within(session, ACTIVITIES.c.area, area_id)
    )
    wanted: list[ColumnElement[bool]] = []
    if team_id is not None:
        wanted.append(ACTIVITIES.c.team_id == team_id)
    if state is not None:
        wanted.append(ACTIVITIES.c.state == state)
    if programme is not None:
        wanted.append(ACTIVITIES.c.programme == programme)
    if begins_from is not None:
        wanted.append(ACTIVITIES.c.starts_at >= begins_from)
    if begins_before is not None:
        wanted.append(ACTIVITIES.c.starts_at < begins_before)
    return page(session, stmt.where(*wanted), keys=[ACTIVITIES.c.starts_at, ACTIVITIES.c.id], limit=limit, after=after)


def show_activity(session: Session, caller: Caller, *, activity_id: UUID) -> dict[str, Any]:
    """One activity with its seats and parts."""
    parts = select(PART).where(PART.c.activity_id == activity_id).order_by(PART.c.starts_at, PART.c.id)
    found = [dict(row) for row in session.execute(parts).mappings()]
    return activity_row(session, activity_id) | {"parts": found}


def list_sign_ups(
    session: Session, caller: Caller, *, activity_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """The sign-ups of an activity that the caller may see, in their order."""
    stmt = select(SIGN_UP).where(SIGN_UP.c.activity_id == activity_id, sees(session, caller, ops.SignUp, SIGN_UP.c))
    return page(session, stmt, keys=[SIGN_UP.c.signed_up_at, SIGN_UP.c.id], limit=limit, after=after)


def activity_row(session: Session, activity_id: UUID) -> dict[str, Any]:
    """An activity as its reply says it."""
    return dict(session.execute(_activities().where(ACTIVITIES.c.id == activity_id)).mappings().one())


def _activities() -> Select[Any]:
    waiting = (
        select(func.count())
        .where(SIGN_UP.c.activity_id == ACTIVITIES.c.id, SIGN_UP.c.state == WAITING)
        .scalar_subquery()
    )
    return select(ACTIVITIES, waiting.label("waiting"))


def list_outputs(
    session: Session, caller: Caller, *, activity_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """What came of an activity, as it was recorded."""
    stmt = _outputs().where(OUTPUT.c.activity_id == activity_id)
    return page(session, stmt, keys=[OUTPUT.c.recorded_at, OUTPUT.c.id], limit=limit, after=after)


def output_row(session: Session, output_id: UUID) -> dict[str, Any]:
    """An output as its reply says it."""
    return dict(session.execute(_outputs().where(OUTPUT.c.id == output_id)).mappings().one())


def list_series(
    session: Session, caller: Caller, *, area_id: UUID | None, team_id: UUID | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Series of an area and below it, or of a team, that have not ended."""
    stmt = select(SERIES).where(
        sees(session, caller, ops.ActivitySeries, SERIES.c),
        SERIES.c.ended_on.is_(None),
        *within(session, SERIES.c.area, area_id),
    )
    if team_id is not None:
        stmt = stmt.where(SERIES.c.team_id == team_id)
    return page(session, stmt, keys=[SERIES.c.first_on, SERIES.c.id], limit=limit, after=after)


def list_swaps(session: Session, caller: Caller, *, limit: int, after: str | None) -> dict[str, Any]:
    """The swaps that the caller has a part in."""
    stmt = select(SWAP).where(sees(session, caller, ops.Swap, SWAP.c))
    return page(session, stmt, keys=[SWAP.c.proposed_at, SWAP.c.id], limit=limit, after=after)


def _outputs() -> Select[Any]:
    return select(OUTPUT, STRIKE.c.reason.label("struck_for")).outerjoin(STRIKE, STRIKE.c.output_id == OUTPUT.c.id)
