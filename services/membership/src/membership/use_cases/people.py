"""Acts on the register of people (居民登记)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from contracts.membership import vocabulary
from contracts.membership.events import PersonChangedV1, PersonDiedV1, PersonMovedV1, PersonRegisteredV1
from membership.domain.areas import Area
from membership.domain.errors.areas import AreaUnknown, OutOfArea
from membership.domain.identity import birth_date as birth_date_of
from membership.domain.identity import normalised
from membership.domain.people import Person, agreed_birth_date, coming_of_age
from membership.search_keys import rewrite_keys, sort_key, write_keys
from membership.secrets_of_people import (
    identity_hash,
    keep_keys_of,
    phone_hash,
    seal_identity,
    seal_of_new,
    seal_phone,
)
from membership.use_cases.accounts import close_accounts_of
from membership.use_cases.assignments import end_assignments_of
from membership.use_cases.committee_seats import vacate_seats_of
from membership.use_cases.contacts import end_contact_of
from membership.use_cases.kin import end_guardianships_of, end_links_of
from membership.use_cases.lookalikes import Lookalikes
from membership.use_cases.posts import release_claims_of
from membership.use_cases.relocation import move_along
from membership.use_cases.rolls import leave_all_rolls, leave_where_one_lived
from membership.use_cases.transfers import withdraw_transfers_of
from membership.use_cases.visit_facts import person_came, person_went
from runtime.access import Caller
from runtime.imports import import_records
from runtime.outbox import emit
from runtime.replicas import put_people, put_person
from runtime.time import moment_on, today

MOST_AT_ONCE = 1_000


def register_person(session: Session, caller: Caller, **entry: Any) -> Person:
    """Register a person in their home area."""
    person = registered(session, Lookalikes(session, caller, [entry["name"]]), **entry)
    write_beside(session, [person])
    person_came(session, person, "person_registered")
    return person


def import_people(session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Enter people of a source's list."""
    made: dict[UUID, Person] = {}
    alike = Lookalikes(session, caller, told_in(records, "name"))

    def enter(session: Session, caller: Caller, **entry: Any) -> UUID:
        person = registered(session, alike, **entry)
        made[person.person_id] = person
        return person.person_id

    reply = import_records(
        session,
        caller,
        ops.import_people.record,
        records,
        enter,
        dry_run,
        register="person",
        area="home_area",
    )
    accepted = {result["id"] for result in reply["results"] if result["outcome"] == "accepted" and not dry_run}
    write_beside(session, [person for key, person in made.items() if key in accepted])
    return reply


def correct_person(
    session: Session,
    caller: Caller,
    *,
    person_id: UUID,
    moved_on: date | None,
    home_area: UUID | None = None,
    **corrected: Any,
) -> Person:
    """Correct what the register says of a person, or move them."""
    person = session.get_one(Person, person_id)
    person.must_live()
    before = replica_of(person)
    _correct(session, person, corrected)
    if person.name != before["display_name"]:
        rewrite_keys(session, person_id, person.name)
    if home_area is not None and home_area != person.home_area:
        move_person(session, caller, person, home_area, moved_on or today())
    elif replica_of(person) != before:
        emit(session, PersonChangedV1, aggregate_id=person_id, area=person.home_area, **replica_of(person))
        put_person(session, **replica_of(person))
    return person


def register_death(session: Session, caller: Caller, *, person_id: UUID, died_on: date) -> Person:
    """Enter that a person died; what they held ends."""
    person = session.get_one(Person, person_id)
    person.die(died_on, today())
    release_claims_of(session, "person", person_id, "died", died_on)
    end_assignments_of(session, person_id, died_on)
    leave_all_rolls(session, person_id, died_on)
    withdraw_transfers_of(session, person_id, "died")
    close_accounts_of(session, person_id)
    end_links_of(session, person_id, "died")
    end_contact_of(session, person_id)
    vacate_seats_of(session, person_id, died_on)
    person_went(session, person_id, person.home_area)
    emit(
        session,
        PersonDiedV1,
        aggregate_id=person_id,
        area=person.home_area,
        occurred_at=moment_on(died_on),
        person_id=person_id,
        stay_id=person.stay_id,
        died_on=died_on,
    )
    put_person(session, **replica_of(person), alive=False)
    return person


