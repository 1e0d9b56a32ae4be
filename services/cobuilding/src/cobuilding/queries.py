"""Cobuilding's lists: units with how long they are bound, agreements by their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BindParameter, Date, ScalarSelect, Uuid, any_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from cobuilding.domain.agreement import Agreement
from cobuilding.domain.unit import Unit
from kernel.period import civil_day
from runtime.access import Caller, below
from runtime.paging import page
from runtime.replicas import area_path
from runtime.time import now

UNIT: Any = Unit.__table__
AGREEMENT: Any = Agreement.__table__
IN_FORCE = "in_force"


def list_units(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    kind: str | None,
    q: str | None,
    agreed: bool | None,
    closed: bool,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Units by name, with the last day of the agreement in force; one statement."""
    today = civil_day(now())
    until = _agreed_until(today)
    found = select(UNIT, until.label("agreed_until"))
    found = found.where(UNIT.c.closed_on.is_not(None) if closed else UNIT.c.closed_on.is_(None))
    if area_id is not None:
        found = found.where(UNIT.c.area.in_(_below(session, area_id)))
    if kind is not None:
        found = found.where(UNIT.c.kind == kind)
    if q is not None:
        found = found.where(UNIT.c.name.icontains(q, autoescape=True))
    if agreed is not None:
        bound = exists().where(AGREEMENT.c.unit_id == UNIT.c.id, _in_force(today))
        found = found.where(bound if agreed else ~bound)
    return page(session, found, keys=[UNIT.c.name, UNIT.c.id], limit=limit, after=after)


def shown_units(session: Session, unit_ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    """Units with their agreements in force. Their own ids go along as `unit_id`, so that a contact may read the contact."""
    words = {"wanted": unit_ids, "today": civil_day(now())}
    return {unit["id"]: unit for unit in session.execute(_SHOWN_UNITS, words).mappings()}


def list_agreements(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    unit_id: UUID | None,
    state: str | None,
    ends_before: date | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Agreements, those that end first at the top."""
    found = select(AGREEMENT, UNIT.c.name.label("unit_name")).join(UNIT, UNIT.c.id == AGREEMENT.c.unit_id)
    if area_id is not None:
        found = found.where(AGREEMENT.c.area.in_(_below(session, area_id)))
    if unit_id is not None:
        found = found.where(AGREEMENT.c.unit_id == unit_id)
    if state is not None:
        running = _in_force(civil_day(now()))
        found = found.where(running if state == IN_FORCE else ~running)
    if ends_before is not None:
        found = found.where(AGREEMENT.c.ends_on < ends_before)
    return page(session, found, keys=[AGREEMENT.c.ends_on, AGREEMENT.c.id], limit=limit, after=after)


def shown_agreements(session: Session, agreement_ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    """Agreements as they were signed."""
    rows = session.execute(_SHOWN_AGREEMENTS, {"wanted": agreement_ids}).mappings()
    return {agreement["id"]: agreement for agreement in rows}


def _in_force(today: date | BindParameter[date]) -> Any:
    """Also right in the minutes after midnight, before the clock has lapsed what ended yesterday."""
    return AGREEMENT.c.lapsed_on.is_(None) & (AGREEMENT.c.ends_on >= today)


def _agreed_until(today: date) -> ScalarSelect[date]:
    return (
        select(func.max(AGREEMENT.c.ends_on))
        .where(AGREEMENT.c.unit_id == UNIT.c.id, _in_force(today))
        .scalar_subquery()
    )


def _below(session: Session, area_id: UUID) -> Any:
    path = area_path(session, area_id)
    return below([path] if path else [])


# Made once: building a statement anew for each reading costs as much as fetching its rows.
_WANTED = any_(bindparam("wanted", type_=ARRAY(Uuid)))
_SHOWN_UNITS = select(
    UNIT,
    UNIT.c.id.label("unit_id"),
    select(AGREEMENT.c.id)
    .where(AGREEMENT.c.unit_id == UNIT.c.id, _in_force(bindparam("today", type_=Date)))
    .scalar_subquery()
    .label("agreement_id"),
).where(UNIT.c.id == _WANTED)
_SHOWN_AGREEMENTS = select(AGREEMENT).where(AGREEMENT.c.id == _WANTED)
