"""What is sealed of visits to households: why somebody is to come, and what was found there.

Why belongs to a household, so it is sealed under the service's own key, and its readings are audited here. What was found is
sealed under the key of whom the visit concerned, where one person is known, else under a key of the visit's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from membership.domain.household_visits import HouseholdVisit
from runtime.access import Caller
from runtime.protection import KeyDestroyed, seal, seal_service, unseal, unseal_service


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for (codes of the pack) and noted at a door."""

    wishes: list[str]
    note: str


def seal_kind(kind: str) -> bytes:
    """The kind of a reason, unreadable at rest."""
    return seal_service(kind.encode())


def kind_of(sealed: bytes) -> str:
    """The kind that was sealed; for the service's own reckoning, or after the reading was recorded."""
    return unseal_service(sealed).decode()


def seal_found(session: Session, visit: HouseholdVisit, found: Found) -> None:
    """Keep what was found, if anything was."""
    if not found.wishes and not found.note:
        return
    people = {reason.person_id for reason in visit.standing() if reason.person_id is not None}
    visit.sealed_for = people.pop() if len(people) == 1 else visit.visit_id
    body = orjson.dumps({"wishes": found.wishes, "note": found.note})
    visit.found_sealed = seal(session, visit.sealed_for, body)


def found_at(session: Session, caller: Caller, sealed_for: UUID, sealed: bytes) -> Found | None:
    """What was found, the reading recorded; None where the person it was kept for was erased."""
    try:
        return Found(**orjson.loads(unseal(session, caller, sealed_for, sealed, field="household_visit")))
    except KeyDestroyed:
        return None
