"""Planning, closing and calling off activities (活动)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.time import now
from volunteering import published
from volunteering.domain.activities import (
    CANCELLED,
    NO_SHOW,
    PLANNED,
    SEATED,
    WAITING,
    Activity,
    Attendance,
    SignUp,
)
from volunteering.domain.errors import ActivityHasAttendances
from volunteering.domain.teams import Team
from volunteering.queries import activity_row
from volunteering.use_cases.lookups import area_kind


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
) -> dict[str, Any]:
    """Plan an activity of the team; whoever leads the team answers for it."""
    team = session.get_one(Team, team_id)
    team.must_stand()
    area_kind(session, area_id)
    activity = Activity.planned(
        team_id=team.id,
        area=area_id,
        leader_id=team.leader_id,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        seats=seats,
        members_only=members_only,
    )
    activity.must_lie_ahead(now())
    session.add(activity)
    return _shown(session, activity)


def close_activity(session: Session, caller: Caller, *, activity_id: UUID) -> dict[str, Any]:
    """Close an activity that is over: who had a seat and did not come is a no-show."""
    activity = session.get_one(Activity, activity_id)
    activity.must_keep_attendance()
    moment = now()
    activity.close(moment)
    attended = session.scalar(select(func.count()).where(Attendance.activity_id == activity.id)) or 0
    no_shows = record_no_shows(session, activity, moment)
    end_waiting(session, activity)
    if attended:
        published.activity_held(session, activity, moment, attended, no_shows)
    return {"activity_id": activity.id, "state": activity.state, "attended": attended, "no_shows": no_shows}


def cancel_activity(session: Session, caller: Caller, *, activity_id: UUID, reason: str) -> dict[str, Any]:
    """Call an activity off before anybody came."""
    activity = session.get_one(Activity, activity_id)
    _call_off(session, activity, reason)
    return _shown(session, activity)


def cancel_all_of(session: Session, team: Team) -> None:
    """Call off what the team has planned and nobody has come to yet."""
    came = exists().where(Attendance.activity_id == Activity.id)
    planned = select(Activity).where(Activity.team_id == team.id, Activity.state == PLANNED, ~came)
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


def _call_off(session: Session, activity: Activity, reason: str) -> None:
    activity.cancel()
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
