"""Units: registered, changed, closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from cobuilding.domain.errors import ContactUnknown, CreditCodeTaken, DateInFuture, UnitExists
from cobuilding.domain.unit import Unit
from cobuilding.use_cases.agreements import end_with_unit
from cobuilding.use_cases.classifications import end_with_firm
from contracts.cobuilding.events import UnitChangedV1, UnitRegisteredV1
from contracts.cobuilding.schemas import ImportedUnit
from kernel.ids import uuid7
from kernel.period import civil_day, first_moment
from runtime.access import Caller
from runtime.imports import import_records
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.replicas import PERSON
from runtime.time import now

REGISTER = "unit"
PUBLIC_WORDS = frozenset({"name", "kind"})


def register_unit(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    name: str,
    kind: str,
    credit_code: str | None,
    contact_id: UUID | None,
) -> Unit:
    """Enter a unit on the register, from today on."""
    unit = Unit(id=uuid7(), area=area_id, name=name, kind=kind, contact_id=contact_id)
    return _enter(session, unit, credit_code, now())


def change_unit(session: Session, caller: Caller, *, unit_id: UUID, **changes: Any) -> Unit:
    """Change what is given; the others hear of it if it is part of the public entry."""
    unit = session.get_one(Unit, unit_id)
    unit.assert_open()
    if "credit_code" in changes:
        unit.bear(changes["credit_code"])
    for word in changes.keys() & {"name", "kind", "contact_id"}:
        setattr(unit, word, changes[word])
    _assert_alone(session, unit)
    if "contact_id" in changes:
        _assert_contact(session, unit)
    if PUBLIC_WORDS & changes.keys():
        _tell_changed(session, unit, now())
    return unit


def close_unit(session: Session, caller: Caller, *, unit_id: UUID, closed_on: date | None) -> Unit:
    """Take a unit off the register; its agreement lapses the same day."""
    unit = session.get_one(Unit, unit_id)
    today = civil_day(now())
    _close(session, unit, closed_on or today, today)
    return unit


def import_units(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter up to 1,000 units of an older register, each once, each by itself."""
    return import_records(
        session, caller, ImportedUnit, records, enter_unit, dry_run, register=REGISTER, area="area_id"
    )


def enter_unit(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    name: str,
    kind: str,
    credit_code: str | None,
    contact_id: UUID | None,
    registered_on: date | None,
    closed_on: date | None,
) -> UUID:
    """Enter one unit of an older register, closed again where it is gone; its id."""
    today = civil_day(now())
    if registered_on is not None and registered_on > today:
        raise DateInFuture(field="registered_on")
    unit = Unit(id=uuid7(), area=area_id, name=name, kind=kind, contact_id=contact_id)
    _enter(session, unit, credit_code, first_moment(registered_on) if registered_on else now())
    if closed_on is not None:
        _close(session, unit, closed_on, today)
    return unit.id


def lose_contact(session: Session, event: Received) -> None:
    """A person died: no unit has them as its contact any more."""
    gone = update(Unit).where(Unit.contact_id == event.data["person_id"])
    session.execute(gone.values(contact_id=None, version=Unit.version + 1))


def _enter(session: Session, unit: Unit, credit_code: str | None, since: datetime) -> Unit:
    """Put a unit on the register and tell of it. Raises what a wrong code or an unknown contact raise.

    A name or code that another open unit bears is refused by the unique indexes when the unit is written (`constraint` in
    the service's door): asking first would cost a query for each unit, and say nothing of one entered meanwhile.
    """
    unit.registered_on = civil_day(since)
    unit.bear(credit_code)
    _assert_contact(session, unit)
    session.add(unit)
    emit(
        session,
        UnitRegisteredV1,
        aggregate_id=unit.id,
        area=unit.area,
        occurred_at=since,
        unit_id=unit.id,
        name=unit.name,
        kind=unit.kind,
    )
    return unit


def _close(session: Session, unit: Unit, on: date, today: date) -> None:
    unit.close(on, today)
    end_with_unit(session, unit.id, on)
    end_with_firm(session, unit, on)
    _tell_changed(session, unit, first_moment(on) if on < today else now())


def _tell_changed(session: Session, unit: Unit, when: datetime) -> None:
    emit(
        session,
        UnitChangedV1,
        aggregate_id=unit.id,
        area=unit.area,
        occurred_at=when,
        unit_id=unit.id,
        name=unit.name,
        kind=unit.kind,
        active=unit.closed_on is None,
        changed_on=civil_day(when),
    )


def _assert_alone(session: Session, unit: Unit) -> None:
    """Raises `UnitExists` or `CreditCodeTaken` where another open unit bears the name in the area, or the code."""
    same_name = (Unit.area == unit.area) & (Unit.name == unit.name)
    same = same_name if unit.credit_code is None else or_(same_name, Unit.credit_code == unit.credit_code)
    others = select(Unit.credit_code).where(same, Unit.closed_on.is_(None), Unit.id != unit.id)
    for code in session.scalars(others):
        raise CreditCodeTaken if code is not None and code == unit.credit_code else UnitExists


def _assert_contact(session: Session, unit: Unit) -> None:
    if unit.contact_id is None:
        return
    known = select(PERSON.c.person_id).where(PERSON.c.person_id == unit.contact_id, PERSON.c.alive)
    if session.execute(known).first() is None:
        raise ContactUnknown
