"""Acts on statements of areas (底数)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from contracts.membership.events import DenominatorStatedV1
from membership.domain.areas import Area
from membership.domain.denominators import FLOATING, POPULATION, Denominator
from membership.domain.errors.areas import AreaUnknown
from membership.domain.errors.assignments import DenominatorPartTooLarge
from runtime.access import Caller
from runtime.imports import import_records
from runtime.outbox import emit
from runtime.time import moment_on, today

_COUNTERPART = {POPULATION: FLOATING, FLOATING: POPULATION}


def state_denominator(
    session: Session, caller: Caller, *, area_id: UUID, what: str, value: int, source_name: str, as_of: date | None
) -> Denominator:
    """State how much of something there is in an area."""
    return _state(session, area_id, what, value, source_name, as_of or today())


def import_denominators(
    session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]
) -> dict[str, Any]:
    """Enter statements of years gone by."""

    def enter(
        session: Session, caller: Caller, *, area_id: UUID, what: str, value: int, source_name: str, as_of: date
    ) -> UUID:
        if session.get(Area, area_id) is None:
            raise AreaUnknown()
        return _state(session, area_id, what, value, source_name, as_of).denominator_id

    return import_records(
        session,
        caller,
        ops.import_denominators.record,
        records,
        enter,
        dry_run,
        register="denominator",
        area="area_id",
    )


def _state(session: Session, area_id: UUID, what: str, value: int, source_name: str, as_of: date) -> Denominator:
    stated = Denominator.state(
        area_id=area_id, what=what, value=value, source_name=source_name, as_of=as_of, today=today()
    )
    _check_part(session, stated)
    before, after = _neighbours(session, stated)
    session.add(stated)
    session.flush()
    _tell(session, stated, before)
    if after is not None:
        _tell(session, after, stated)
    return stated


def _check_part(session: Session, stated: Denominator) -> None:
    """Raises `DenominatorPartTooLarge`."""
    other = _COUNTERPART.get(stated.what)
    if other is None:
        return
    standing = (
        select(Denominator.value)
        .where(Denominator.area_id == stated.area_id, Denominator.what == other, Denominator.as_of <= stated.as_of)
        .order_by(Denominator.as_of.desc())
        .limit(1)
    )
    value = session.scalar(standing)
    if value is None:
        return
    whole, part = (stated.value, value) if stated.what == POPULATION else (value, stated.value)
    if part > whole:
        raise DenominatorPartTooLarge(f"{part} > {whole}")


def _neighbours(session: Session, stated: Denominator) -> tuple[Denominator | None, Denominator | None]:
    """The statements of the same before and after."""
    same = select(Denominator).where(Denominator.area_id == stated.area_id, Denominator.what == stated.what)
    before = same.where(Denominator.as_of < stated.as_of).order_by(Denominator.as_of.desc()).limit(1)
    after = same.where(Denominator.as_of > stated.as_of).order_by(Denominator.as_of).limit(1)
    return session.scalar(before), session.scalar(after)


def _tell(session: Session, stated: Denominator, replaced: Denominator | None) -> None:
    emit(
        session,
        DenominatorStatedV1,
        aggregate_id=stated.denominator_id,
        area=stated.area_id,
        occurred_at=moment_on(stated.as_of),
        denominator_id=stated.denominator_id,
        area_id=stated.area_id,
        what=stated.what,
        value=stated.value,
        source=stated.source_name,
        as_of=stated.as_of,
        replaces=None if replaced is None else replaced.denominator_id,
    )
