"""Acts on the layout of the grid (区划调整): planned, taken back, and done, at once or by the clock on their day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contracts.membership.operations.grid_changes import KEEPERS
from kernel.period import first_moment
from kernel.rules import BrokenRule
from membership.domain.areas import Area
from membership.domain.errors.areas import AreaUnknown, OutOfArea
from membership.domain.errors.grid_changes import AreaChangePending
from membership.domain.grid_changes import (
    MERGER,
    MOVE,
    PLANNED,
    SPLIT,
    GridChange,
    check_in_force,
    check_merger,
    check_move,
    check_names,
    check_split,
)
from membership.use_cases import placement
from membership.use_cases.areas import code_above
from membership.use_cases.assignments import end_assignments_at
from membership.use_cases.visit_moves import follow_grid
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.savepoint import savepoint
from runtime.time import today

GRID_CHANGE_DUE = "grid_change_due"


def merge_areas(
    session: Session, caller: Caller, *, area_id: UUID, merged: list[UUID], effective_on: date | None
) -> GridChange:
    """Make areas part of another one."""
    plan = {"merged": [str(each) for each in merged]}
    return _decide(session, caller, GridChange.draft(MERGER, area_id, effective_on or today(), plan))


def split_area(
    session: Session, caller: Caller, *, area_id: UUID, into: list[dict[str, Any]], effective_on: date | None
) -> GridChange:
    """Put several areas in the place of one."""
    parts = [part | {"areas": [str(each) for each in part["areas"]]} for part in into]
    return _decide(session, caller, GridChange.draft(SPLIT, area_id, effective_on or today(), {"into": parts}))


def move_area(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    parent_id: UUID,
    code: str | None,
    effective_on: date | None,
) -> GridChange:
    """Put an area under another one."""
    plan = {"parent_id": str(parent_id), "code": code}
    return _decide(session, caller, GridChange.draft(MOVE, area_id, effective_on or today(), plan))


def cancel_grid_change(session: Session, caller: Caller, *, change_id: UUID) -> GridChange:
    """Take back a change whose day has not come."""
    change = session.get_one(GridChange, change_id)
    change.cancel()
    cancel_clock(session, GRID_CHANGE_DUE, key=str(change_id))
    return change


def take_effect(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The day of a change has come. What forbids it now stops it, and is kept as its reason."""
    change = session.get_one(GridChange, UUID(key))
    if change.state != PLANNED:
        return
    try:
        with savepoint(session):
            _do(session, change)
    except BrokenRule as rule:
        session.refresh(change)
        change.stop(rule.code)
    except IntegrityError as violated:
        session.refresh(change)
        change.stop(_rule_of(session, violated))


def _decide(session: Session, caller: Caller, change: GridChange) -> GridChange:
    """Check a change as if today were its day; then do it, or set the clock for it."""
    areas = _areas(session, [change.area_id, *change.merged])
    for area in areas:
        if area.parent_id is None or not caller.covers(session, area.parent_id, *KEEPERS):
            raise OutOfArea()
    if change.parent_id is not None and not caller.covers(session, change.parent_id, *KEEPERS):
        raise OutOfArea(field="parent_id")
    _check_alone(session, [area.area_id for area in areas])
    _check(session, change)
    session.add(change)
    if change.effective_on > today():
        set_clock(session, GRID_CHANGE_DUE, key=str(change.change_id), due_at=first_moment(change.effective_on))
    else:
        _do(session, change)
    return change


def _check_alone(session: Session, area_ids: Sequence[UUID]) -> None:
    """Raises `AreaChangePending` where one of the areas is already to be merged, split or moved."""
    wanted = [str(each) for each in area_ids]
    pending = select(GridChange.change_id).where(
        GridChange.state == PLANNED,
        GridChange.area_id.in_(area_ids) | GridChange.plan["merged"].has_any(array(wanted)),
    )
    if session.execute(pending.limit(1)).first() is not None:
        raise AreaChangePending()


