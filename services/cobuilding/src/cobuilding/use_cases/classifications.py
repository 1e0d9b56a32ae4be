"""Firms are classified: above scale (规模以上) or not."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cobuilding.domain.classification import Classification
from cobuilding.domain.unit import Unit
from contracts.cobuilding.events import UnitClassifiedV1
from runtime.access import Caller
from runtime.outbox import emit
from runtime.time import moment_on, today


def classify_unit(
    session: Session, caller: Caller, *, unit_id: UUID, above_scale: bool, since: date | None
) -> Classification:
    """Say whether a firm is above scale."""
    unit = session.get_one(Unit, unit_id)
    unit.assert_open()
    return _classify(session, unit, last_of(session, unit_id), above_scale, since or today(), today())


def end_with_firm(session: Session, unit: Unit, on: date) -> None:
    """A firm closed: it is above scale no longer."""
    before = last_of(session, unit.id)
    if before is not None and before.above_scale:
        day = max(on, before.since + timedelta(days=1))
        _classify(session, unit, before, False, day, max(day, today()))


def last_of(session: Session, unit_id: UUID) -> Classification | None:
    """How a firm was classified last."""
    of = select(Classification).where(Classification.unit_id == unit_id).order_by(Classification.since.desc())
    return session.scalar(of.limit(1))


def _classify(
    session: Session, unit: Unit, before: Classification | None, above_scale: bool, since: date, latest: date
) -> Classification:
    made = Classification.of(unit, before, above_scale=above_scale, since=since, today=latest)
    session.add(made)
    emit(
        session,
        UnitClassifiedV1,
        aggregate_id=unit.id,
        area=unit.area,
        occurred_at=moment_on(min(since, today())),
        classification_id=made.id,
        unit_id=unit.id,
        above_scale=above_scale,
        since=since,
        replaces=None if before is None else before.id,
    )
    return made