def come_of_age(session: Session) -> None:
    """Those who have turned eighteen are minors no longer; the clock calls it."""
    latest = today()
    grown = session.scalars(
        select(Person)
        .where(Person.minor, Person.birth_date <= latest.replace(year=latest.year - 17))
        .order_by(Person.birth_date)
        .limit(MOST_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for person in grown:
        if person.birth_date is None or coming_of_age(person.birth_date) > latest:
            continue
        person.minor = False
        end_guardianships_of(session, person.person_id)
        emit(session, PersonChangedV1, aggregate_id=person.person_id, area=person.home_area, **replica_of(person))
        put_person(session, **replica_of(person), alive=person.alive)


def replica_of(person: Person) -> dict[str, Any]:
    """The person as the runtime's replica keeps them."""
    return {
        "person_id": person.person_id,
        "display_name": person.name,
        "home_area": person.home_area,
        "minor": person.minor,
    }


def registered(
    session: Session,
    alike: Lookalikes,
    *,
    name: str,
    home_area: UUID,
    phone: str | None,
    identity_number: str | None,
    party_member: bool,
    birth_date: date | None,
    registered_on: date | None,
    confirmed_different: bool,
) -> Person:
    """Somebody entered in the register; `write_beside` writes what belongs to them, set by set."""
    number = None if identity_number is None else normalised(identity_number)
    person = Person.register(
        name=name,
        home_area=home_area,
        birth_date=agreed_birth_date(birth_date, birth_date_of(number) if number else None),
        party_member=party_member,
        registered_on=registered_on or today(),
        today=today(),
    )
    person.sort_key = sort_key(name)
    person.phone_hash, person.identity_hash = phone_hash(phone), identity_hash(number)
    if not confirmed_different:
        alike.refuse(person)
    alike.add(person)
    seal_of_new(session, person, phone, number)
    session.add(person)
    emit(
        session,
        PersonRegisteredV1,
        aggregate_id=person.person_id,
        area=home_area,
        occurred_at=moment_on(person.registered_on),
        stay_id=person.stay_id,
        **replica_of(person),
    )
    return person


def _correct(session: Session, person: Person, corrected: dict[str, Any]) -> None:
    if "name" in corrected:
        person.name, person.sort_key = corrected["name"], sort_key(corrected["name"])
    if "identity_number" in corrected:
        number = normalised(corrected["identity_number"])
        person.be_born_on(agreed_birth_date(corrected.get("birth_date"), birth_date_of(number)), today())
        seal_identity(session, person, number)
    elif "birth_date" in corrected:
        person.correct_birth(corrected["birth_date"], today())
    if "phone" in corrected:
        seal_phone(session, person, corrected["phone"])
    if "party_member" in corrected:
        person.party_member = corrected["party_member"]


def move_person(session: Session, caller: Caller, person: Person, home_area: UUID, on: date) -> None:
    """Let somebody live in another area within the caller's reach.

    Raises `AreaUnknown`, `OutOfArea`, `PersonDeceased`, `DateInFuture` or `MoveOutOfOrder`.
    """
    if session.get(Area, home_area) is None:
        raise AreaUnknown(field="home_area")
    if not caller.covers(session, home_area, *vocabulary.KEEPERS):
        raise OutOfArea(field="home_area")
    from_area, left_stay_id = person.move(home_area, on, today())
    leave_where_one_lived(session, person.person_id, home_area, on)
    end_contact_of(session, person.person_id)
    emit(
        session,
        PersonMovedV1,
        aggregate_id=person.person_id,
        area=home_area,
        occurred_at=moment_on(on),
        from_area=from_area,
        left_stay_id=left_stay_id,
        stay_id=person.stay_id,
        moved_on=on,
        **replica_of(person),
    )
    move_along(session, person, from_area)
    put_person(session, **replica_of(person))
    person_went(session, person.person_id, from_area)
    person_came(session, person, "person_moved")


def write_beside(session: Session, people: list[Person]) -> None:
    """What is written set by set beside the rows of people: keys, search keys, and the replica."""
    keep_keys_of(session, people)
    write_keys(session, [(person.person_id, person.name) for person in people])
    put_people(session, [replica_of(person) for person in people])


def told_in(records: list[Any], field: str) -> set[str]:
    """The texts that an import's records, whatever else they are, tell in a field."""
    told = (record.get(field) for record in records if isinstance(record, dict))
    return {text for text in told if isinstance(text, str)}
