"""Planning, closing and calling off activities (活动)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from kernel.period import first_moment
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.time import now, today
from volunteering import published
from volunteering.domain.activities import (
    CANCELLED,
    NEED,
    NO_SHOW,
    PLANNED,
    SEATED,
    WAITING,
    Activity,
    ActivityPart,
    Attendance,
    SignUp,
)
from volunteering.domain.errors import ActivityHasAttendances, ActivityNotOpen
from volunteering.domain.series import ActivitySeries
from volunteering.domain.teams import Team
from volunteering.queries import activity_row, show_activity
from volunteering.use_cases import cadence
from volunteering.use_cases.lookups import area_kind, habits, programme_path

CLOSING = "close_activity"
"""The clock by which an activity closes when nobody does it."""


def plan_activity(
    session: Session,
    caller: Caller,
    *,
    team_id: UUID,
    area_id: UUID,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    seats: int | None,
    members_only: bool,
    programme: str | None,
    parts: list[dict[str, Any]],
) -> dict[str, Any]:
    """Plan an activity of the team; whoever leads the team answers for it."""
    team = session.get_one(Team, team_id)
    team.must_stand()
    area_kind(session, area_id)
    programme_path(session, area_id, programme, today())
    activity = Activity.planned(
        team_id=team.id,
        area=area_id,
        leader_id=team.leader_id,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        seats=seats,
        members_only=members_only,
        programme=programme,
    )
    activity.must_lie_ahead(now())
    planned_parts = [ActivityPart.of(activity, **part) for part in parts]
    if planned_parts:
        activity.seats = sum(part.seats for part in planned_parts)
    enter(session, activity)
    session.add_all(planned_parts)
    session.flush()
    return show_activity(session, caller, activity_id=activity.id)


def enter(session: Session, activity: Activity) -> None:
    """Put a planned activity into the register, and the clock that closes it once nobody can hand in a check-in any more."""
    session.add(activity)
    session.flush()
    waits = habits(session, activity.area, activity.held_on).hand_in_within
    set_clock(session, CLOSING, key=str(activity.id), due_at=activity.ends_at + waits)


def close_activity(session: Session, caller: Caller, *, activity_id: UUID) -> dict[str, Any]:
    """Close an activity that is over: who had a seat and did not come is a no-show."""
    activity = session.get_one(Activity, activity_id)
    activity.must_keep_attendance()
    cancel_clock(session, CLOSING, key=str(activity.id))
    attended, no_shows = _close(session, activity)
    return {"activity_id": activity.id, "state": activity.state, "attended": attended, "no_shows": no_shows}


def close_in_time(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The clock: an activity that nobody closed closes by itself, and who did not come is a no-show."""
    activity = session.get(Activity, UUID(key), with_for_update=True)
    if activity is not None and activity.state == PLANNED:
        _close(session, activity)


def cancel_activity(session: Session, caller: Caller, *, activity_id: UUID, reason: str) -> dict[str, Any]:
    """Call an activity off before anybody came. What a need came to is called off with the need."""
    activity = session.get_one(Activity, activity_id)
    if activity.is_visit:
        raise ActivityNotOpen
    _call_off(session, activity, reason)
    return _shown(session, activity)


def cancel_all_of(session: Session, team: Team) -> None:
    """Call off what the team has planned and nobody has come to yet."""
    came = exists().where(Attendance.activity_id == Activity.id)
    ours = (Activity.team_id == team.id, Activity.source.is_distinct_from(NEED))
    planned = select(Activity).where(*ours, Activity.state == PLANNED, ~came)
    for activity in session.scalars(planned.order_by(Activity.id).with_for_update(of=Activity)):
        _call_off(session, activity, "team_disbanded")


def record_no_shows(session: Session, activity: Activity, at: datetime) -> int:
    """Everybody who still holds a seat did not come. Returns how many."""
    missing = session.scalars(
        update(SignUp)
        .where(SignUp.activity_id == activity.id, SignUp.state == SEATED)
        .values(state=NO_SHOW)
        .returning(SignUp)
    ).all()
    for sign_up in missing:
        published.no_show_recorded(session, activity, sign_up, at)
    return len(missing)


def end_waiting(session: Session, activity: Activity) -> None:
    session.execute(
        update(SignUp).where(SignUp.activity_id == activity.id, SignUp.state == WAITING).values(state=CANCELLED)
    )


def call_off_series(session: Session, series: ActivitySeries) -> None:
    """Call off what a series has planned from its end on and nobody has come to."""
    assert series.ended_on is not None
    came = exists().where(Attendance.activity_id == Activity.id)
    planned = select(Activity).where(
        Activity.series_id == series.id,
        Activity.state == PLANNED,
        Activity.starts_at >= first_moment(series.ended_on),
        ~came,
    )
    for activity in session.scalars(planned.order_by(Activity.id).with_for_update(of=Activity)):
        _call_off(session, activity, "series_ended")


def _close(session: Session, activity: Activity) -> tuple[int, int]:
    """How many came, and how many had a seat and did not."""
    moment = now()
    activity.close(moment)
    session.flush()  # what is counted below counts this one too
    attended = session.scalar(select(func.count()).where(Attendance.activity_id == activity.id)) or 0
    no_shows = record_no_shows(session, activity, moment)
    end_waiting(session, activity)
    if attended:
        published.activity_held(session, activity, moment, attended, no_shows)
        log(session, activity, attended, moment)
    return attended, no_shows


def log(session: Session, activity: Activity, attended: int, at: datetime) -> None:
    """Tell the year's account of an activity that `attended` people came to, and judge the team's cadence."""
    team = session.get_one(Team, activity.team_id)
    path = programme_path(session, activity.area, activity.programme, activity.held_on)
    published.activity_logged(session, activity, team.kind, path, attended, at)
    cadence.review_team(session, team, activity.held_on)


def _call_off(session: Session, activity: Activity, reason: str) -> None:
    activity.cancel()
    cancel_clock(session, CLOSING, key=str(activity.id))
    if session.scalar(select(exists().where(Attendance.activity_id == activity.id))):
        raise ActivityHasAttendances
    freed = session.scalars(
        update(SignUp)
        .where(SignUp.activity_id == activity.id, SignUp.state == SEATED)
        .values(state=CANCELLED)
        .returning(SignUp)
    ).all()
    for sign_up in freed:
        published.volunteer_withdrawn(session, activity, sign_up.id, sign_up.person_id, reason, now())
    end_waiting(session, activity)
    activity.taken = 0


def _shown(session: Session, activity: Activity) -> dict[str, Any]:
    session.flush()
    return activity_row(session, activity.id)
