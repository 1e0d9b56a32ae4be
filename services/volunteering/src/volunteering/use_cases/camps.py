"""Planning camps (夏令营), enrolling children with their guardians' consent, and noting who came."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.access import acting_for
from contracts.volunteering import operations as ops
from kernel.ids import uuid7
from runtime.access import Caller
from runtime.inbox import Received
from runtime.time import now, today
from volunteering import published
from volunteering.domain.camps import (
    BY_GUARDIAN,
    ON_FILE,
    PLANNED,
    Camp,
    CampConsent,
    CampDay,
    CampPlace,
)
from volunteering.domain.errors import MinorNeedsConsent, PersonNotAlive, PersonUnknown
from volunteering.domain.programme_errors import AlreadyEnrolled, AlreadyPresent, CampFull, CampUnknown, NotAChild
from volunteering.domain.teams import Team
from volunteering.queries import camp_place_row
from volunteering.use_cases.lookups import area_kind, may_one, programme_path, resident

PURPOSE = "youth_activities"
"""The purpose that a consent is given for, as membership words it."""


def plan_camp(
    session: Session,
    caller: Caller,
    *,
    team_id: UUID,
    area_id: UUID,
    title: str,
    programme: str,
    first_on: date,
    last_on: date,
    places: int,
) -> Camp:
    """Plan a camp of the team; whoever leads the team answers for it."""
    team = session.get_one(Team, team_id)
    team.must_stand()
    area_kind(session, area_id)
    programme_path(session, area_id, programme, first_on)
    words = {"team_id": team.id, "area": area_id, "leader_id": team.leader_id, "title": title, "places": places}
    camp = Camp.planned(first_on=first_on, last_on=last_on, today=today(), programme=programme, **words)
    session.add(camp)
    session.flush()
    return camp


def enrol_child(session: Session, caller: Caller, *, camp_id: UUID, person_id: UUID) -> dict[str, Any]:
    """Give a child a place. Whoever acts for the child consents by this act; others rely on a consent on file."""
    camp = session.get(Camp, camp_id)
    if camp is None:
        raise CampUnknown
    camp.must_take_children(today())
    consent = _consent(session, caller, person_id)
    held = exists().where(
        CampPlace.camp_id == camp.id, CampPlace.person_id == person_id, CampPlace.given_up_on.is_(None)
    )
    if session.scalar(select(held)):
        raise AlreadyEnrolled
    _take_place(session, camp)
    place = CampPlace(
        id=uuid7(),
        camp_id=camp.id,
        team_id=camp.team_id,
        area=camp.area,
        leader_id=camp.leader_id,
        person_id=person_id,
        consent=consent,
        enrolled_on=today(),
        given_up_on=None,
    )
    session.add(place)
    session.flush()
    return camp_place_row(session, place.id)


def give_up_place(session: Session, caller: Caller, *, place_id: UUID) -> dict[str, Any]:
    """Give a place back; somebody else may have it."""
    place = session.get_one(CampPlace, place_id)
    session.get_one(Camp, place.camp_id).must_be_open()
    _give_up(session, place)
    return camp_place_row(session, place.id)


def mark_present(session: Session, caller: Caller, *, place_id: UUID, on: date) -> dict[str, Any]:
    """Note that a child was there on a day."""
    place = session.get_one(CampPlace, place_id)
    place.must_be_held()
    session.get_one(Camp, place.camp_id).must_last_on(on, today())
    row = {"place_id": place.id, "on": on}
    if session.scalar(insert(CampDay).values(row).on_conflict_do_nothing().returning(CampDay.place_id)) is None:
        raise AlreadyPresent
    return camp_place_row(session, place.id)


def close_camp(session: Session, caller: Caller, *, camp_id: UUID) -> dict[str, Any]:
    """Close a camp, and tell the year's account how many children came; a camp without children was none."""
    camp = session.get_one(Camp, camp_id)
    camp.close(today())
    came = select(func.count(CampDay.place_id.distinct()), func.count()).join_from(
        CampDay, CampPlace, CampPlace.id == CampDay.place_id
    )
    children, child_days = session.execute(came.where(CampPlace.camp_id == camp.id)).one()
    if children:
        path = programme_path(session, camp.area, camp.programme, camp.first_on)
        published.camp_held(session, camp, path, children, child_days, now())
    return {"camp_id": camp.id, "children": children, "child_days": child_days}


