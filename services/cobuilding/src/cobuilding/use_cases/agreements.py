"""Agreements: signed, lapsed by hand, by the clock, or with their unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cobuilding.domain.agreement import ENDED, UNIT_CLOSED, Agreement, assert_known
from cobuilding.domain.errors import AgreementInForce, AlreadyEnded, DateInFuture, UnitUnknown
from cobuilding.domain.unit import Unit
from contracts.cobuilding.events import AgreementLapsedV1, AgreementSignedV1
from contracts.cobuilding.schemas import ImportedAgreement
from contracts.roles import REGISTRAR
from kernel.ids import uuid7
from kernel.period import civil_day, first_moment
from runtime.access import Caller
from runtime.imports import OutOfArea, import_records
from runtime.outbox import emit
from runtime.packs import section
from runtime.time import now

REGISTER = "agreement"
AT_ONCE = 500
"""How many ended agreements one run of the clock takes; the rest wait for the next."""


def sign_agreement(
    session: Session, caller: Caller, *, unit_id: UUID, signed_on: date, ends_on: date, obligations: list[str]
) -> Agreement:
    """Sign an agreement that is still to run."""
    unit = session.get_one(Unit, unit_id)
    unit.assert_open()
    if signed_on <= ends_on < civil_day(now()):
        raise AlreadyEnded
    _assert_alone(session, unit_id, signed_on, ends_on)
    return _sign(session, unit, signed_on, ends_on, obligations)


def lapse_agreement(session: Session, caller: Caller, *, agreement_id: UUID, reason: str) -> Agreement:
    """End an agreement before its time, from today on."""
    agreement = session.get_one(Agreement, agreement_id)
    _lapse(session, agreement, civil_day(now()), reason)
    return agreement


def lapse_ended(session: Session) -> None:
    """The clock: what ran through its last day lapses, imported agreements too."""
    ended = (
        select(Agreement)
        .where(Agreement.lapsed_on.is_(None), Agreement.ends_on < civil_day(now()))
        .order_by(Agreement.ends_on, Agreement.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for agreement in session.scalars(ended):
        _lapse(session, agreement, agreement.day_after, ENDED)


def end_with_unit(session: Session, unit_id: UUID, on: date) -> None:
    """A unit closed: what it had in force lapses that day. Raises `BeforeSigning` if that is before the signing."""
    in_force = select(Agreement).where(Agreement.unit_id == unit_id, Agreement.lapsed_on.is_(None))
    for agreement in session.scalars(in_force.with_for_update()):
        _lapse(session, agreement, on, UNIT_CLOSED)


def import_agreements(
    session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool
) -> dict[str, Any]:
    """Enter up to 1,000 agreements of the past, each once, each by itself."""
    enter = partial(enter_agreement, units=_named(session, records))
    return import_records(session, caller, ImportedAgreement, records, enter, dry_run, register=REGISTER)


def enter_agreement(
    session: Session,
    caller: Caller,
    *,
    units: Mapping[UUID, Unit],
    unit_id: UUID,
    signed_on: date,
    ends_on: date,
    obligations: list[str],
    lapsed_on: date | None,
) -> UUID:
    """Enter one agreement of the past, lapsed at once where it has ended; its id.

    Two on the same day meet the database's constraint, which says `agreement_in_force` as the live door does.
    """
    unit = units.get(unit_id)
    if unit is None:
        raise UnitUnknown
    if not caller.covers(session, unit.area, REGISTRAR):
        raise OutOfArea(field="unit_id")
    today = civil_day(now())
    if lapsed_on is not None and lapsed_on > today:
        raise DateInFuture(field="lapsed_on")
    over = min((day for day in (lapsed_on, unit.closed_on) if day is not None), default=None)
    agreement = _sign(session, unit, signed_on, ends_on, obligations)
    if over is not None or ends_on < today:
        _lapse(session, agreement, over or agreement.day_after, UNIT_CLOSED if over == unit.closed_on else ENDED)
    return agreement.id


def _named(session: Session, records: list[dict[str, Any]]) -> dict[UUID, Unit]:
    """The units that the records name, read at once; a malformed id is left to the record's schema."""
    ids = {unit_id for unit_id in map(_unit_of, records) if unit_id is not None}
    return {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(ids)))}


def _unit_of(record: dict[str, Any]) -> UUID | None:
    try:
        return UUID(record["unit_id"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _sign(session: Session, unit: Unit, signed_on: date, ends_on: date, obligations: list[str]) -> Agreement:
    """Write an agreement and tell of it."""
    agreement = Agreement(
        id=uuid7(),
        unit_id=unit.id,
        area=unit.area,
        signed_on=signed_on,
        ends_on=ends_on,
        obligations=obligations,
    )
    agreement.assert_dated(civil_day(now()))
    assert_known(obligations, _agreeable(session, unit.area, signed_on))
    session.add(agreement)
    emit(
        session,
        AgreementSignedV1,
        aggregate_id=agreement.id,
        area=agreement.area,
        occurred_at=min(first_moment(signed_on), now()),
        agreement_id=agreement.id,
        unit_id=unit.id,
        signed_on=signed_on,
        ends_on=ends_on,
        obligations=obligations,
    )
    return agreement


def _lapse(session: Session, agreement: Agreement, on: date, reason: str) -> None:
    """End an agreement and tell of it. It happened when its first day without it began."""
    lapsed_on = agreement.lapse(on, reason)
    emit(
        session,
        AgreementLapsedV1,
        aggregate_id=agreement.id,
        area=agreement.area,
        occurred_at=first_moment(lapsed_on),
        agreement_id=agreement.id,
        unit_id=agreement.unit_id,
        lapsed_on=lapsed_on,
    )


def _agreeable(session: Session, area_id: UUID, on: date) -> Collection[str]:
    """The codes that the pack in force at the area on that day knows; none without a pack."""
    pack = section(session, area_id, on)
    return {obligation["code"] for obligation in pack["obligations"]} if pack else ()


def _assert_alone(session: Session, unit_id: UUID, signed_on: date, ends_on: date) -> None:
    """Raises `AgreementInForce` where another of the unit's agreements was or is in force on one of those days."""
    others = select(Agreement.id).where(
        Agreement.unit_id == unit_id,
        Agreement.signed_on <= ends_on,
        func.coalesce(Agreement.lapsed_on, Agreement.ends_on + 1) > signed_on,
    )
    if session.execute(others).first() is not None:
        raise AgreementInForce
