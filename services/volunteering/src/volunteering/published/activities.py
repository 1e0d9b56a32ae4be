"""What the others hear of activities, no-shows and hours."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contracts.volunteering import events
from runtime.outbox import emit
from volunteering.domain.activities import Activity, Attendance, SignUp


def no_show_recorded(session: Session, activity: Activity, sign_up: SignUp, at: datetime) -> None:
    emit(
        session,
        events.NoShowRecordedV1,
        aggregate_id=sign_up.id,
        area=activity.area,
        occurred_at=at,
        sign_up_id=sign_up.id,
        activity_id=activity.id,
        team_id=activity.team_id,
        person_id=sign_up.person_id,
        duty_kind=activity.duty_kind,
        duty_id=activity.duty_id,
    )


def activity_held(
    session: Session, activity: Activity, at: datetime, attended: int | None = None, no_shows: int | None = None
) -> None:
    emit(
        session,
        events.ActivityHeldV1,
        aggregate_id=activity.id,
        area=activity.area,
        occurred_at=at,
        activity_id=activity.id,
        team_id=activity.team_id,
        held_on=activity.held_on,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        attended=attended,
        no_shows=no_shows,
    )


def hours_approved(session: Session, attendance: Attendance, activity: Activity, minutes: int, at: datetime) -> None:
    emit(
        session,
        events.HoursApprovedV1,
        aggregate_id=attendance.id,
        area=attendance.area,
        occurred_at=at,
        attendance_id=attendance.id,
        activity_id=activity.id,
        team_id=attendance.team_id,
        person_id=attendance.person_id,
        minutes=minutes,
        served_on=activity.held_on,
    )


def hours_reversed(session: Session, attendance: Attendance, reason_code: str, at: datetime) -> None:
    emit(
        session,
        events.HoursReversedV1,
        aggregate_id=attendance.id,
        area=attendance.area,
        occurred_at=at,
        attendance_id=attendance.id,
        reason_code=reason_code,
    )
