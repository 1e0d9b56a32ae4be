"""Pairing helpers with households and students (结对帮扶). Whoever is helped is sealed, here and to the others."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.volunteering.records.pairings import PairingRecord
from runtime.access import Caller
from runtime.imports import import_records
from runtime.protection import KeyDestroyed, seal, unseal
from runtime.replicas import is_below
from runtime.subjects import subject
from runtime.time import today
from volunteering import published
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.errors import AreaUnknown
from volunteering.domain.pairing_errors import (
    EndIncomplete,
    HelpedElsewhere,
    HelpedUnknown,
    HelperUnknown,
    OutcomeIncomplete,
)
from volunteering.domain.pairings import (
    HOUSEHOLD,
    PERSON,
    Known,
    Pairing,
    Sides,
    must_be_unpaired,
    must_hide,
    must_not_come_after,
    subject_year,
)
from volunteering.domain.units import Unit
from volunteering.use_cases.lookups import area_kind, resident

NO_YEAR = 0
"""The year of the keyed hash by which the service itself finds the pairings of the same helped; it never leaves it."""


def start_pairing(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    helper_kind: str,
    helper_id: UUID,
    helped_kind: str,
    helped_id: UUID,
    started_on: date,
    goal: str,
) -> Pairing:
    """Pair a helper with a household or a student."""
    return _start(session, area_id, Sides(helper_kind, helper_id, helped_kind, helped_id), started_on, None, goal)


def record_outcome(session: Session, caller: Caller, *, pairing_id: UUID, outcome: str, on: date) -> Pairing:
    """The help reached its goal; this ends the pairing."""
    pairing = session.get_one(Pairing, pairing_id)
    must_not_be_future(on, today(), "on")
    pairing.reach(outcome, on)
    published.pairing_ended(session, pairing)
    return pairing


def end_pairing(session: Session, caller: Caller, *, pairing_id: UUID, reason: str, on: date) -> Pairing:
    """End a pairing without an outcome."""
    pairing = session.get_one(Pairing, pairing_id)
    must_not_be_future(on, today(), "on")
    pairing.end(reason, on)
    published.pairing_ended(session, pairing)
    return pairing


def show_pairing(session: Session, caller: Caller, *, pairing_id: UUID) -> dict[str, Any]:
    """One pairing with the helped; the reading is audited."""
    pairing = session.get_one(Pairing, pairing_id)
    words: dict[str, Any] = {column.name: getattr(pairing, column.name) for column in Pairing.__table__.columns}
    return words | _opened(session, caller, pairing)


def import_pairings(
    session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool
) -> dict[str, Any]:
    """Enter pairings of the past with their outcome or end."""
    return import_records(session, caller, PairingRecord, records, _enter, dry_run, register="pairing", area="area_id")


def helped_key(helped_id: UUID) -> str:
    """Finds the pairings of the same helped without saying who it is."""
    return subject(helped_id, NO_YEAR)


def _enter(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    helper_kind: str,
    helper_id: UUID,
    helped_kind: str,
    helped_id: UUID,
    started_on: date,
    goal: str,
    outcome: str | None,
    outcome_on: date | None,
    ended_on: date | None,
    end_reason: str | None,
) -> UUID:
    _must_be_complete(outcome, outcome_on, ended_on, end_reason)
    for day, field in ((outcome_on, "outcome_on"), (ended_on, "ended_on")):
        must_not_be_future(day, today(), field)
    sides = Sides(helper_kind, helper_id, helped_kind, helped_id)
    pairing = _start(session, area_id, sides, started_on, outcome_on or ended_on, goal)
    if outcome is not None and outcome_on is not None:
        must_not_come_after(outcome_on, ended_on)
        pairing.reach(outcome, outcome_on)
    elif ended_on is not None and end_reason is not None:
        pairing.end(end_reason, ended_on)
    if pairing.ended_on is not None:
        published.pairing_ended(session, pairing)
    return pairing.id


def _must_be_complete(
    outcome: str | None, outcome_on: date | None, ended_on: date | None, end_reason: str | None
) -> None:
    if (outcome is None) != (outcome_on is None):
        raise OutcomeIncomplete
    if (ended_on is None) != (end_reason is None):
        raise EndIncomplete


def _start(session: Session, area_id: UUID, sides: Sides, started_on: date, until: date | None, goal: str) -> Pairing:
    """Enter a pairing that is open from `started_on`, in the past up to `until`."""
    must_not_be_future(started_on, today(), "started_on")
    must_hide(area_kind(session, area_id))
    _must_know(session, area_id, sides)
    key = helped_key(sides.helped_id)
    known = _pairings_of(session, key)
    must_be_unpaired(sides.helper_id, started_on, until, known)
    year = subject_year(started_on, known)
    pairing = Pairing.started(
        area_id,
        sides,
        started_on,
        helped_key=key,
        subject=subject(sides.helped_id, year),
        subject_year=year,
    )
    secret = orjson.dumps({"helped_id": str(sides.helped_id), "goal": goal})
    pairing.sealed = seal(session, pairing.id, secret)
    session.add(pairing)
    session.flush()
    published.pairing_started(session, pairing)
    return pairing


def _must_know(session: Session, area_id: UUID, sides: Sides) -> None:
    """Raises `HelperUnknown`, `HelpedUnknown`, `HelpedElsewhere`."""
    if not _is_helper(session, sides):
        raise HelperUnknown
    if sides.helped_kind == HOUSEHOLD:
        _must_be_household(session, area_id, sides.helped_id)
        return
    student = resident(session, sides.helped_id)
    if student is None or not student.alive:
        raise HelpedUnknown


def _is_helper(session: Session, sides: Sides) -> bool:
    if sides.helper_kind == PERSON:
        helper = resident(session, sides.helper_id)
        return helper is not None and helper.alive
    unit = session.get(Unit, sides.helper_id)
    return unit is not None and unit.active


def _must_be_household(session: Session, area_id: UUID, helped_id: UUID) -> None:
    try:
        kind = area_kind(session, helped_id)
    except AreaUnknown as unknown:
        raise HelpedUnknown from unknown
    if kind != HOUSEHOLD:
        raise HelpedUnknown
    if not is_below(session, helped_id, area_id):
        raise HelpedElsewhere


def _pairings_of(session: Session, key: str) -> list[Known]:
    """All pairings of one helped, in the order of their beginning."""
    found = select(Pairing.helper_id, Pairing.started_on, Pairing.ended_on, Pairing.subject_year)
    return [Known(*row) for row in session.execute(found.where(Pairing.helped_key == key).order_by(Pairing.started_on))]


def _opened(session: Session, caller: Caller, pairing: Pairing) -> dict[str, Any]:
    if pairing.sealed is None:
        return {"helped_id": None, "goal": None}
    try:
        secret = unseal(session, caller, pairing.id, pairing.sealed, field="helped")
    except KeyDestroyed:
        return {"helped_id": None, "goal": None}
    words = orjson.loads(secret)
    return {"helped_id": UUID(words["helped_id"]), "goal": words["goal"]}
