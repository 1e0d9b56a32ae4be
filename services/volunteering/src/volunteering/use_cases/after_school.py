"""After-schools (四点钟学校) and the children's places in them."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID, uuid5

import orjson
from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.protection import KeyDestroyed, forget, seal, unseal
from runtime.replicas import PERSON
from runtime.subjects import subject
from runtime.time import now, today
from volunteering import published
from volunteering.domain.after_school import AfterSchool, Fetching, SchoolDay, SchoolPlace, may_fetch
from volunteering.domain.after_school_errors import (
    AfterSchoolFull,
    ChildrenAreThere,
    ChildUnknown,
    GuardianNeeded,
    NotAChild,
    PickerUnknown,
)
from volunteering.domain.errors import MinorNeedsConsent, TeamUnknown
from volunteering.domain.teams import Team
from volunteering.use_cases.lookups import has_consent, resident

NO_YEAR = 0
"""The year of the keyed hash by which a child's place is found; it never leaves the service."""
PURPOSE = "after_school"
"""The purpose that a guardian's consent is given for, as membership words it."""


def open_after_school(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    team_id: UUID,
    name: str,
    weekdays: list[int],
    closes: time,
    places: int,
) -> AfterSchool:
    """Open an after-school that a team keeps; whoever leads the team answers for it."""
    team = session.get(Team, team_id)
    if team is None:
        raise TeamUnknown
    team.must_stand()
    words = {"area": area_id, "team_id": team.id, "leader_id": team.leader_id, "name": name, "places": places}
    school = AfterSchool.opened(today(), weekdays, closes=closes.replace(tzinfo=None), **words)
    session.add(school)
    session.flush()
    published.after_school_opened(session, school, now())
    return school


def close_after_school(session: Session, caller: Caller, *, after_school_id: UUID) -> AfterSchool:
    """Close an after-school in which no child is left; its places end."""
    school = session.get_one(AfterSchool, after_school_id, with_for_update=True)
    school.close(today())
    if session.scalar(select(exists().where(SchoolDay.after_school_id == school.id, SchoolDay.picked_up_at.is_(None)))):
        raise ChildrenAreThere
    open_places = select(SchoolPlace).where(SchoolPlace.after_school_id == school.id, SchoolPlace.ended_on.is_(None))
    for place in session.scalars(open_places.order_by(SchoolPlace.id).with_for_update()):
        _end(session, place, "after_school_closed", today())
    session.refresh(school, ["taken"])
    published.after_school_closed(session, school, now())
    return school


def take_school_place(
    session: Session,
    caller: Caller,
    *,
    after_school_id: UUID,
    person_id: UUID,
    guardian_id: UUID | None,
    weekdays: list[int],
    pickers: list[dict[str, Any]],
) -> SchoolPlace:
    """A guardian takes a place for a child; whoever keeps the school does so with the guardian's consent on record."""
    school = session.get_one(AfterSchool, after_school_id)
    school.must_be_open()
    school.must_offer(weekdays)
    _must_be_a_child(session, person_id)
    guardian = _guardian(session, caller, person_id, guardian_id)
    place = SchoolPlace.taken(
        school,
        weekdays,
        today(),
        guardian_id=guardian,
        child_key=child_key(person_id),
        subject=subject(person_id, today().year),
    )
    named = _named(session, person_id, pickers)
    session.add(place)
    session.flush()
    _seal(session, place, Fetching(person_id, may_fetch(guardian, named)))
    free = update(AfterSchool).where(AfterSchool.id == school.id, AfterSchool.taken < AfterSchool.places)
    if session.scalar(free.values(taken=AfterSchool.taken + 1).returning(AfterSchool.id)) is None:
        raise AfterSchoolFull
    published.school_place_taken(session, place, now())
    return place


def name_pickers(
    session: Session, caller: Caller, *, school_place_id: UUID, pickers: list[dict[str, Any]]
) -> SchoolPlace:
    """The guardian says anew who else may fetch the child."""
    place = session.get_one(SchoolPlace, school_place_id, with_for_update=True)
    place.must_last()
    assert place.guardian_id is not None
    child = opened(session, caller, place).child_id
    _seal(session, place, Fetching(child, may_fetch(place.guardian_id, _named(session, child, pickers))))
    return place


def end_school_place(session: Session, caller: Caller, *, school_place_id: UUID, reason: str) -> SchoolPlace:
    """The child comes no more; one that is there is fetched first."""
    place = session.get_one(SchoolPlace, school_place_id, with_for_update=True)
    there = exists().where(SchoolDay.school_place_id == place.id, SchoolDay.picked_up_at.is_(None))
    if session.scalar(select(there)):
        raise ChildrenAreThere
    _end(session, place, reason, today())
    return place


