"""Judging cadences (频次): the moment when a team or a member has served as often as the pack asks, and when no longer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Integer,
    Select,
    Uuid,
    and_,
    cast,
    column,
    delete,
    exists,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from kernel.period import Period
from volunteering import published
from volunteering.domain.activities import CLOSED, Activity, Attendance
from volunteering.domain.cadence import MEMBER, TEAM, Cadence, Standing, and_below
from volunteering.domain.hours import ACTIVITY, ServedMinutes
from volunteering.domain.teams import Team, TeamSeat
from volunteering.use_cases.lookups import Habits, habits


def review_team(session: Session, team: Team, day: date) -> None:
    """The team has held one activity more on a day: whether that meets a cadence."""
    known = habits(session, team.area, day)
    for cadence in known.cadences:
        if cadence.of == TEAM and cadence.team_kind in (None, team.kind):
            held = select(func.count()).where(*held_by(team.id, cadence.counted(day), under(known, cadence)))
            times = session.scalar(held) or 0
            _settle(session, cadence, team.id, team.kind, team.area, cadence.period(day), times)


def review_member(session: Session, person_id: UUID, day: date) -> None:
    """Hours of a day were approved or struck: whether the person meets the cadences of the teams sat in that day."""
    review_members(session, {(person_id, day)})


def review_members(session: Session, served: Collection[tuple[UUID, date]]) -> None:
    """The same for many people and days; their teams are read at once."""
    for person_id, day, team in session.execute(_teams_of(served)).all():
        known = habits(session, team.area, day)
        for cadence in known.cadences:
            if cadence.of == MEMBER and cadence.team_kind in (None, team.kind):
                times = session.scalar(served_times(person_id, cadence.counted(day), under(known, cadence))) or 0
                _settle(session, cadence, person_id, team.kind, team.area, cadence.period(day), times)


def under(known: Habits, cadence: Cadence) -> Collection[str] | None:
    """The programmes that count for a cadence: its own and what lies under it; None: all."""
    return None if cadence.programme is None else and_below(cadence.programme, known.programmes)


def held_by(team_id: UUID, period: Period, programmes: Collection[str] | None) -> list[ColumnElement[bool]]:
    """The condition for activities of a team in a period that somebody came to."""
    conditions = [
        Activity.team_id == team_id,
        Activity.state == CLOSED,
        Activity.starts_at >= period.begins,
        Activity.starts_at < period.ends,
        exists().where(Attendance.activity_id == Activity.id),
    ]
    return conditions if programmes is None else [*conditions, Activity.programme.in_(programmes)]


def served_times(person_id: UUID, period: Period, programmes: Collection[str] | None) -> Select[int]:
    """How many activities with approved hours that were not struck somebody served in, in a period.

    There is an entry for each, and one that takes it back for each that was struck.
    """
    times = select(cast(func.coalesce(func.sum(func.sign(ServedMinutes.minutes)), 0), Integer)).where(
        ServedMinutes.person_id == person_id,
        ServedMinutes.source == ACTIVITY,
        ServedMinutes.served_on.between(period.first, period.last),
    )
    if programmes is None:
        return times
    times = times.join(Attendance, Attendance.id == ServedMinutes.source_id)
    return times.join(Activity, Activity.id == Attendance.activity_id).where(Activity.programme.in_(programmes))


def _teams_of(served: Collection[tuple[UUID, date]]) -> Select[UUID, date, Team]:
    """The teams that people had a seat in on days, with the person and the day."""
    people, days = cast([person for person, _ in served], ARRAY(Uuid)), cast([day for _, day in served], ARRAY(Date))
    when = func.unnest(people, days).table_valued(column("person_id", Uuid), column("day", Date)).render_derived()
    sat = and_(
        TeamSeat.person_id == when.c.person_id,
        TeamSeat.joined_on <= when.c.day,
        func.coalesce(TeamSeat.left_on > when.c.day, True),
    )
    teams = select(when.c.person_id, when.c.day, Team).join(TeamSeat, sat).join(Team, Team.id == TeamSeat.team_id)
    return teams.order_by(when.c.person_id, when.c.day, Team.formed_on, Team.id)


def _settle(
    session: Session, cadence: Cadence, subject: UUID, team_kind: str, area: UUID, period: Period, times: int
) -> None:
    """Note that a cadence is met, or that it is met no longer; nothing where that is known."""
    key = {"cadence": cadence.code, "subject_id": subject, "first_day": period.first}
    if times >= cadence.least:
        row = {"id": uuid7(), **key}
        made = session.scalar(insert(Standing).values(row).on_conflict_do_nothing().returning(Standing.id))
        if made is not None:
            published.cadence_met(session, made, cadence, subject, team_kind, area, period.first)
        return
    lost = delete(Standing).where(*(getattr(Standing, word) == value for word, value in key.items()))
    gone = session.scalar(lost.returning(Standing.id))
    if gone is not None:
        published.cadence_lost(session, gone, area)
