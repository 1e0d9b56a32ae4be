"""The roster (班表): who is to come, by their own word, a captain's, or volunteering's answer to a call."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.patrol.operations import LEAD_SHIFT
from patrol.domain.errors import AlreadyCheckedIn, AlreadyOnRoster, NotForOthers, NotInTeam, NotOnRoster
from patrol.domain.shift import PLANNED, CheckIn, RosterEntry, Shift
from patrol.domain.team import Seat
from patrol.use_cases.shifts import watch_again
from runtime.access import Caller
from runtime.inbox import Received
from runtime.replicas import PERSON
from runtime.time import now

MEMBER, ASSIGNED = "member", "assigned"
SHIFT_DUTY = "shift"


def roster_member(session: Session, caller: Caller, *, shift_id: UUID, person_id: UUID) -> dict[str, Any]:
    """Put a member of the team on the roster."""
    shift = session.get_one(Shift, shift_id)
    assert_for_oneself(session, caller, shift, person_id)
    shift.assert_planned()
    if person_id not in in_team(session, shift.team_id, shift.night, [person_id]):
        raise NotInTeam
    if not _enter(session, shift.id, person_id, MEMBER):
        raise AlreadyOnRoster
    name = session.execute(select(PERSON.c.display_name).where(PERSON.c.person_id == person_id)).scalar_one_or_none()
    row = {"person_id": person_id, "display_name": name, "origin": MEMBER}
    return row | {"area": shift.area, "team_id": shift.team_id}


def strike_member(session: Session, caller: Caller, *, shift_id: UUID, person_id: UUID) -> Shift:
    """Take a member off the roster, as long as they have not come."""
    shift = session.get_one(Shift, shift_id)
    assert_for_oneself(session, caller, shift, person_id)
    shift.assert_planned()
    if _has_come(session, shift.id, person_id):
        raise AlreadyCheckedIn
    if not _strike(session, shift.id, person_id):
        raise NotOnRoster
    watch_again(session, shift)
    return shift


def take_volunteer(session: Session, event: Received) -> None:
    """Volunteering found somebody for the shift."""
    shift = _planned_duty(session, event)
    if shift is not None:
        _enter(session, shift.id, event.data["person_id"], ASSIGNED)


def release_volunteer(session: Session, event: Received) -> None:
    """Who had taken the shift gave it back; whoever has come all the same stays."""
    shift = _planned_duty(session, event)
    if shift is None or _has_come(session, shift.id, event.data["person_id"]):
        return
    if _strike(session, shift.id, event.data["person_id"]):
        watch_again(session, shift)


def assert_for_oneself(session: Session, caller: Caller, shift: Shift, person_id: UUID) -> None:
    """Raises `NotForOthers` unless the caller is that person or leads the shift."""
    if person_id == caller.person_id:
        return
    if not any(caller.may(session, clause, shift) for clause in LEAD_SHIFT):
        raise NotForOthers


def in_team(session: Session, team_id: UUID, night: date, people: list[UUID]) -> set[UUID]:
    """Which of `people` have a seat in the team on that night."""
    stmt = select(Seat.person_id).where(
        Seat.team_id == team_id,
        Seat.person_id.in_(people),
        Seat.joined_on <= night,
        or_(Seat.left_on.is_(None), Seat.left_on > night),
    )
    return set(session.scalars(stmt))


def on_roster(session: Session, shift_id: UUID, person_id: UUID) -> bool:
    """Whether the person is on the shift's roster."""
    stmt = select(RosterEntry.person_id).where(RosterEntry.shift_id == shift_id, RosterEntry.person_id == person_id)
    return session.execute(stmt).first() is not None


def _planned_duty(session: Session, event: Received) -> Shift | None:
    """The shift an assignment speaks of, if it is one of ours and still to be kept."""
    if event.data["duty_kind"] != SHIFT_DUTY:
        return None
    shift = session.get(Shift, event.data["duty_id"], with_for_update=True)
    return shift if shift is not None and shift.state == PLANNED else None


def _enter(session: Session, shift_id: UUID, person_id: UUID, origin: str) -> bool:
    write = insert(RosterEntry).values(shift_id=shift_id, person_id=person_id, origin=origin, added_at=now())
    done = write.on_conflict_do_nothing().returning(RosterEntry.person_id)
    return session.execute(done).first() is not None


def _strike(session: Session, shift_id: UUID, person_id: UUID) -> bool:
    gone = delete(RosterEntry).where(RosterEntry.shift_id == shift_id, RosterEntry.person_id == person_id)
    return session.execute(gone.returning(RosterEntry.person_id)).first() is not None


def _has_come(session: Session, shift_id: UUID, person_id: UUID) -> bool:
    stmt = select(CheckIn.id).where(CheckIn.shift_id == shift_id, CheckIn.person_id == person_id).limit(1)
    return session.execute(stmt).first() is not None
