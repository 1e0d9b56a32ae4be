"""What is sealed of a person: phone and identity number, written and read under the person's own key."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from contracts.membership import vocabulary
from membership.domain.people import Person
from runtime.access import Caller
from runtime.ciphers import suite
from runtime.protection import derived_key, keep_keys, new_key, seal, unseal

HIDDEN_DIGITS = {"phone": 11, "identity_number": 18}
COUNTRY = "86"


def seal_of_new(session: Session, person: Person, phone: str | None, number: str | None) -> None:
    """Seal what is told of somebody being registered; `keep_keys_of` writes the key."""
    if phone is None and number is None:
        return
    new_key(session, person.person_id)
    seal_phone(session, person, phone)
    if number is not None:
        seal_identity(session, person, number)


def keep_keys_of(session: Session, people: Collection[Person]) -> None:
    """Write the keys of people who were registered, all at once."""
    keep_keys(session, [person.person_id for person in people])


def seal_phone(session: Session, person: Person, phone: str | None) -> None:
    """Keep a phone number, or none, and the keyed hash by which the same one is recognised however it is written."""
    person.phone_sealed = None if phone is None else seal(session, person.person_id, phone.encode())
    person.phone_hash = phone_hash(phone)


def phone_hash(phone: str | None) -> str | None:
    """By what a phone number is recognised: its digits without the country's own code."""
    if phone is None:
        return None
    digits = "".join(sign for sign in phone if sign.isdigit())
    own = digits.removeprefix(COUNTRY) if len(digits) > HIDDEN_DIGITS["phone"] else digits
    return suite().keyed(derived_key("phone number"), own.encode())


def identity_hash(number: str | None) -> str | None:
    """By what an identity number is recognised."""
    return None if number is None else suite().keyed(derived_key("identity number"), number.encode())


def seal_identity(session: Session, person: Person, number: str) -> None:
    """Keep an identity number, and the keyed hash by which it is registered only once."""
    person.identity_sealed = seal(session, person.person_id, number.encode())
    person.identity_hash = identity_hash(number)


def shown(session: Session, caller: Caller, person: Person, field: str) -> str | None:
    """A sealed value for a reader who may have it (audited); asterisks for any other; None where there is none."""
    cipher, readers = {
        "phone": (person.phone_sealed, vocabulary.PHONE["shown_to"]),
        "identity_number": (person.identity_sealed, vocabulary.IDENTITY["shown_to"]),
    }[field]
    if cipher is None:
        return None
    if person.person_id != caller.person_id and not caller.covers(session, person.home_area, *readers):
        return "*" * HIDDEN_DIGITS[field]
    return unseal(session, caller, person.person_id, cipher, field=field).decode()
