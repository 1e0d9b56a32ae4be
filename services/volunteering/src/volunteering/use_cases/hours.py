"""Approving and striking the hours of an attendance (服务时长)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, cast, extract, func, select
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now
from volunteering import published
from volunteering.domain.activities import Activity, Attendance, SignUp, must_last
from volunteering.domain.errors import HoursAlreadyApproved, HoursAlreadyReversed, HoursNotApproved
from volunteering.domain.hours import ACTIVITY, ServedMinutes, must_not_be_own
from volunteering.queries import attendance_row
from volunteering.use_cases import cadence, served

_LASTED = cast(extract("epoch", func.upper(SignUp.during) - func.lower(SignUp.during)) / 60, Integer)


def approve_hours(session: Session, caller: Caller, *, attendance_id: UUID, minutes: int) -> dict[str, Any]:
    """Credit the minutes somebody served in an activity that is over."""
    attendance = session.get_one(Attendance, attendance_id)
    activity = session.get_one(Activity, attendance.activity_id)
    must_not_be_own(caller.person_id, attendance.person_id)
    activity.must_be_over(now())
    approve(session, caller, attendance, activity, minutes, now())
    return attendance_row(session, attendance.id)


def reverse_hours(session: Session, caller: Caller, *, attendance_id: UUID, reason: str) -> dict[str, Any]:
    """Strike approved hours by an entry of their own."""
    attendance = session.get_one(Attendance, attendance_id)
    must_not_be_own(caller.person_id, attendance.person_id)
    reverse(session, caller, attendance, reason, now())
    return attendance_row(session, attendance.id)


def approve(
    session: Session, caller: Caller, attendance: Attendance, activity: Activity, minutes: int, at: datetime
) -> None:
    """Raises `MinutesExceedActivity`, `HoursAlreadyApproved`. Of a part's seat no more than the part lasted."""
    lasted = session.scalar(select(_LASTED).where(SignUp.id == attendance.sign_up_id))
    must_last(activity.minutes if lasted is None else lasted, minutes)
    row = entry(caller, attendance, activity, minutes, at)
    if not served.enter(session, [row]):
        raise HoursAlreadyApproved
    published.hours_approved(session, attendance, activity, minutes, at)
    cadence.review_member(session, attendance.person_id, activity.held_on)


def reverse(session: Session, caller: Caller, attendance: Attendance, reason: str, at: datetime) -> None:
    """Raises `HoursNotApproved`, `HoursAlreadyReversed`."""
    struck = session.scalar(
        select(ServedMinutes).where(
            ServedMinutes.source == ACTIVITY,
            ServedMinutes.source_id == attendance.id,
            ServedMinutes.reverses.is_(None),
        )
    )
    if struck is None:
        raise HoursNotApproved
    row = striking(entry_of(struck), caller, reason, at)
    if not served.enter(session, [row]):
        raise HoursAlreadyReversed
    published.hours_reversed(session, attendance, reason, at)
    cadence.review_member(session, attendance.person_id, struck.served_on)


def entry(caller: Caller, attendance: Attendance, activity: Activity, minutes: int, at: datetime) -> dict[str, Any]:
    """The ledger's entry of approved minutes."""
    return {
        "id": uuid7(),
        "person_id": attendance.person_id,
        "team_id": attendance.team_id,
        "area": attendance.area,
        "served_on": activity.held_on,
        "minutes": minutes,
        "source": ACTIVITY,
        "source_id": attendance.id,
        "reverses": None,
        "reason": None,
        "entered_by": caller.account_id,
        "entered_at": at,
    }


def striking(struck: dict[str, Any], caller: Caller, reason: str, at: datetime) -> dict[str, Any]:
    """The entry that strikes another."""
    return struck | {
        "id": uuid7(),
        "minutes": -struck["minutes"],
        "reverses": struck["id"],
        "reason": reason,
        "entered_by": caller.account_id,
        "entered_at": at,
    }


def entry_of(known: ServedMinutes) -> dict[str, Any]:
    """An entry of the ledger by its columns."""
    return {column.name: getattr(known, column.name) for column in ServedMinutes.__table__.columns}
