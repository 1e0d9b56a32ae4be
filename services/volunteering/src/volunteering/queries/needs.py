"""Readings of stations, needs and matches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, cast, extract, func, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from kernel.period import Period
from runtime.access import Caller, sees
from runtime.paging import page
from runtime.protection import KeyDestroyed, unseal
from runtime.time import now, today
from volunteering.domain.needs import ACCEPTED, CLOSED, OFFERED, OVERDUE, REOPENED, SOLVED
from volunteering.queries.tables import MATCH, NEED, STATION, STEP, within

SECONDS = 60


def list_stations(
    session: Session, caller: Caller, *, area_id: UUID | None, kind: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Open stations of an area and below it, by name."""
    stmt = select(STATION).where(
        sees(session, caller, ops.Station, STATION.c),
        STATION.c.closed_on.is_(None),
        *within(session, STATION.c.area, area_id),
    )
    if kind is not None:
        stmt = stmt.where(STATION.c.kind == kind)
    return page(session, stmt, keys=[STATION.c.name, STATION.c.id], limit=limit, after=after)


def show_station(session: Session, caller: Caller, *, station_id: UUID) -> dict[str, Any]:
    """One station with its figures of the year."""
    station = dict(session.execute(select(STATION).where(STATION.c.id == station_id)).mappings().one())
    return station | _counts(session, station_id) | {"steps": _step_times(session, station_id)}


def list_needs(
    session: Session,
    caller: Caller,
    *,
    station_id: UUID | None,
    area_id: UUID | None,
    state: str | None,
    overdue: bool | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """The needs that the caller may see, oldest first."""
    stmt = select(NEED).where(sees(session, caller, ops.Need, NEED.c), *within(session, NEED.c.area, area_id))
    if station_id is not None:
        stmt = stmt.where(NEED.c.station_id == station_id)
    if state is not None:
        stmt = stmt.where(NEED.c.state == state)
    if overdue is not None:
        stmt = stmt.where(NEED.c.overdue == overdue)
    return page(session, stmt, keys=[NEED.c.raised_at, NEED.c.id], limit=limit, after=after)


def show_need(session: Session, caller: Caller, *, need_id: UUID) -> dict[str, Any]:
    """One need with who asked, what for and its steps; the reading is audited."""
    need = dict(session.execute(select(NEED).where(NEED.c.id == need_id)).mappings().one())
    steps = session.execute(_steps().where(STEP.c.need_id == need_id).order_by(STEP.c.at, STEP.c.id)).mappings()
    told = [dict(step) for step in steps]
    return need | {"text": _opened(session, caller, need), "steps": told, "person_id": need["asker_id"]}


def list_matches(
    session: Session, caller: Caller, *, need_id: UUID | None, open: bool | None, limit: int, after: str | None
) -> dict[str, Any]:
    """What the caller was asked, or whom the desk has asked."""
    stmt = select(MATCH).where(sees(session, caller, ops.Match, MATCH.c))
    if need_id is not None:
        stmt = stmt.where(MATCH.c.need_id == need_id)
    if open is not None:
        is_open = MATCH.c.state.in_((OFFERED, ACCEPTED))
        stmt = stmt.where(is_open if open else ~is_open)
    return page(session, stmt, keys=[MATCH.c.offered_at, MATCH.c.id], limit=limit, after=after)


def _opened(session: Session, caller: Caller, need: dict[str, Any]) -> str | None:
    if need["sealed"] is None:
        return None
    try:
        return unseal(session, caller, need["id"], need["sealed"], field="need").decode()
    except KeyDestroyed:
        return None


def _counts(session: Session, station_id: UUID) -> dict[str, int]:
    year = Period.year(today().year)
    in_year = NEED.c.raised_at.between(year.begins, year.ends)
    closed = NEED.c.state == CLOSED
    reopened = select(STEP.c.id).where(STEP.c.need_id == NEED.c.id, STEP.c.step == REOPENED).exists()

    def counted(*conditions: ColumnElement[bool]) -> Any:
        return func.count().filter(*conditions)

    stmt = select(
        counted(in_year).label("raised"),
        counted(in_year, closed, NEED.c.result == SOLVED).label("solved"),
        counted(in_year, closed).label("closed"),
        counted(in_year, reopened).label("reopened"),
        counted(~closed).label("open"),
        counted(~closed, NEED.c.overdue | (NEED.c.due_at < now())).label("overdue"),
    ).where(NEED.c.station_id == station_id)
    return dict(session.execute(stmt).mappings().one())


def _step_times(session: Session, station_id: UUID) -> list[dict[str, Any]]:
    """How long needs of the last year stood in each state."""
    lately = NEED.c.raised_at > now() - timedelta(days=366)
    steps = (
        _steps()
        .join(NEED, NEED.c.id == STEP.c.need_id)
        .where(NEED.c.station_id == station_id, lately, STEP.c.step != OVERDUE)
        .subquery()
    )
    median = func.percentile_disc(0.5).within_group(steps.c.minutes)
    stmt = select(steps.c.step, func.count().label("needs"), median.label("median_minutes"))
    found = session.execute(stmt.where(steps.c.minutes.is_not(None)).group_by(steps.c.step).order_by(steps.c.step))
    return [dict(row) for row in found.mappings()]


def _steps() -> Any:
    """Steps with the minutes until the next one of the same need."""
    following = func.lead(STEP.c.at).over(partition_by=STEP.c.need_id, order_by=[STEP.c.at, STEP.c.id])
    until = following - STEP.c.at
    minutes = cast(func.floor(extract("epoch", until) / SECONDS), Integer)
    return select(STEP.c.step, STEP.c.at, STEP.c.detail, minutes.label("minutes"))
