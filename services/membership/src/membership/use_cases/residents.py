"""Acts on a community's own list (居民花名册): people entered with the households they live in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from contracts.membership import vocabulary
from kernel.rules import BrokenRule
from membership.domain.errors.households import ContactMinor, ContactTaken, SecondHome
from membership.domain.errors.people import IdentityNumberTaken
from membership.domain.households import HouseholdContact
from membership.domain.identity import normalised
from membership.domain.people import Person
from membership.secrets_of_people import identity_hash
from membership.use_cases.lookalikes import Lookalikes
from membership.use_cases.people import registered, told_in, write_beside
from membership.use_cases.places import Places
from runtime.access import Caller
from runtime.imports import import_records

AREA = "area_id"


def import_residents(
    session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]
) -> dict[str, Any]:
    """Enter the people of a list, with their households."""
    entering = _Entering(session, caller, records)
    reply = import_records(
        session,
        caller,
        ops.import_residents.record,
        records,
        entering.enter,
        dry_run,
        register="person",
        area=AREA,
    )
    if not dry_run:
        accepted = {result["id"] for result in reply["results"] if result["outcome"] == "accepted"}
        entering.places.write_beside()
        write_beside(session, [person for person_id, person in entering.made.items() if person_id in accepted])
    return reply


@dataclass(frozen=True, slots=True)
class _Home:
    """Where somebody of an identity number is registered, and whether the caller keeps that register."""

    area_id: UUID
    reached: bool


class _Entering:
    """One list: what is known beforehand of its places, names and numbers, and who has been entered so far."""

    def __init__(self, session: Session, caller: Caller, records: list[Any]) -> None:
        areas = {area for area in map(_uuid, told_in(records, AREA)) if area is not None}
        buildings = told_in(records, "estate") | told_in(records, "building")
        self.places = Places(session, areas, buildings, told_in(records, "household"))
        self.made: dict[UUID, Person] = {}
        self._alike = Lookalikes(session, caller, told_in(records, "name"))
        self._homes = _homes(session, caller, told_in(records, "identity_number"))
        self._numbers: dict[str, Person] = {}
        known = select(HouseholdContact).where(HouseholdContact.area_id.in_(self.places.households))
        self._contacts = {contact.area_id: contact for contact in session.scalars(known)}

    def enter(
        self,
        session: Session,
        caller: Caller,
        *,
        area_id: UUID,
        estate: str | None,
        building: str | None,
        household: str,
        contact: bool,
        identity_number: str | None,
        **entry: Any,
    ) -> UUID:
        """Enter one person; the id they got."""
        home = self.places.household(area_id, estate, building, household)
        if identity_number is not None:
            self._check_number(session, identity_number, home.area_id)
        person = registered(session, self._alike, home_area=home.area_id, identity_number=identity_number, **entry)
        if contact:
            self._name_contact(session, person)
        if person.identity_hash is not None:
            self._numbers[person.identity_hash] = person
        self.made[person.person_id] = person
        return person.person_id

    def _check_number(self, session: Session, number: str, home: UUID) -> None:
        """Raises `IdentityNumberInvalid`, `SecondHome` or `IdentityNumberTaken`."""
        known = identity_hash(normalised(number)) or ""
        twin = self._numbers.get(known)
        if twin is not None and twin in session:
            raise _twice(_Home(twin.home_area, True), home)
        if known in self._homes:
            raise _twice(self._homes[known], home)

    def _name_contact(self, session: Session, person: Person) -> None:
        if person.minor:
            raise ContactMinor(field="contact")
        held = self._contacts.get(person.home_area)
        if held is not None and held in session:
            raise ContactTaken()
        made = HouseholdContact(area_id=person.home_area, person_id=person.person_id)
        session.add(made)
        self._contacts[person.home_area] = made


def _twice(known: _Home, home: UUID) -> BrokenRule:
    """One number, two rows: a second home where the caller may know of the first, else only that the number is taken."""
    if known.reached and known.area_id != home:
        return SecondHome(field="household")
    return IdentityNumberTaken(field="identity_number")


def _homes(session: Session, caller: Caller, numbers: set[str]) -> dict[str, _Home]:
    """Where those are registered whose numbers the list tells, in one query."""
    hashes = [identity_hash(number.strip().upper()) for number in numbers]
    known = select(Person.identity_hash, Person.home_area).where(Person.identity_hash.in_(hashes))
    return {
        row.identity_hash or "": _Home(row.home_area, caller.covers(session, row.home_area, *vocabulary.KEEPERS))
        for row in session.execute(known)
    }


def _uuid(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None
