"""Checking in (签到) and out (签退): appended facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.volunteering.resources import ACTIVITY_KEEPERS
from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now
from volunteering.domain.activities import (
    ATTENDED,
    BY_KEEPER,
    SEATED,
    STANDING,
    WAITING,
    Activity,
    Attendance,
    CheckOut,
    SignUp,
    must_have_happened,
    must_have_time,
)
from volunteering.domain.errors import (
    ActivityFull,
    AlreadyCheckedIn,
    AlreadyCheckedOut,
    CheckOutBeforeCheckIn,
    NotSignedUp,
)
from volunteering.queries import attendance_row
from volunteering.use_cases import check_in_codes, sign_ups
from volunteering.use_cases.lookups import habits, may_one, moment_or_now, who


def check_in(
    session: Session,
    caller: Caller,
    *,
    activity_id: UUID,
    person_id: UUID | None,
    at: datetime | None,
    code: str | None,
    part_id: UUID | None,
) -> dict[str, Any]:
    """Check in by the code shown on the spot; the activity's keeper checks in and lets in without one."""
    activity = session.get_one(Activity, activity_id)
    person = who(session, caller, person_id, ACTIVITY_KEEPERS, activity)
    activity.must_be_planned()
    activity.must_keep_attendance()
    keeps = may_one(session, caller, ACTIVITY_KEEPERS, activity)
    moment = moment_or_now(at)
    must_have_happened(moment, now())
    activity.must_take_check_in(moment, habits(session, activity.area, activity.held_on).check_in_opens_before)
    held = _standing(session, activity, person)
    walk_in = held is None or held.state == WAITING
    if walk_in and not keeps:
        raise NotSignedUp
    way = BY_KEEPER if keeps else check_in_codes.way_of(session, activity, code, moment)
    if held is None or walk_in:
        held = _let_in(session, activity, person, held, part_id)
    return attendance_row(session, append(session, activity, held, moment, way, walk_in=walk_in).id)


def check_out(session: Session, caller: Caller, *, attendance_id: UUID, at: datetime | None) -> dict[str, Any]:
    """Say when somebody left."""
    attendance = session.get_one(Attendance, attendance_id)
    moment = moment_or_now(at)
    must_have_happened(moment, now())
    if moment < attendance.checked_in_at:
        raise CheckOutBeforeCheckIn
    row = {"attendance_id": attendance.id, "checked_out_at": moment}
    added = insert(CheckOut).values(row).on_conflict_do_nothing().returning(CheckOut.attendance_id)
    if session.scalar(added) is None:
        raise AlreadyCheckedOut
    return attendance_row(session, attendance.id)


def append(session: Session, activity: Activity, held: SignUp, at: datetime, way: str, *, walk_in: bool) -> Attendance:
    """The attendance of a sign-up, once. Raises `AlreadyCheckedIn`."""
    row = row_of(activity, held.id, held.person_id, at, way, walk_in=walk_in)
    if session.scalar(insert(Attendance).values(row).on_conflict_do_nothing().returning(Attendance.id)) is None:
        raise AlreadyCheckedIn
    session.execute(update(SignUp).where(SignUp.id == held.id).values(state=ATTENDED))
    return Attendance(**row)


def row_of(
    activity: Activity, sign_up_id: UUID, person_id: UUID, at: datetime, way: str, *, walk_in: bool = False
) -> dict[str, Any]:
    """A new attendance as it is appended."""
    return {
        "id": uuid7(),
        "activity_id": activity.id,
        "sign_up_id": sign_up_id,
        "team_id": activity.team_id,
        "area": activity.area,
        "leader_id": activity.leader_id,
        "person_id": person_id,
        "checked_in_at": at,
        "walk_in": walk_in,
        "way": way,
    }


def _standing(session: Session, activity: Activity, person: UUID) -> SignUp | None:
    """The person's sign-up. Raises `AlreadyCheckedIn`: a second scan of the same code changes nothing."""
    held = session.scalar(
        select(SignUp).where(
            SignUp.activity_id == activity.id,
            SignUp.person_id == person,
            SignUp.state.in_(STANDING),
        )
    )
    if held is not None and held.state == ATTENDED:
        raise AlreadyCheckedIn
    return held


def _let_in(session: Session, activity: Activity, person: UUID, waiting: SignUp | None, part_id: UUID | None) -> SignUp:
    """Seat somebody on the spot; who waits, in the part waited for. Raises what a sign-up raises."""
    part = sign_ups.part_of(session, activity, part_id if waiting is None else waiting.part_id)
    sign_ups.must_be_admitted(session, activity, part, person)
    must_have_time(activity, sign_ups.held_by(session, activity, person), part)
    if not sign_ups.take_seat(session, activity, part):
        raise ActivityFull
    if waiting is None:
        return sign_ups.enter(session, activity, part, person, SEATED, now())
    return waiting
