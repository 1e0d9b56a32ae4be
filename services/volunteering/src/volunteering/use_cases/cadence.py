"""Judging cadences (频次): the moment when a team or a member has served as often as the pack asks, and when no longer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, cast, delete, exists, func, select
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
    for team in session.scalars(_teams_of(person_id, day)):
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


def _teams_of(person_id: UUID, day: date) -> Select[Team]:
    """The teams that somebody had a seat in on a day."""
    sat = exists().where(
        TeamSeat.team_id == Team.id,
        TeamSeat.person_id == person_id,
        TeamSeat.joined_on <= day,
        func.coalesce(TeamSeat.left_on > day, True),
    )
    return select(Team).where(sat).order_by(Team.formed_on, Team.id)


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
