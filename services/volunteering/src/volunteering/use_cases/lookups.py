"""What several acts must know before they say yes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, cast, select
from sqlalchemy.orm import Session

from contracts.access import Clause
from contracts.roles import REGISTRAR
from contracts.volunteering.packs import PACK
from runtime.access import Caller
from runtime.imports import OutOfArea
from runtime.packs import section
from runtime.replicas import AREA, PERSON
from runtime.time import now
from volunteering.domain.errors import AreaUnknown, NotAVolunteer, NotForOthers
from volunteering.domain.teams import TeamKind
from volunteering.domain.volunteers import Resident, Volunteer


@dataclass(frozen=True, slots=True)
class Habits:
    """What the area's pack says of volunteering."""

    kinds: tuple[TeamKind, ...]
    check_in_opens_before: timedelta
    shift_starts: time
    shift_ends: time


def habits(session: Session, area: UUID, on: date) -> Habits:
    """The pack in force at an area on a day, or what is usual where none is."""
    words = section(session, area, on)
    return _usual() if words is None else _habits(words)


@cache
def _usual() -> Habits:
    return _habits(PACK.schema().load({}))


def _habits(words: dict[str, Any]) -> Habits:
    hours = words["shift_hours"]
    return Habits(
        kinds=tuple(TeamKind(kind["code"], kind["max_members"]) for kind in words["team_kinds"]),
        check_in_opens_before=timedelta(minutes=words["check_in_opens_minutes_before"]),
        shift_starts=hours["starts"],
        shift_ends=hours["ends"],
    )


def resident(session: Session, person_id: UUID) -> Resident | None:
    """What the replica knows of a person; nothing of one who was erased."""
    people = PERSON.c
    row = session.execute(
        select(people.person_id, people.home_area, people.minor, people.alive).where(
            people.person_id == person_id, people.erased_at.is_(None)
        )
    ).one_or_none()
    return None if row is None else Resident(*row)


def must_be_volunteers(session: Session, people: Collection[UUID]) -> None:
    """All of them registered and not retired. Raises `NotAVolunteer`."""
    wanted = set(people)
    known = volunteers_among(session, wanted)
    if known != wanted:
        raise NotAVolunteer(", ".join(sorted(map(str, wanted - known))))


def volunteers_among(session: Session, people: Collection[UUID]) -> set[UUID]:
    """Those of them who are registered and not retired."""
    registered = select(Volunteer.person_id).where(
        Volunteer.person_id == any_(cast(list(people), ARRAY(Uuid))), Volunteer.retired_on.is_(None)
    )
    return set(session.scalars(registered))


def ids_in(records: Iterable[Any], word: str) -> set[UUID]:
    """The ids that records to be imported name in a field. Which of the records are valid shows later."""
    return {found for record in records if isinstance(record, dict) and (found := _id(record.get(word))) is not None}


def _id(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def area_kind(session: Session, area: UUID) -> str:
    """Raises `AreaUnknown`."""
    kind: str | None = session.scalar(select(AREA.c.kind).where(AREA.c.area_id == area))
    if kind is None:
        raise AreaUnknown
    return kind


def must_reach(session: Session, caller: Caller, area: UUID) -> None:
    """Whether the registrar keeps the register there. Raises `OutOfArea`."""
    if not caller.covers(session, area, REGISTRAR):
        raise OutOfArea


def may_one(session: Session, caller: Caller, clauses: Sequence[Clause], row: object) -> bool:
    """Whether any of the clauses lets the caller in at the row."""
    return any(caller.may(session, clause, row) for clause in clauses)


def who(session: Session, caller: Caller, person_id: UUID | None, keepers: Sequence[Clause], row: object) -> UUID:
    """Whom an act is about: oneself if nobody is named. Raises `NotForOthers` unless the caller keeps the row."""
    if person_id is None or person_id == caller.person_id:
        if caller.person_id is None:
            raise NotAVolunteer
        return caller.person_id
    if not may_one(session, caller, keepers, row):
        raise NotForOthers
    return person_id


def moment_or_now(moment: datetime | None) -> datetime:
    return now() if moment is None else moment
