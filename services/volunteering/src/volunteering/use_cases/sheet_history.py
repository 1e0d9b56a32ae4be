"""Sign-in sheets of the past (签到表), entered line by line through the import door."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from contracts.volunteering.records import AttendanceRecord
from runtime.access import Caller
from runtime.imports import import_records
from runtime.time import now
from volunteering import published
from volunteering.domain.activities import CLOSED, NO_SHOW, SEATED, Activity, Attendance, SignUp
from volunteering.domain.calendar import civil_day, must_not_be_future
from volunteering.domain.errors import ActivityFull, HoursNotApproved, HoursWithoutAttendance, TeamUnknown
from volunteering.domain.teams import Team
from volunteering.use_cases import attendances, hours, sign_ups
from volunteering.use_cases.lookups import area_kind, habits, must_be_volunteers, today


def import_attendances(
    session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool
) -> dict[str, Any]:
    """Enter sign-in sheets, a record per person, with approved and reversed hours."""
    return import_records(
        session, caller, AttendanceRecord, records, _enter, dry_run, register="attendance", area="area_id"
    )


def _enter(
    session: Session,
    caller: Caller,
    *,
    source: str,
    activity_key: str,
    person_id: UUID,
    checked_in_at: datetime | None,
    minutes: int | None,
    reversed_for: str | None,
    **of_activity: Any,
) -> UUID:
    """Raises what signing up, checking in, approving and reversing raise. Returns the id of the sign-up."""
    _must_hang_together(checked_in_at, minutes, reversed_for)
    activity = _activity(session, source, activity_key, **of_activity)
    must_be_volunteers(session, [person_id])
    sign_ups.must_be_free(session, activity, person_id)
    if not sign_ups.take_seat(session, activity):
        raise ActivityFull
    if checked_in_at is None:
        return _did_not_come(session, activity, person_id)
    held = sign_ups.enter(session, activity, person_id, SEATED, activity.starts_at)
    activity.must_take_check_in(checked_in_at, habits(session, activity.area, activity.held_on).check_in_opens_before)
    _say_held(session, activity)
    attendance = attendances.append(session, activity, held, checked_in_at, walk_in=False)
    if minutes is not None:
        _credit(session, caller, activity, attendance, minutes, reversed_for)
    return held.id


def _must_hang_together(checked_in_at: datetime | None, minutes: int | None, reversed_for: str | None) -> None:
    """Raises `HoursWithoutAttendance`, `HoursNotApproved`."""
    if minutes is not None and checked_in_at is None:
        raise HoursWithoutAttendance
    if reversed_for is not None and minutes is None:
        raise HoursNotApproved


def _activity(session: Session, source: str, activity_key: str, team_id: UUID, area_id: UUID, **words: Any) -> Activity:
    """The sheet's activity: made by its first line, and said the same by all others."""
    known = session.scalar(select(Activity).where(Activity.source == source, Activity.activity_key == activity_key))
    if known is not None:
        known.must_say(team_id=team_id, area=area_id, **words)
        return known
    area_kind(session, area_id)
    team = session.get(Team, team_id)
    if team is None:
        raise TeamUnknown
    must_not_be_future(civil_day(words["ends_at"]), today(), "ends_at")
    team.must_have_stood(civil_day(words["starts_at"]), civil_day(words["starts_at"]))
    made = Activity.planned(
        team_id=team_id,
        area=area_id,
        leader_id=team.leader_id,
        source=source,
        activity_key=activity_key,
        **words,
    )
    made.must_be_over(now())
    made.state = CLOSED
    session.add(made)
    session.flush()
    return made


def _did_not_come(session: Session, activity: Activity, person_id: UUID) -> UUID:
    # Not seated first: who did not come may well have been somewhere else.
    absent: SignUp = sign_ups.enter(session, activity, person_id, NO_SHOW, activity.starts_at)
    published.no_show_recorded(session, activity, absent, activity.ends_at)
    return absent.id


def _say_held(session: Session, activity: Activity) -> None:
    """Told once, with the first who came. How many came is known only when the whole sheet is in."""
    if not session.scalar(select(exists().where(Attendance.activity_id == activity.id))):
        published.activity_held(session, activity, activity.ends_at)


def _credit(
    session: Session,
    caller: Caller,
    activity: Activity,
    attendance: Attendance,
    minutes: int,
    reversed_for: str | None,
) -> None:
    hours.approve(session, caller, attendance, activity, minutes, activity.ends_at)
    if reversed_for is not None:
        hours.reverse(session, caller, attendance, reversed_for, activity.ends_at)
