"""What is sealed of a person: phone and identity number, written and read under the person's own key."""

from __future__ import annotations

from sqlalchemy.orm import Session

from contracts.membership import vocabulary
from membership.domain.people import Person
from runtime.access import Caller
from runtime.ciphers import suite
from runtime.protection import derived_key, seal, unseal

HIDDEN_DIGITS = {"phone": 11, "identity_number": 18}


def seal_phone(session: Session, person: Person, phone: str | None) -> None:
    """Keep a phone number, or none."""
    person.phone_sealed = None if phone is None else seal(session, person.person_id, phone.encode())


def seal_identity(session: Session, person: Person, number: str) -> None:
    """Keep an identity number, and the keyed hash by which it is registered only once."""
    person.identity_sealed = seal(session, person.person_id, number.encode())
    person.identity_hash = suite().keyed(derived_key("identity number"), number.encode())


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
