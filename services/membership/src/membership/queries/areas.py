"""Readings of the grid (网格)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from membership.domain.areas import Area, AreaName
from runtime.access import Caller, below
from runtime.paging import page
from runtime.replicas import area_path
from runtime.time import today

AREA, NAME = Area.__table__.c, AreaName.__table__.c
LAST_LETTER = "\U0010ffff"

_COLUMNS = (
    AREA.area_id,
    AREA.number,
    cast(AREA.path, Text).label("path"),
    AREA.parent_id,
    AREA.kind,
    AREA.valid_from,
    AREA.valid_to,
    AREA.version,
)


def list_areas(
    session: Session,
    caller: Caller,
    *,
    parent_id: UUID | None,
    below: UUID | None,
    kind: str | None,
    q: str | None,
    on: date | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Areas as of a day, under the name they had then, by number."""
    stmt = _as_of(on or today())
    if parent_id is not None:
        stmt = stmt.where(AREA.parent_id == parent_id)
    if below is not None:
        stmt = stmt.where(AREA.area_id.in_(_below(session, below)), AREA.area_id != below)
    if kind is not None:
        stmt = stmt.where(AREA.kind == kind)
    if q is not None:
        stmt = stmt.where(begins(NAME.name, q))
    return page(session, stmt, keys=[AREA.number], limit=limit, after=after)


def show_area(session: Session, caller: Caller, *, area_id: UUID) -> dict[str, Any]:
    """An area with its lineage and its names."""
    columns = (*_COLUMNS, AREA.name, AREA.code)
    here = select(AREA.path).where(AREA.area_id == area_id).scalar_subquery()
    above = select(*columns).where(AREA.path.op("@>")(here)).order_by(func.nlevel(AREA.path))
    lineage = [dict(row) for row in session.execute(above).mappings()]
    names = select(NAME.name, NAME.code, NAME.valid_from, NAME.valid_to).where(NAME.area_id == area_id)
    shown = lineage.pop()
    return shown | {
        "lineage": lineage,
        "names": [dict(row) for row in session.execute(names.order_by(NAME.valid_from)).mappings()],
    }


def begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Whether a column of collation C begins with `prefix`, as a range: no generic plan forgets the index for it."""
    return (column >= prefix) & (column < prefix + LAST_LETTER)


def _as_of(on: date) -> Any:
    return (
        select(*_COLUMNS, NAME.name, NAME.code)
        .join(AreaName.__table__, NAME.area_id == AREA.area_id)
        .where(NAME.valid_from <= on, or_(NAME.valid_to.is_(None), NAME.valid_to > on))
        .where(or_(AREA.valid_to.is_(None), AREA.valid_to > on))
    )


def _below(session: Session, area_id: UUID) -> Any:
    path = area_path(session, area_id)
    return below([path] if path else [])