def _check(session: Session, change: GridChange) -> None:
    """Everything that forbids the change as the grid stands now."""
    on = change.effective_on
    areas = _areas(session, [change.area_id, *change.merged])
    for area in areas:
        check_in_force(area, on, placement.placed_from(session, area))
    first, *others = areas
    if change.kind == MERGER:
        check_merger(first, others)
        check_names(*(placement.names_below(session, area.area_id) for area in areas))
    elif change.kind == SPLIT:
        _check_split(session, change, first)
    else:
        _check_move(session, change, first)


def _check_split(session: Session, change: GridChange, area: Area) -> None:
    children = [child.area_id for child in placement.children(session, area.area_id)]
    check_split(children, [UUID(each) for part in change.into for each in part["areas"]])
    beside = placement.names_below(session, _above(area)) - {area.name}
    check_names(beside, [part["name"] for part in change.into])


def _check_move(session: Session, change: GridChange, area: Area) -> None:
    [parent] = _areas(session, [change.parent_id or area.area_id])
    check_move(area, parent, change.effective_on)
    check_names(placement.names_below(session, parent.area_id), [area.name])
    placement.check_code(area, change.code or area.code, code_above(session, parent.path))


def _do(session: Session, change: GridChange) -> None:
    """Raises what `_check` raises: between the decision and its day the grid may have changed."""
    _check(session, change)
    {MERGER: _merge, SPLIT: _split, MOVE: _move}[change.kind](session, change)
    session.flush()


def _merge(session: Session, change: GridChange) -> None:
    survivor, *merged = _areas(session, [change.area_id, *change.merged])
    for area in merged:
        for child in placement.children(session, area.area_id):
            code = placement.followed(child.code, area.code, survivor.code)
            placement.place(session, child, survivor, change.effective_on, code)
    placement.end_merged(session, survivor, merged, change.effective_on)
    end_assignments_at(session, change.merged, change.effective_on)
    follow_grid(session, change.merged, [change.area_id])
    change.finish()


def _split(session: Session, change: GridChange) -> None:
    [area] = _areas(session, [change.area_id])
    [parent] = _areas(session, [_above(area)])
    children = {child.area_id: child for child in placement.children(session, area.area_id)}
    area.end(change.effective_on)
    session.flush()
    parts = []
    for words in change.into:
        part = placement.begin(session, parent, area.kind, words["name"], words["code"], change.effective_on)
        for child_id in words["areas"]:
            child = children[UUID(child_id)]
            code = placement.followed(child.code, area.code, part.code)
            placement.place(session, child, part, change.effective_on, code)
        parts.append(part.area_id)
    placement.end_split(session, area, parts, change.effective_on)
    end_assignments_at(session, [area.area_id], change.effective_on)
    follow_grid(session, [area.area_id], parts)
    change.finish(parts)


def _move(session: Session, change: GridChange) -> None:
    [area] = _areas(session, [change.area_id])
    [parent] = _areas(session, [change.parent_id or area.area_id])
    placement.place(session, area, parent, change.effective_on, change.code or area.code)
    follow_grid(session, [], [area.area_id])
    change.finish()


def _rule_of(session: Session, violated: IntegrityError) -> str:
    """The code of the rule that a constraint stands for; raises the violation again where it stands for none."""
    name = getattr(getattr(violated.orig, "diag", None), "constraint_name", None)
    rule = session.info.get("constraints", {}).get(name)
    if rule is None:
        raise violated
    code: str = rule.code
    return code


def _areas(session: Session, area_ids: Sequence[UUID]) -> list[Area]:
    """The areas in the order asked for, locked in the order of their ids. Raises `AreaUnknown`."""
    locked = select(Area).where(Area.area_id.in_(area_ids)).order_by(Area.area_id).with_for_update()
    found = {area.area_id: area for area in session.scalars(locked).unique()}
    missing = [str(each) for each in area_ids if each not in found]
    if missing:
        raise AreaUnknown(", ".join(missing))
    return [found[each] for each in area_ids]


def _above(area: Area) -> UUID:
    """The parent of an area that is no city: whoever changes a city's place covers nothing above it."""
    assert area.parent_id is not None
    return area.parent_id
