"""Registering as a volunteer (志愿者), saying what one can do, and stopping."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.volunteering.records.volunteers import VolunteerRecord
from runtime.access import Caller
from runtime.imports import import_records
from runtime.replicas import area_paths
from runtime.time import now, today
from volunteering import published
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.errors import AlreadyVolunteer, PersonUnknown
from volunteering.domain.volunteers import Resident, Volunteer
from volunteering.queries import name_of
from volunteering.use_cases import matches, seats, sign_ups
from volunteering.use_cases.lookups import must_reach, resident, residents


def register_volunteer(session: Session, caller: Caller, *, person_id: UUID, skills: list[str]) -> dict[str, Any]:
    """Register a resident, or one who had retired again."""
    known = resident(session, person_id)
    if known is None:
        raise PersonUnknown
    before = session.scalar(select(Volunteer).where(Volunteer.person_id == person_id).with_for_update())
    return _shown(session, _register(session, before, known, skills, today()))


def set_skills(session: Session, caller: Caller, *, volunteer_id: UUID, skills: list[str]) -> dict[str, Any]:
    """Say anew what the volunteer can do."""
    volunteer = session.get_one(Volunteer, volunteer_id)
    volunteer.can_do(skills)
    return _shown(session, volunteer)


def retire_volunteer(session: Session, caller: Caller, *, volunteer_id: UUID) -> dict[str, Any]:
    """Stop: seats and open sign-ups end, what was served stays."""
    volunteer = session.get_one(Volunteer, volunteer_id)
    volunteer.retire(today())
    published.volunteer_retired(session, volunteer, today())
    step_back(session, volunteer.person_id, today(), "retired")
    return _shown(session, volunteer)


def step_back(session: Session, person_id: UUID, on: date, reason_code: str) -> None:
    """Everything that somebody had promised to do ends."""
    seats.end_all_of(session, person_id, on, now())
    sign_ups.withdraw_all_of(session, person_id, reason_code)
    matches.withdraw_all_of(session, person_id, reason_code)


def import_volunteers(
    session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool
) -> dict[str, Any]:
    """Enter volunteers of the past."""
    book = _Register()
    return import_records(
        session, caller, VolunteerRecord, records, book.enter, dry_run, register="volunteer", ahead=book.read
    )


class _Register:
    """What one call must know of the people it names: read at once, with those whom it has registered so far."""

    def __init__(self) -> None:
        self._residents: dict[UUID, Resident] = {}
        self._volunteers: dict[UUID, Volunteer] = {}

    def read(self, session: Session, records: list[dict[str, Any]]) -> None:
        """Read the people and the volunteers among them; these are locked."""
        people = {record["person_id"] for record in records}
        self._residents = residents(session, people)
        area_paths(session, {known.home_area for known in self._residents.values()})
        registered = select(Volunteer).where(Volunteer.person_id.in_(people)).order_by(Volunteer.id).with_for_update()
        self._volunteers = {volunteer.person_id: volunteer for volunteer in session.scalars(registered)}

    def enter(
        self, session: Session, caller: Caller, *, person_id: UUID, registered_on: date, skills: list[str]
    ) -> UUID:
        """Enter one volunteer; the volunteer's id."""
        known = self._residents.get(person_id)
        if known is None:
            raise PersonUnknown
        must_reach(session, caller, known.home_area)
        must_not_be_future(registered_on, today(), "registered_on")
        before = self._volunteers.get(person_id)
        # Of a chunk that was taken back, volunteers are in the session no longer.
        before = before if before is not None and before in session else None
        volunteer = self._volunteers[person_id] = _register(session, before, known, skills, registered_on)
        return volunteer.id


def _register(session: Session, before: Volunteer | None, known: Resident, skills: list[str], on: date) -> Volunteer:
    """Raises `AlreadyVolunteer` and what `Resident.may_volunteer` raises."""
    if before is None:
        volunteer = Volunteer.registered(known, skills, on)
        session.add(volunteer)
    elif before.retired_on is None:
        raise AlreadyVolunteer
    else:
        volunteer = before
        volunteer.take_up_again(known, skills)
    published.volunteer_registered(session, volunteer, on)
    return volunteer


def _shown(session: Session, volunteer: Volunteer) -> dict[str, Any]:
    session.flush()  # the version is given out by the flush
    return {
        "id": volunteer.id,
        "person_id": volunteer.person_id,
        "area": volunteer.area,
        "display_name": name_of(session, volunteer.person_id),
        "skills": volunteer.skills,
        "registered_on": volunteer.registered_on,
        "retired_on": volunteer.retired_on,
        "version": volunteer.version,
    }
