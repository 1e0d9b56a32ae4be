"""Whether somebody being registered looks like somebody who is (疑似重复): the same name, and birth date or phone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from membership.domain.errors.households import PossibleDuplicate
from membership.domain.people import Person
from runtime.access import Caller, sees

MOST_NAMED = 3
PERSON = Person.__table__.c


@dataclass(frozen=True, slots=True)
class _Known:
    """What is compared of somebody; hashes tell that two values are the same, not which."""

    person_id: UUID
    birth_date: date | None
    phone_hash: str | None
    identity_hash: str | None

    def looks_like(self, other: _Known | Person) -> bool:
        """Two identity numbers settle it, for the same one is refused by itself; else the same birth date or phone does."""
        if self.identity_hash and other.identity_hash:
            return False
        return any(
            mine is not None and mine == theirs
            for mine, theirs in ((self.birth_date, other.birth_date), (self.phone_hash, other.phone_hash))
        )


class Lookalikes:
    """Those of some names whom the caller may see, and those registered in the same call. Whoever lives beyond the caller's
    sight is no lookalike: the answer would tell that they exist."""

    def __init__(self, session: Session, caller: Caller, names: Collection[str]) -> None:
        self._session = session
        self._known: dict[str, list[_Known]] = defaultdict(list)
        self._made: dict[str, list[Person]] = defaultdict(list)
        columns = (PERSON.name, PERSON.person_id, PERSON.birth_date, PERSON.phone_hash, PERSON.identity_hash)
        seen = sees(session, replace(caller, clauses=()), ops.Person, PERSON)
        living = select(*columns).where(PERSON.name.in_(set(names)), PERSON.died_on.is_(None), seen)
        for name, *words in session.execute(living):
            self._known[name].append(_Known(*words))

    def refuse(self, person: Person) -> None:
        """Raises `PossibleDuplicate`, which names who the person looks like."""
        alike = [each for each in self._known[person.name] if each.looks_like(person)]
        if alike:
            raise PossibleDuplicate(", ".join(f"/people/{each.person_id}" for each in alike[:MOST_NAMED]))
        # Of a chunk of an import that was taken back, people are in the session no longer.
        if any(_known(each).looks_like(person) for each in self._made[person.name] if each in self._session):
            raise PossibleDuplicate("twice in this list")

    def add(self, person: Person) -> None:
        """Remember somebody just registered."""
        self._made[person.name].append(person)


def _known(person: Person) -> _Known:
    return _Known(person.person_id, person.birth_date, person.phone_hash, person.identity_hash)
