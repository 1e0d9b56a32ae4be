"""Acts on households (户): somebody says which one is theirs; a household moves, or some of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import vocabulary
from membership.domain.areas import Area
from membership.domain.errors.areas import AreaUnknown
from membership.domain.errors.households import AtHomeAlready, HouseholdEmpty, NotOfHousehold
from membership.domain.errors.people import PersonUnknown
from membership.domain.households import HouseholdContact, check_home, must_be_household
from membership.domain.people import Person
from membership.queries.households import household_in_full
from membership.use_cases.people import move_person
from runtime.access import Caller
from runtime.time import today


def take_home(
    session: Session, caller: Caller, *, area_id: UUID, person_id: UUID, moved_on: date | None
) -> dict[str, Any]:
    """Somebody registered without a household says which one is theirs."""
    household = _household(session, area_id)
    person = session.get(Person, person_id, with_for_update=True)
    if person is None or not caller.covers(session, person.home_area, *vocabulary.KEEPERS):
        raise PersonUnknown()
    check_home(person, session.get_one(Area, person.home_area), household)
    move_person(session, caller, person, area_id, moved_on or today())
    session.flush()
    return household_in_full(session, area_id)


def move_household(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    to_area_id: UUID,
    people: list[UUID] | None,
    moved_on: date | None,
) -> dict[str, Any]:
    """Move a household, or some of it, to another one."""
    _household(session, area_id)
    if session.get(Area, to_area_id) is None:
        raise AreaUnknown(field="to_area_id")
    _household(session, to_area_id, "to_area_id")
    if to_area_id == area_id:
        raise AtHomeAlready()
    heir = _contact(session, area_id) if _contact(session, to_area_id) is None else None
    moving = _those_of(session, area_id, people)
    for person in moving:
        move_person(session, caller, person, to_area_id, moved_on or today())
    session.flush()
    if heir is not None and heir in {person.person_id for person in moving}:
        session.add(HouseholdContact(area_id=to_area_id, person_id=heir))
        session.flush()
    return household_in_full(session, to_area_id)


def _household(session: Session, area_id: UUID, field: str = "area_id") -> Area:
    area = session.get_one(Area, area_id)
    must_be_household(area, field)
    area.must_stand()
    return area


def _contact(session: Session, area_id: UUID) -> UUID | None:
    contact = session.get(HouseholdContact, area_id)
    return None if contact is None else contact.person_id


def _those_of(session: Session, area_id: UUID, people: list[UUID] | None) -> list[Person]:
    """Those alive who live there, all or the named. Raises `HouseholdEmpty` or `NotOfHousehold`."""
    there = select(Person).where(Person.home_area == area_id, Person.died_on.is_(None), Person.erased_on.is_(None))
    held = session.scalars(there.order_by(Person.person_id).with_for_update())
    living = {person.person_id: person for person in held}
    if people is None and not living:
        raise HouseholdEmpty()
    if people is not None and not set(people) <= living.keys():
        raise NotOfHousehold(field="people")
    return [living[each] for each in (living if people is None else dict.fromkeys(people))]