def call_off_camp(session: Session, caller: Caller, *, camp_id: UUID) -> Camp:
    """Call a camp off before any child has come; places end."""
    camp = session.get_one(Camp, camp_id)
    _call_off(session, camp, came=_came(session, camp))
    return camp


def call_off_all_of(session: Session, team: Team) -> None:
    """The team disbands: its camps that no child has come to are called off."""
    planned = select(Camp).where(Camp.team_id == team.id, Camp.state == PLANNED).order_by(Camp.id).with_for_update()
    for camp in session.scalars(planned).all():
        if not _came(session, camp):
            _call_off(session, camp, came=False)


def keep_consent(session: Session, event: Received) -> None:
    """A guardian consents that a child takes part in what is held for children."""
    if event.data["purpose"] == PURPOSE:
        row = {word: event.data[word] for word in ("consent_id", "person_id", "given_on")}
        session.execute(insert(CampConsent).values(row).on_conflict_do_nothing())


def end_consent(session: Session, event: Received) -> None:
    """The consent is withdrawn: places that relied on it are given up, unless another one stands."""
    if event.data["purpose"] != PURPOSE:
        return
    person, on = event.data["person_id"], event.data["withdrawn_on"]
    withdrawn = update(CampConsent).where(CampConsent.consent_id == event.data["consent_id"])
    session.execute(withdrawn.values(withdrawn_on=on))
    if not _on_file(session, person):
        give_up_all_of(session, person, CampPlace.consent == ON_FILE)


def give_up_all_of(session: Session, person_id: UUID, *which: Any) -> None:
    """Give up a child's places in camps that are not over."""
    open_camps = select(Camp.id).where(Camp.state == PLANNED)
    held = select(CampPlace).where(
        CampPlace.person_id == person_id, CampPlace.given_up_on.is_(None), CampPlace.camp_id.in_(open_camps), *which
    )
    for place in session.scalars(held.order_by(CampPlace.id).with_for_update()).all():
        _give_up(session, place)


def forget_all_of(session: Session, person_id: UUID) -> None:
    """A child is to be forgotten: its places lose whose they were, and consents go."""
    give_up_all_of(session, person_id)
    session.execute(update(CampPlace).where(CampPlace.person_id == person_id).values(person_id=None))
    session.execute(delete(CampConsent).where(CampConsent.person_id == person_id))


def _consent(session: Session, caller: Caller, person_id: UUID) -> str:
    """Raises `PersonUnknown`, `PersonNotAlive`, `NotAChild`, `MinorNeedsConsent`."""
    child = resident(session, person_id)
    if child is None:
        raise PersonUnknown
    if not child.alive:
        raise PersonNotAlive
    if not child.minor:
        raise NotAChild
    if may_one(session, caller, [acting_for(ops.Child.person_id)], child):
        return BY_GUARDIAN
    if not _on_file(session, person_id):
        raise MinorNeedsConsent
    return ON_FILE


def _on_file(session: Session, person_id: UUID) -> bool:
    stands = exists().where(CampConsent.person_id == person_id, CampConsent.withdrawn_on.is_(None))
    return bool(session.scalar(select(stands)))


def _came(session: Session, camp: Camp) -> bool:
    was_there = exists().where(CampDay.place_id == CampPlace.id, CampPlace.camp_id == camp.id)
    return bool(session.scalar(select(was_there)))


def _call_off(session: Session, camp: Camp, *, came: bool) -> None:
    """Raises `CampOver`, `CampHasChildren`."""
    camp.call_off(came=came)
    held = update(CampPlace).where(CampPlace.camp_id == camp.id, CampPlace.given_up_on.is_(None))
    session.execute(held.values(given_up_on=today()))
    camp.taken = 0


def _take_place(session: Session, camp: Camp) -> None:
    """Decided by the row itself, however many ask at once. Raises `CampFull`."""
    left = update(Camp).where(Camp.id == camp.id, Camp.taken < Camp.places).values(taken=Camp.taken + 1)
    if session.scalar(left.returning(Camp.taken).execution_options(synchronize_session=False)) is None:
        raise CampFull


def _give_up(session: Session, place: CampPlace) -> None:
    place.give_up(today())
    freed = update(Camp).where(Camp.id == place.camp_id).values(taken=Camp.taken - 1)
    session.execute(freed.execution_options(synchronize_session=False))
    session.flush()
