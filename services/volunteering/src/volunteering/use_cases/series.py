"""Planning and ending activities that come again (定期活动)."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now, today
from volunteering.domain.errors import ActivityInThePast
from volunteering.domain.series import ActivitySeries
from volunteering.domain.teams import Team
from volunteering.use_cases import recurrence
from volunteering.use_cases.activities import call_off_series, enter
from volunteering.use_cases.lookups import area_kind, programme_path

AHEAD = timedelta(days=35)
"""How far ahead occurrences become activities that one can sign up for."""
BATCH = 50


def plan_series(
    session: Session,
    caller: Caller,
    *,
    team_id: UUID,
    area_id: UUID,
    title: str,
    rule: str,
    first_on: date,
    starts: time,
    minutes: int,
    seats: int | None,
    members_only: bool,
    programme: str | None,
) -> ActivitySeries:
    """Plan a series and the activities of its first weeks."""
    team = session.get_one(Team, team_id)
    team.must_stand()
    area_kind(session, area_id)
    programme_path(session, area_id, programme, today())
    if first_on < today():
        raise ActivityInThePast(field="first_on")
    series = ActivitySeries(
        id=uuid7(),
        team_id=team.id,
        area=area_id,
        leader_id=team.leader_id,
        title=title,
        rule=rule,
        first_on=first_on,
        starts=starts.replace(tzinfo=None),
        minutes=minutes,
        seats=seats,
        members_only=members_only,
        programme=programme,
        ended_on=None,
        planned_until=first_on,
    )
    session.add(series)
    session.flush()
    _plan_ahead(session, series)
    return series


def end_series(session: Session, caller: Caller, *, series_id: UUID, on: date) -> ActivitySeries:
    """End a series from a day on; what it has planned from then on is called off."""
    series = session.get_one(ActivitySeries, series_id)
    series.end(on, today())
    call_off_series(session, series)
    return series


def plan_all_ahead(session: Session) -> None:
    """The clock: occurrences that have come near become activities. A disbanded team's series ends."""
    near = select(ActivitySeries).where(
        ActivitySeries.ended_on.is_(None), ActivitySeries.planned_until < today() + AHEAD
    )
    due = near.order_by(ActivitySeries.planned_until).limit(BATCH).with_for_update(skip_locked=True)
    for series in session.scalars(due):
        if session.get_one(Team, series.team_id).disbanded_on is not None:
            series.end(today(), today())
            continue
        _plan_ahead(session, series)


def _plan_ahead(session: Session, series: ActivitySeries) -> None:
    """Make activities of the occurrences that are near and not planned yet; one whose hour has passed is left out."""
    until = max(today(), series.first_on) + AHEAD
    for day in recurrence.days(series.rule, series.first_on, series.planned_until, until):
        occurrence = series.occurrence(day)
        if occurrence.starts_at >= now():
            enter(session, occurrence)
    series.planned_until = until
