"""The elder register: entered and left, by hand or because membership tells of a move or a death."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contracts.eldercare.schemas import ImportedElder
from contracts.membership.consent_texts import ELDER_CARE
from eldercare import published
from eldercare.domain.card import ELDER_LEFT
from eldercare.domain.elder import DIED, MOVED, Elder
from eldercare.domain.errors import (
    ElderExists,
    PersonIsMinor,
    PersonLivesElsewhere,
    PersonNotAlive,
    PersonUnknown,
)
from eldercare.use_cases.cards import enter_cards, valid_cards, void
from kernel.ids import uuid7
from kernel.period import civil_day
from runtime.access import Caller
from runtime.imports import import_records
from runtime.inbox import Received
from runtime.protection import open_keys, seal
from runtime.replicas import AREA, PERSON, area_path, area_paths, reaches
from runtime.time import now

REGISTER = "elder"
WITHDRAWN = "consent_withdrawn"


class AreaNotHeardOf(LookupError):
    """Somebody moved to an area that the replica does not know yet: the event waits (parked) until it does."""


def register_elder(session: Session, caller: Caller, *, person_id: UUID, area_id: UUID, living: str) -> Elder:
    """Enter a person who lives in the area on its elder register, from today on."""
    person = _person(session, person_id)
    if not person.alive:
        raise PersonNotAlive
    if person.home_area is not None and not _in_line(session, area_id, person.home_area):
        raise PersonLivesElsewhere
    today = civil_day(now())
    _assert_not_here(session, person_id, today)
    return _enter(session, person_id, area_id, living, today)


def remove_elder(session: Session, caller: Caller, *, elder_id: UUID, reason: str) -> Elder:
    """Take an elder off the register, from today on."""
    elder = session.get_one(Elder, elder_id)
    _leave(session, elder, civil_day(now()), reason)
    return elder


def leave_on_death(session: Session, event: Received) -> None:
    """A person died: off the register, and the cards are void."""
    elder = _here(session, event.data["person_id"])
    if elder is not None:
        _leave(session, elder, _day_of(elder, event.data["died_on"]), DIED)


def end_care(session: Session, event: Received) -> None:
    """The consent to be cared for is withdrawn: off the register, and the cards are void."""
    if event.data["purpose"] == ELDER_CARE:
        leave_register(session, event.data["person_id"], WITHDRAWN)


def leave_register(session: Session, person_id: UUID, reason: str) -> None:
    """Take a person off the register today, if they are on it."""
    elder = _here(session, person_id)
    if elder is not None:
        _leave(session, elder, civil_day(now()), reason)


def follow_move(session: Session, event: Received) -> None:
    """A person moved: within the community the register follows, beyond it the elder leaves."""
    elder = _here(session, event.data["person_id"])
    home = event.data["home_area"]
    if elder is None:
        return
    if area_path(session, home) is None:
        raise AreaNotHeardOf(str(home))
    if _in_line(session, elder.area, home):
        return
    if _in_one_community(session, elder.area, home):
        elder.area = home
        for card in valid_cards(session, elder.id):
            card.area = home
    else:
        _leave(session, elder, _day_of(elder, event.data["moved_on"]), MOVED)


def import_elders(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter up to 1,000 elders of an older register with their cards, each once, each by itself."""
    people: dict[UUID, Any] = {}
    return import_records(
        session,
        caller,
        ImportedElder,
        records,
        partial(enter_elder, people),
        dry_run,
        register=REGISTER,
        area="area_id",
        ahead=partial(_read_ahead, people),
    )


def enter_elder(
    people: Mapping[UUID, Any],
    session: Session,
    caller: Caller,
    *,
    person_id: UUID,
    area_id: UUID,
    living: str,
    registered_on: date,
    left_on: date | None,
    cards: list[dict[str, Any]],
) -> UUID:
    """Enter one elder of an older register with the cards carried since; the elder's id. `people` are the replica's rows.

    A second stay on the same days meets the database's constraint, which says `elder_exists` as the live door does.
    """
    person = _grown_up(people.get(person_id))
    if not person.alive and left_on is None:
        raise PersonNotAlive
    elder = _enter(session, person_id, area_id, living, registered_on, until=left_on)
    enter_cards(session, elder, cards)
    if left_on is not None:
        published.elder_left(session, elder, left_on)
    return elder.id


def _read_ahead(people: dict[UUID, Any], session: Session, records: list[dict[str, Any]]) -> None:
    """Read the people of an import, and open the keys of those who stay on the register."""
    named = {record["person_id"] for record in records}
    people |= {row.person_id: row for row in session.execute(select(PERSON).where(PERSON.c.person_id.in_(named)))}
    open_keys(session, {record["person_id"] for record in records if record["left_on"] is None} & people.keys())


def _enter(
    session: Session, person_id: UUID, area_id: UUID, living: str, since: date, until: date | None = None
) -> Elder:
    """Put a person on the register and tell of it; `until` is the first day off it where that is known already."""
    elder = Elder(id=uuid7(), person_id=person_id, area=area_id, registered_on=since, left_on=until)
    elder.assert_dated(civil_day(now()))
    if until is None:
        elder.living = seal(session, person_id, living.encode())
    session.add(elder)
    published.elder_registered(session, elder)
    return elder


def _leave(session: Session, elder: Elder, on: date, reason: str) -> None:
    """Off the register; whatever cards are valid are void with it."""
    elder.leave(on, reason)
    for card in valid_cards(session, elder.id):
        void(session, card, max(on, card.issued_on), ELDER_LEFT)
    published.elder_left(session, elder, on)


def _person(session: Session, person_id: UUID) -> Any:
    """The replica's row. Raises `PersonUnknown` or `PersonIsMinor`."""
    return _grown_up(session.execute(select(PERSON).where(PERSON.c.person_id == person_id)).one_or_none())


def _grown_up(found: Any) -> Any:
    """Raises `PersonUnknown` or `PersonIsMinor`."""
    if found is None:
        raise PersonUnknown
    if found.minor:
        raise PersonIsMinor
    return found


def _assert_not_here(session: Session, person_id: UUID, today: date) -> None:
    """Raises `ElderExists` if the person is on the register today, or was until a day to come."""
    stays = select(Elder.id).where(Elder.person_id == person_id, or_(Elder.left_on.is_(None), Elder.left_on > today))
    if session.execute(stays).first() is not None:
        raise ElderExists


def _here(session: Session, person_id: UUID) -> Elder | None:
    """The person's open stay, locked."""
    stay = select(Elder).where(Elder.person_id == person_id, Elder.left_on.is_(None)).with_for_update()
    return session.scalars(stay).one_or_none()


def _day_of(elder: Elder, day: date) -> date:
    """A day told by membership, within the stay: what is told late, or ahead of the day, still ends it now."""
    return max(elder.registered_on, min(day, civil_day(now())))


def _in_line(session: Session, one: UUID, other: UUID) -> bool:
    """Whether one of two areas lies in the other. Areas the replica does not know yet lie nowhere."""
    paths = area_paths(session, (one, other))
    if one not in paths or other not in paths:
        return False
    return reaches(paths[one], paths[other]) or reaches(paths[other], paths[one])


def _in_one_community(session: Session, one: UUID, other: UUID) -> bool:
    paths = area_paths(session, (one, other))
    if one not in paths or other not in paths:
        return False
    contains = AREA.c.path.op("@>", is_comparison=True)
    both = select(AREA.c.area_id).where(AREA.c.kind == "community", contains(paths[one]), contains(paths[other]))
    return session.execute(both).first() is not None
