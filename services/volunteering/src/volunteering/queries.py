"""Lists and readings of volunteering: Core rows, each with one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, case, extract, func, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, below, sees
from runtime.paging import page
from runtime.replicas import PERSON, area_paths
from volunteering.domain.activities import WAITING, Activity, Attendance, CheckOut, SignUp
from volunteering.domain.hours import ACTIVITY, SHIFT, ServedMinutes
from volunteering.domain.pairings import Pairing
from volunteering.domain.teams import LEADER, Team, TeamSeat
from volunteering.domain.volunteers import Volunteer


def _table(mapped: Any) -> Table:
    table: Table = mapped.__table__
    return table


VOLUNTEER, TEAM, SEAT = _table(Volunteer), _table(Team), _table(TeamSeat)
ACTIVITIES, SIGN_UP, ATTENDANCE, CHECK_OUT = _table(Activity), _table(SignUp), _table(Attendance), _table(CheckOut)
SERVED, PAIRING = _table(ServedMinutes), _table(Pairing)


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
        *_within(session, VOLUNTEER.c.area, area_id),
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
    stmt = _teams().where(sees(session, caller, ops.Team, TEAM.c), *_within(session, TEAM.c.area, area_id))
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


def list_activities(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    team_id: UUID | None,
    state: str | None,
    begins_from: datetime | None,
    begins_before: datetime | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Activities of an area and below it, or of a team, by time."""
    stmt = _activities().where(
        sees(session, caller, ops.Activity, ACTIVITIES.c), *_within(session, ACTIVITIES.c.area, area_id)
    )
    wanted: list[ColumnElement[bool]] = []
    if team_id is not None:
        wanted.append(ACTIVITIES.c.team_id == team_id)
    if state is not None:
        wanted.append(ACTIVITIES.c.state == state)
    if begins_from is not None:
        wanted.append(ACTIVITIES.c.starts_at >= begins_from)
    if begins_before is not None:
        wanted.append(ACTIVITIES.c.starts_at < begins_before)
    return page(session, stmt.where(*wanted), keys=[ACTIVITIES.c.starts_at, ACTIVITIES.c.id], limit=limit, after=after)


def show_activity(session: Session, caller: Caller, *, activity_id: UUID) -> dict[str, Any]:
    """One activity with its seats."""
    return activity_row(session, activity_id)


def list_sign_ups(
    session: Session, caller: Caller, *, activity_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """The sign-ups of an activity that the caller may see, in their order."""
    stmt = select(SIGN_UP).where(SIGN_UP.c.activity_id == activity_id, sees(session, caller, ops.SignUp, SIGN_UP.c))
    return page(session, stmt, keys=[SIGN_UP.c.signed_up_at, SIGN_UP.c.id], limit=limit, after=after)


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
        sees(session, caller, ops.Attendance, ATTENDANCE.c), *_within(session, ATTENDANCE.c.area, area_id)
    )
    if activity_id is not None:
        stmt = stmt.where(ATTENDANCE.c.activity_id == activity_id)
    if person_id is not None:
        stmt = stmt.where(ATTENDANCE.c.person_id == person_id)
    return page(session, stmt, keys=[ATTENDANCE.c.checked_in_at, ATTENDANCE.c.id], limit=limit, after=after)


def list_pairings(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    helped_kind: str | None,
    open: bool | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Pairings that the caller may see, without the helped, by their start."""
    stmt = select(PAIRING).where(
        sees(session, caller, ops.Pairing, PAIRING.c), *_within(session, PAIRING.c.area, area_id)
    )
    if helped_kind is not None:
        stmt = stmt.where(PAIRING.c.helped_kind == helped_kind)
    if open is not None:
        stmt = stmt.where(PAIRING.c.ended_on.is_(None) if open else PAIRING.c.ended_on.is_not(None))
    return page(session, stmt, keys=[PAIRING.c.started_on, PAIRING.c.id], limit=limit, after=after)


def activity_row(session: Session, activity_id: UUID) -> dict[str, Any]:
    """An activity as its reply says it."""
    return dict(session.execute(_activities().where(ACTIVITIES.c.id == activity_id)).mappings().one())


def attendance_row(session: Session, attendance_id: UUID) -> dict[str, Any]:
    """An attendance with what counts of it, as its reply says it."""
    return dict(session.execute(_attendances().where(ATTENDANCE.c.id == attendance_id)).mappings().one())


def name_of(session: Session, person_id: UUID) -> str | None:
    """The display name that the replica knows."""
    name: str | None = session.scalar(select(PERSON.c.display_name).where(PERSON.c.person_id == person_id))
    return name


def _volunteers() -> Select[Any]:
    return select(VOLUNTEER, PERSON.c.display_name).outerjoin(PERSON, PERSON.c.person_id == VOLUNTEER.c.person_id)


def _teams() -> Select[Any]:
    open_seats = select(func.count()).where(SEAT.c.team_id == TEAM.c.id, SEAT.c.left_on.is_(None)).scalar_subquery()
    return select(TEAM, open_seats.label("members"))


def _activities() -> Select[Any]:
    waiting = (
        select(func.count())
        .where(SIGN_UP.c.activity_id == ACTIVITIES.c.id, SIGN_UP.c.state == WAITING)
        .scalar_subquery()
    )
    return select(ACTIVITIES, waiting.label("waiting"))


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


def _within(session: Session, column: ColumnElement[UUID], area_id: UUID | None) -> list[ColumnElement[bool]]:
    """A condition for rows of an area and below it; an area nobody knows has none."""
    if area_id is None:
        return []
    return [column.in_(below(area_paths(session, [area_id]).values()))]
