"""Readings of the grid (网格), as it stands or stood on a day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, any_, case, cast, func, or_, select, union_all
from sqlalchemy.orm import Session

from membership.domain.areas import Area, AreaName, Ltree, PastPlace
from membership.domain.errors.areas import AreaNotThereThen
from runtime.access import WIDE, Caller
from runtime.paging import page
from runtime.replicas import area_path, areas_below
from runtime.time import today

AREA, NAME, PAST = Area.__table__.c, AreaName.__table__.c, PastPlace.__table__.c
LAID = Area.__table__.alias("laid").c
LAST_LETTER = "\U0010ffff"

_MOVED_SINCE = PAST.area_id.is_not(None)
_PARENT_THEN = case((_MOVED_SINCE, PAST.parent_id), else_=AREA.parent_id)
_PATH_THEN: ColumnElement[str] = case((_MOVED_SINCE, PAST.path), else_=AREA.path)


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
    """Areas as of a day, under the name and at the place that they had then, by number."""
    past = on is not None and on < today()
    stmt = _as_of(on) if on is not None and past else _as_it_stands(on or today())
    if parent_id is not None:
        stmt = stmt.where(_under_then(parent_id) if past else AREA.parent_id == parent_id)
    if below is not None:
        inside = _below_then(session, below, on) if on is not None and past else _below_now(session, below)
        stmt = stmt.where(inside, AREA.area_id != below)
    if kind is not None:
        stmt = stmt.where(AREA.kind == kind)
    if q is not None:
        stmt = stmt.where(begins(NAME.name, q))
    return page(session, stmt, keys=[AREA.number], limit=limit, after=after)


def show_area(session: Session, caller: Caller, *, area_id: UUID, on: date | None) -> dict[str, Any]:
    """An area with its lineage as of a day, its names and its places. Raises `AreaNotThereThen`."""
    stmt = _as_it_was_last() if on is None else _as_of(on)
    found = session.execute(stmt.where(AREA.area_id == area_id)).mappings().one_or_none()
    if found is None:
        raise AreaNotThereThen()
    numbers = [int(number) for number in found["path"].split(".")[:-1]]
    above = (_as_it_was_last() if on is None else _as_of(on)).where(AREA.number.in_(numbers))
    lineage = session.execute(above).mappings().all()
    names = select(NAME.name, NAME.code, NAME.valid_from, NAME.valid_to).where(NAME.area_id == area_id)
    return dict(found) | {
        "lineage": sorted(map(dict, lineage), key=lambda row: numbers.index(row["number"])),
        "names": _rows(session, names.order_by(NAME.valid_from)),
        "places": _places(session, area_id),
    }


def begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Whether a column of collation C begins with `prefix`, as a range: no generic plan forgets the index for it."""
    return (column >= prefix) & (column < prefix + LAST_LETTER)


def _places(session: Session, area_id: UUID) -> list[dict[str, Any]]:
    path = cast(PAST.path, Text).label("path")
    before = select(PAST.parent_id, path, PAST.valid_from, PAST.valid_to).where(PAST.area_id == area_id)
    places = _rows(session, before.order_by(PAST.valid_from))
    path = cast(AREA.path, Text).label("path")
    here = select(AREA.parent_id, path, AREA.valid_from, AREA.valid_to).where(AREA.area_id == area_id)
    present = dict(session.execute(here).mappings().one())
    return [*places, present | {"valid_from": places[-1]["valid_to"] if places else present["valid_from"]}]


def _rows(session: Session, stmt: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(stmt).mappings()]


def _columns(parent_id: Any, path: Any, name: Any, code: Any) -> tuple[Any, ...]:
    shown = cast(path, Text).label("path")
    fixed = (AREA.area_id, AREA.number, AREA.kind, AREA.valid_from, AREA.valid_to, AREA.version)
    return (*fixed, parent_id.label("parent_id"), shown, name, code)


def _as_it_was_last() -> Any:
    """Every area, also those that ended or have not begun, as it is or was last."""
    return select(*_columns(AREA.parent_id, AREA.path, AREA.name, AREA.code))


def _as_it_stands(on: date) -> Any:
    return (
        select(*_columns(AREA.parent_id, AREA.path, NAME.name, NAME.code))
        .join(AreaName.__table__, NAME.area_id == AREA.area_id)
        .where(*_in_force(on))
    )


def _as_of(on: date) -> Any:
    moved = and_(PAST.area_id == AREA.area_id, PAST.valid_from <= on, PAST.valid_to > on)
    return (
        select(*_columns(_PARENT_THEN, _PATH_THEN, NAME.name, NAME.code))
        .join(AreaName.__table__, NAME.area_id == AREA.area_id)
        .outerjoin(PastPlace.__table__, moved)
        .where(*_in_force(on))
    )


def _in_force(on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        NAME.valid_from <= on,
        or_(NAME.valid_to.is_(None), NAME.valid_to > on),
        or_(AREA.valid_to.is_(None), AREA.valid_to > on),
    )


def _under_then(parent_id: UUID) -> ColumnElement[bool]:
    """Both indexes find who may have lain there; the place of the day decides."""
    now, once = LAID.parent_id == parent_id, PAST.parent_id == parent_id
    then: ColumnElement[bool] = _PARENT_THEN.op("=", is_comparison=True)(parent_id)
    return and_(_one_of(now, once), then)


def _below_then(session: Session, above: UUID, on: date) -> ColumnElement[bool]:
    place = session.execute(_as_of(on).with_only_columns(_PATH_THEN).where(AREA.area_id == above)).scalar_one_or_none()
    path = cast(place, Ltree)
    then = _inside(_PATH_THEN, path)
    if place is None or areas_below(session, [place]) >= WIDE:
        return then
    return and_(_one_of(_inside(LAID.path, path), _inside(PAST.path, path)), then)


def _one_of(now: ColumnElement[bool], once: ColumnElement[bool]) -> ColumnElement[bool]:
    """Those that lie there now or lay there once. As an array of numbers they are walked in the list's order, and only those
    that come onto the page are asked for their name and place of the day."""
    those = union_all(
        select(LAID.number).where(now),
        select(LAID.number).join(PastPlace.__table__, PAST.area_id == LAID.area_id).where(once),
    )
    found: ColumnElement[bool] = AREA.number == any_(func.array(those.scalar_subquery()))
    return found


def _inside(path: Any, above: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = path.op("<@", is_comparison=True)(above)
    return found


def _below_now(session: Session, area_id: UUID) -> ColumnElement[bool]:
    return _inside(AREA.path, cast(area_path(session, area_id), Ltree))
