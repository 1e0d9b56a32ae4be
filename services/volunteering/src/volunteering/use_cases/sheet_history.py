"""Sign-in sheets of the past (签到表), entered through the import door.

A thousand lines are a thousand decisions but few statements: what the rules must know is read once into a `_Book`, each
line is decided on it, and what was accepted is written at the end. The constraints of the database stay the last word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, tuple_
from sqlalchemy.orm import Session

from contracts.volunteering.records.hours import AttendanceRecord
from kernel.period import civil_day
from runtime.access import Caller
from runtime.act import act_of, acting
from runtime.imports import import_records
from runtime.replicas import area_paths
from runtime.time import now, today
from volunteering import published
from volunteering.domain.activities import (
    ATTENDED,
    BY_SHEET,
    CLOSED,
    NO_SHOW,
    Activity,
    Attendance,
    Held,
    SignUp,
    must_have_time,
    must_not_be_signed_up,
)
from volunteering.domain.base import Base
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.errors import (
    AreaUnknown,
    HoursNotApproved,
    HoursWithoutAttendance,
    NotAVolunteer,
    TeamUnknown,
)
from volunteering.domain.teams import Team
from volunteering.use_cases import attendances, cadence, hours, served, sign_ups
from volunteering.use_cases.activities import log
from volunteering.use_cases.lookups import habits, ids_in, programme_path, volunteers_among


def import_attendances(
    session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool
) -> dict[str, Any]:
    """Enter sign-in sheets, a record per person, with approved and reversed hours."""
    book = _Book.opened(session, records)
    reply = import_records(
        session, caller, AttendanceRecord, records, book.enter, dry_run, register="attendance", area="area_id"
    )
    if not dry_run:
        with acting(session, replace(act_of(session), kind="import")):  # so that these hours too earn nothing
            book.write(session)
    return reply


@dataclass
class _Book:
    """What the rules must know of people, teams and activities, and what has been decided so far.

    The runtime runs a line again if it is refused after it had changed the session. No line does: every refusal comes
    before the first event, and rows wait here until `write`. So nothing is ever noted twice.
    """

    volunteers: set[UUID]
    teams: dict[UUID, Team]
    activities: dict[tuple[str, str], Activity]
    held: defaultdict[UUID, list[Held]]
    came: set[UUID]
    taken: dict[UUID, int]
    begun: list[Activity] = field(default_factory=list)
    signed_up: list[dict[str, Any]] = field(default_factory=list)
    attended: list[dict[str, Any]] = field(default_factory=list)
    served: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def opened(cls, session: Session, records: list[Any]) -> _Book:
        """Read everything that these lines may touch; their activities are locked."""
        people = ids_in(records, "person_id")
        known = _known_activities(session, records)
        ids = [activity.id for activity in known]
        came = select(Attendance.activity_id).where(Attendance.activity_id.in_(ids)).distinct()
        teams = session.scalars(select(Team).where(Team.id.in_(ids_in(records, "team_id"))))
        return cls(
            volunteers=volunteers_among(session, people),
            teams={team.id: team for team in teams},
            activities={(str(one.source), str(one.activity_key)): one for one in known},
            held=_held(session, people),
            came=set(session.scalars(came)),
            taken={activity.id: activity.taken for activity in known},
        )

    def enter(
        self,
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
        """Decide one line. Raises what signing up, checking in, approving and reversing raise; returns the sign-up's id."""
        _must_hang_together(checked_in_at, minutes, reversed_for)
        known = self.activities.get((source, activity_key))
        activity = known or self._begin(session, source, activity_key, **of_activity)
        if known is not None:
            known.must_say(area=of_activity.pop("area_id"), **of_activity)
        if person_id not in self.volunteers:
            raise NotAVolunteer
        must_not_be_signed_up(activity, self.held[person_id])
        activity.must_have_seats(self.taken.get(activity.id, 0))
        if checked_in_at is None:
            return self._absent(session, activity, person_id)
        opens_before = habits(session, activity.area, activity.held_on).check_in_opens_before
        activity.must_take_check_in(checked_in_at, opens_before)
        must_have_time(activity, self.held[person_id])
        if minutes is not None:
            activity.must_cover(minutes)
        return self._present(session, caller, activity, person_id, checked_in_at, minutes, reversed_for)

    def write(self, session: Session) -> None:
        """Append what was accepted, table by table."""
        for activity in (*self.begun, *self.activities.values()):
            activity.taken = self.taken.get(activity.id, 0)
        session.add_all(self.begun)
        session.flush()
        appended: tuple[tuple[type[Base], list[dict[str, Any]]], ...] = (
            (SignUp, self.signed_up),
            (Attendance, self.attended),
        )
        for mapped, rows in appended:
            if rows:
                session.execute(insert(mapped), rows)
        served.enter(session, self.served)
        self._account(session)

    def _account(self, session: Session) -> None:
        """What the year's account hears once the rows are in: who came to what, and which cadences that meets."""
        came = Counter(row["activity_id"] for row in self.attended)
        for activity in self.activities.values():
            if came[activity.id]:
                log(session, activity, came[activity.id], activity.ends_at)
        served_on = {(entry["person_id"], entry["served_on"]) for entry in self.served}
        cadence.review_members(session, served_on)

    def _begin(
        self, session: Session, source: str, activity_key: str, team_id: UUID, area_id: UUID, **words: Any
    ) -> Activity:
        """The activity that a sheet's first line makes; kept only when the line is accepted."""
        if area_id not in area_paths(session, [area_id]):
            raise AreaUnknown
        team = self.teams.get(team_id)
        if team is None:
            raise TeamUnknown
        must_not_be_future(civil_day(words["ends_at"]), today(), "ends_at")
        day = civil_day(words["starts_at"])
        team.must_have_stood(day, day)
        programme_path(session, area_id, words["programme"], day)
        words |= {"source": source, "activity_key": activity_key}
        made = Activity.planned(team_id=team_id, area=area_id, leader_id=team.leader_id, **words)
        made.must_be_over(now())
        made.state = CLOSED
        return made

    def _absent(self, session: Session, activity: Activity, person_id: UUID) -> UUID:
        """Who did not come may well have been somewhere else meanwhile."""
        row = self._keep(activity, person_id, NO_SHOW)
        published.no_show_recorded(session, activity, SignUp(**row), activity.ends_at)
        return UUID(str(row["id"]))

    def _present(
        self,
        session: Session,
        caller: Caller,
        activity: Activity,
        person_id: UUID,
        at: datetime,
        minutes: int | None,
        reversed_for: str | None,
    ) -> UUID:
        held = self._keep(activity, person_id, ATTENDED)
        if activity.id not in self.came:
            # Told once, with the first who came: how many came is known only when the whole sheet is in.
            published.activity_held(session, activity, activity.ends_at)
            self.came.add(activity.id)
        row = attendances.row_of(activity, held["id"], person_id, at, BY_SHEET)
        self.attended.append(row)
        if minutes is not None:
            self._credit(session, caller, activity, Attendance(**row), minutes, reversed_for)
        return UUID(str(held["id"]))

    def _credit(
        self,
        session: Session,
        caller: Caller,
        activity: Activity,
        attendance: Attendance,
        minutes: int,
        reversed_for: str | None,
    ) -> None:
        entry = hours.entry(caller, attendance, activity, minutes, activity.ends_at)
        self.served.append(entry)
        published.hours_approved(session, attendance, activity, minutes, activity.ends_at)
        if reversed_for is not None:
            self.served.append(hours.striking(entry, caller, reversed_for, activity.ends_at))
            published.hours_reversed(session, attendance, reversed_for, activity.ends_at)

    def _keep(self, activity: Activity, person_id: UUID, state: str) -> dict[str, Any]:
        key = (str(activity.source), str(activity.activity_key))
        if key not in self.activities:
            self.activities[key] = activity
            self.begun.append(activity)
        row = sign_ups.row_of(activity, person_id, state, activity.starts_at)
        self.signed_up.append(row)
        self.held[person_id].append(Held(activity.id, activity.starts_at, activity.ends_at, state))
        self.taken[activity.id] = self.taken.get(activity.id, 0) + 1
        return row