def show_school_place(session: Session, caller: Caller, *, school_place_id: UUID) -> dict[str, Any]:
    """One place with the child and who may fetch it; the reading is audited."""
    place = session.get_one(SchoolPlace, school_place_id)
    row: dict[str, Any] = {column.name: getattr(place, column.name) for column in SchoolPlace.__table__.columns}
    try:
        secret = opened(session, caller, place)
    except KeyDestroyed:
        return row | {"person_id": None, "display_name": None, "guardian_id": None, "pickers": []}
    names = names_of(session, [secret.child_id, *secret.pickers])
    # Who may read of the child may read who fetches it: the row is the child's, the picker only stands in it.
    pickers = [
        {"person_id": secret.child_id, "picker_id": picker, "display_name": names.get(picker), "relation": relation}
        | {"team_id": place.team_id}
        for picker, relation in secret.pickers.items()
    ]
    return row | {"person_id": secret.child_id, "display_name": names.get(secret.child_id), "pickers": pickers}


def opened(session: Session, caller: Caller, place: SchoolPlace) -> Fetching:
    """What is sealed of a place; the reading is audited. Raises `KeyDestroyed`."""
    if place.sealed is None:
        raise KeyDestroyed
    words = orjson.loads(unseal(session, caller, place.id, place.sealed, field="child"))
    return Fetching(UUID(words["child_id"]), {UUID(one): relation for one, relation in words["pickers"]})


def names_of(session: Session, people: list[UUID]) -> dict[UUID, str | None]:
    """Display names that the replica knows."""
    found = select(PERSON.c.person_id, PERSON.c.display_name).where(PERSON.c.person_id.in_(people))
    return {row.person_id: row.display_name for row in session.execute(found)}


def end_all_of(session: Session, person_id: UUID, reason: str, on: date) -> None:
    """The place of a child that is gone, or whose guardian's consent is, ends."""
    mine = select(SchoolPlace).where(SchoolPlace.child_key == child_key(person_id), SchoolPlace.ended_on.is_(None))
    for place in session.scalars(mine.with_for_update()):
        _end(session, place, reason, max(on, place.from_on))


def forget_child(session: Session, person_id: UUID) -> None:
    """Nothing of an erased child, or of whom an erased guardian named, can be read again."""
    end_all_of(session, person_id, "erased", today())
    theirs = (SchoolPlace.child_key == child_key(person_id)) | (SchoolPlace.guardian_id == person_id)
    for place in session.scalars(select(SchoolPlace).where(theirs).with_for_update()):
        if place.ended_on is None:
            _end(session, place, "erased", max(today(), place.from_on))
        place.sealed = place.guardian_id = None
        forget(session, place.id)


def child_key(person_id: UUID) -> str:
    """Finds a child's place without saying which child; another hash than those of wishes and of who is helped."""
    return subject(uuid5(person_id, "after school"), NO_YEAR)


def _must_be_a_child(session: Session, person_id: UUID) -> None:
    """Raises `ChildUnknown`, `NotAChild`."""
    child = resident(session, person_id)
    if child is None or not child.alive:
        raise ChildUnknown
    if not child.minor:
        raise NotAChild


def _guardian(session: Session, caller: Caller, child_id: UUID, guardian_id: UUID | None) -> UUID:
    """Whose child it is. The guardian's own act is their consent. Raises `GuardianNeeded`, `MinorNeedsConsent`."""
    if caller.acting_for == child_id and caller.person_id is not None:
        return caller.person_id
    known = None if guardian_id in (None, child_id) else resident(session, guardian_id)
    if known is None or known.minor or not known.alive:
        raise GuardianNeeded
    if not has_consent(session, child_id, PURPOSE):
        raise MinorNeedsConsent
    return known.person_id


def _named(session: Session, child_id: UUID, pickers: list[dict[str, Any]]) -> list[tuple[UUID, str]]:
    """Those the guardian names, who are known and of age. Raises `PickerUnknown`."""
    named = [(one["person_id"], one["relation"]) for one in pickers]
    ids = {person for person, _ in named}
    grown = select(func.count()).where(
        PERSON.c.person_id.in_(ids), PERSON.c.alive, ~PERSON.c.minor, PERSON.c.erased_at.is_(None)
    )
    if child_id in ids or session.scalar(grown) != len(ids):
        raise PickerUnknown
    return named


def _seal(session: Session, place: SchoolPlace, secret: Fetching) -> None:
    pickers = [[str(person), relation] for person, relation in secret.pickers.items()]
    place.sealed = seal(session, place.id, orjson.dumps({"child_id": str(secret.child_id), "pickers": pickers}))
    session.flush()


def _end(session: Session, place: SchoolPlace, reason: str, on: date) -> None:
    place.end(reason, on)
    session.flush()
    given_back = update(AfterSchool).where(AfterSchool.id == place.after_school_id)
    session.execute(given_back.values(taken=AfterSchool.taken - 1))
    published.school_place_ended(session, place, now())
