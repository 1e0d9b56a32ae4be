"""What several acts must know before they say yes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Exists, Uuid, any_, cast, exists, select
from sqlalchemy.orm import Session

from contracts.access import Clause
from contracts.roles import REGISTRAR
from contracts.volunteering.packs import PACK
from runtime.access import Caller
from runtime.imports import OutOfArea
from runtime.packs import section
from runtime.replicas import AREA, PERSON
from runtime.time import now
from volunteering.domain.cadence import Cadence, Programme, path_of
from volunteering.domain.credentials import VALID, Certificate, Consent
from volunteering.domain.errors import AreaUnknown, NotAVolunteer, NotForOthers
from volunteering.domain.needs import Category
from volunteering.domain.surveys import Topic
from volunteering.domain.teams import Team, TeamKind
from volunteering.domain.volunteers import Resident, Volunteer

_CADENCE = ("code", "of", "team_kind", "programme", "least", "most", "per", "on_day")

VOLUNTEERING = "volunteering"
"""The purpose of a consent to volunteer, as membership words it."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the area's pack says of volunteering."""

    kinds: tuple[TeamKind, ...]
    check_in_opens_before: timedelta
    shift_starts: time
    shift_ends: time
    programmes: tuple[Programme, ...]
    units: frozenset[str]
    site_kinds: frozenset[str]
    cadences: tuple[Cadence, ...]
    cancel_notice: timedelta
    code_seconds: int
    hand_in_within: timedelta
    station_kinds: frozenset[str]
    categories: tuple[Category, ...]
    category_of_order: dict[str, str]
    certified_skills: frozenset[str]
    ask_at_once: int
    substitute_within: timedelta
    confirm_within: timedelta
    reopen_within: timedelta
    topics: tuple[Topic, ...]
    boards: frozenset[str]
    seconds_needed: int


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
        programmes=tuple(Programme(**each) for each in words["programmes"]),
        units=frozenset(each["code"] for each in words["output_units"]),
        site_kinds=frozenset(each["code"] for each in words["site_kinds"]),
        cadences=tuple(Cadence(**{word: each[word] for word in _CADENCE}) for each in words["cadences"]),
        cancel_notice=timedelta(hours=words["cancel_notice_hours"]),
        code_seconds=words["code_seconds"],
        hand_in_within=timedelta(hours=words["hand_in_within_hours"]),
        station_kinds=frozenset(each["code"] for each in words["station_kinds"]),
        categories=tuple(_category(each) for each in words["need_categories"]),
        category_of_order={each["service"]: each["category"] for each in words["order_services"]},
        certified_skills=frozenset(words["certified_skills"]),
        ask_at_once=words["ask_at_once"],
        substitute_within=timedelta(minutes=words["substitute_within_minutes"]),
        confirm_within=timedelta(hours=words["confirm_within_hours"]),
        reopen_within=timedelta(days=words["reopen_within_days"]),
        topics=tuple(Topic(each["code"], each["skill"] or each["code"]) for each in words["course_topics"]),
        boards=frozenset(each["code"] for each in words["deed_boards"]),
        seconds_needed=words["seconds_needed"],
    )


def _category(words: dict[str, Any]) -> Category:
    return Category(
        code=words["code"],
        skill=words["skill"],
        team_kind=words["team_kind"],
        programme=words["programme"],
        accept_within=timedelta(hours=words["accept_within_hours"]),
        solve_within=timedelta(hours=words["solve_within_hours"]),
    )


def programme_path(session: Session, area: UUID, code: str | None, on: date) -> tuple[str, ...]:
    """From the root of the pack's tree to a programme; empty for none. Raises `ProgrammeUnknown`."""
    return () if code is None else path_of(code, habits(session, area, on).programmes)


def kind_of_team(session: Session, team_id: UUID) -> str:
    """The kind of a team that is known."""
    return session.scalars(select(Team.kind).where(Team.id == team_id)).one()


def resident(session: Session, person_id: UUID) -> Resident | None:
    """What the replica knows of a person; nothing of one who was erased."""
    return residents(session, [person_id]).get(person_id)


def residents(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Resident]:
    """What the replica knows of people, in one query; those who were erased are left out."""
    people = PERSON.c
    consented = _consented(people.person_id, VOLUNTEERING)
    rows = session.execute(
        select(people.person_id, people.home_area, people.minor, people.alive, consented).where(
            people.person_id == any_(cast(list(person_ids), ARRAY(Uuid))), people.erased_at.is_(None)
        )
    )
    return {row.person_id: Resident(*row) for row in rows}


def has_consent(session: Session, person_id: UUID, purpose: str) -> bool:
    """Whether a guardian's consent to a purpose is on record, and not withdrawn."""
    return bool(session.scalar(select(_consented(person_id, purpose))))


def _consented(person_id: UUID | ColumnElement[UUID], purpose: str) -> Exists:
    given = (Consent.person_id == person_id, Consent.purpose == purpose)
    return exists().where(*given, Consent.withdrawn_on.is_(None))


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


def can_do(session: Session, person_id: UUID, skill: str, certified_skills: Collection[str] = ()) -> bool:
    """Whether a volunteer has a skill, with a valid certificate where the pack asks for one."""
    if skill in certified_skills:
        able = select(Certificate.id).where(Certificate.person_id == person_id, Certificate.skill == skill)
        return session.scalar(able.where(Certificate.state == VALID).limit(1)) is not None
    said = select(Volunteer.id).where(Volunteer.person_id == person_id, Volunteer.skills.contains([skill]))
    return session.scalar(said) is not None


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