def _must_hang_together(checked_in_at: datetime | None, minutes: int | None, reversed_for: str | None) -> None:
    """Raises `HoursWithoutAttendance`, `HoursNotApproved`."""
    if minutes is not None and checked_in_at is None:
        raise HoursWithoutAttendance
    if reversed_for is not None and minutes is None:
        raise HoursNotApproved


def _known_activities(session: Session, records: Iterable[Any]) -> list[Activity]:
    named = {
        (record["source"], record["activity_key"])
        for record in records
        if isinstance(record, dict)
        and isinstance(record.get("source"), str)
        and isinstance(record.get("activity_key"), str)
    }
    known = select(Activity).where(tuple_(Activity.source, Activity.activity_key).in_(named)).order_by(Activity.id)
    return list(session.scalars(known.with_for_update()))


def _held(session: Session, people: set[UUID]) -> defaultdict[UUID, list[Held]]:
    """All sign-ups of these people."""
    rows = session.execute(
        select(
            SignUp.person_id, SignUp.activity_id, func.lower(SignUp.during), func.upper(SignUp.during), SignUp.state
        ).where(SignUp.person_id.in_(people))
    )
    held: defaultdict[UUID, list[Held]] = defaultdict(list)
    for person_id, *of_activity in rows:
        held[person_id].append(Held(*of_activity))
    return held
