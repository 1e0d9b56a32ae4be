"""Subjects (主体代号): a keyed hash in place of a person_id where the fact itself would reveal something of the person."""

from __future__ import annotations

from uuid import UUID

from runtime.ciphers import suite
from runtime.protection import derived_key


def subject(person_id: UUID, year: int) -> str:
    """The person's code of a civil year: 32 hexadecimal characters, the same all year, another in every service and year.

    Only the service at work can find the person again, by computing the codes of its own people.
    """
    return suite().keyed(derived_key(f"subject {year}"), person_id.bytes)
