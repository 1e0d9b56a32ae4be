"""Readings of coverage (组建覆盖): what is to be covered, and by whom it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from membership.domain.areas import Area
from membership.domain.coverage import BUILDING, Coverage, Designation
from membership.domain.organisations import Unit
from runtime.access import Caller, lies_in
from runtime.paging import page

AREA, UNIT = Area.__table__.c, Unit.__table__.c
COVERAGE, DESIGNATION = Coverage.__table__.c, Designation.__table__.c


def list_coverage(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    covered_kind: str,
    missing: bool,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Commercial buildings or firms above scale by their id, each with one of the organisations that cover it now."""
    key, where, stmt = _buildings() if covered_kind == BUILDING else _firms()
    stmt = stmt.where(lies_in(session, where, area_id))
    now = (
        select(COVERAGE.covered_id, COVERAGE.coverage_id, COVERAGE.organisation_id)
        .where(COVERAGE.until.is_(None), COVERAGE.covered_kind == covered_kind)
        .ext(distinct_on(COVERAGE.covered_id))
        .order_by(COVERAGE.covered_id, COVERAGE.since)
        .subquery()
    )
    stmt = stmt.add_columns(now.c.coverage_id, now.c.organisation_id).outerjoin(now, now.c.covered_id == key)
    if missing:
        stmt = stmt.where(now.c.coverage_id.is_(None))
    return page(session, stmt, keys=[key], limit=limit, after=after)


def _buildings() -> tuple[Any, Any, Any]:
    standing = and_(DESIGNATION.area_id == AREA.area_id, DESIGNATION.until.is_(None))
    stmt = select(AREA.area_id.label("covered_id"), AREA.name).join(Designation.__table__, standing)
    return AREA.area_id, DESIGNATION.area_id, stmt.where(AREA.valid_to.is_(None))


def _firms() -> tuple[Any, Any, Any]:
    stmt = select(UNIT.unit_id.label("covered_id"), UNIT.name).where(UNIT.active, UNIT.above_scale)
    return UNIT.unit_id, UNIT.area_id, stmt
