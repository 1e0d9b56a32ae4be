"""Acts on the grid (网格): areas are registered, renamed, and entered from a source's list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contracts import roles
from contracts.membership import operations as ops
from contracts.membership.events import AreaChangedV1, AreaRegisteredV1
from membership.domain.areas import Area
from membership.domain.errors.areas import AreaParentNeeded, AreaUnknown, OutOfArea
from membership.domain.grants import Grant
from runtime import imports
from runtime.access import Caller
from runtime.outbox import emit
from runtime.replicas import area_paths, put_area, put_areas, reaches
from runtime.time import moment_on, today

MAY_ENTER = (roles.REGISTRAR, roles.CITY_OFFICER)
REGISTER = "area"

_NUMBERS = text("SELECT nextval('area_number') FROM generate_series(1, :many)")
_BEYOND = text(
    "SELECT setval('area_number', greatest((SELECT max(number) FROM area), (SELECT last_value FROM area_number)))"
)
_CODE_ABOVE = text("""
    SELECT code FROM area WHERE path @> CAST(:path AS ltree) AND code IS NOT NULL ORDER BY nlevel(path) DESC LIMIT 1
""")


def register_area(
    session: Session,
    caller: Caller,
    *,
    parent_id: UUID,
    kind: str,
    name: str,
    code: str | None,
    valid_from: date | None,
) -> Area:
    """Put a new area under another one."""
    parent = session.get_one(Area, parent_id)
    area = divide(session, parent, next(draw_numbers(session, 1)), kind, name, code, valid_from or today())
    session.add(area)
    put_area(session, **replica_of(area))
    tell(session, AreaRegisteredV1, area)
    return area


def found_city(session: Session, caller: Caller, *, name: str, code: str | None, valid_from: date | None) -> Area:
    """Begin a grid: name the root that the first accounts stand on, or begin another beside it."""
    area = _enter_city(session, caller, name, code, valid_from or today())
    put_area(session, **replica_of(area))
    return area


def change_area(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    valid_from: date | None,
    name: str | None = None,
    code: str | None = None,
) -> Area:
    """Give an area another name or code from a day on."""
    area = session.get_one(Area, area_id)
    above = area.path.rpartition(".")[0]
    area.rename(
        name=name or area.name,
        code=code or area.code,
        valid_from=valid_from or today(),
        today=today(),
        code_above=code_above(session, above) if code and above else None,
    )
    put_area(session, **replica_of(area))
    tell(session, AreaChangedV1, area)
    return area


def import_areas(session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Enter areas of a source, parents before children."""
    entering = _Entering(session, caller, len(records))
    reply = imports.import_records(
        session, caller, ops.import_areas.record, records, entering.enter, dry_run, register=REGISTER
    )
    if not dry_run:
        accepted = {result["id"] for result in reply["results"] if result["outcome"] == "accepted"}
        put_areas(session, [replica_of(area) for area_id, area in entering.made.items() if area_id in accepted])
        session.execute(_BEYOND)
    return reply


class _Entering:
    """One import: the numbers drawn for it, the areas made so far, and where the caller may put them."""

    def __init__(self, session: Session, caller: Caller, many: int) -> None:
        self.made: dict[UUID, Area] = {}
        self._standing: dict[UUID, Area] = {}  # parents from before; held, for a session keeps objects only weakly
        self._numbers = draw_numbers(session, many)
        scopes = [grant.scope_id for grant in caller.grants if grant.kind == "area" and grant.role in MAY_ENTER]
        self._within = list(area_paths(session, scopes).values())

    def enter(
        self,
        session: Session,
        caller: Caller,
        *,
        source: str,
        parent_key: str | None,
        parent_id: UUID | None,
        kind: str,
        name: str,
        code: str | None,
        number: int | None,
        valid_from: date,
    ) -> UUID:
        """Enter one area; the id it got."""
        if kind == "city":
            area = _enter_city(session, caller, name, code, valid_from)
            self._within.append(area.path)
        else:
            parent = self._parent(session, source, parent_key, parent_id)
            area = divide(session, parent, number or next(self._numbers), kind, name, code, valid_from)
            session.add(area)
            tell(session, AreaRegisteredV1, area)
        self.made[area.area_id] = area
        return area.area_id

    def _parent(self, session: Session, source: str, parent_key: str | None, parent_id: UUID | None) -> Area:
        """The area above. Raises `AreaParentNeeded`, `AreaUnknown` or `OutOfArea`."""
        if parent_key is not None:
            parent_id = imports.imported_id(session, REGISTER, source, parent_key)
            if parent_id is None:
                raise AreaUnknown(parent_key, field="parent_key")
        if parent_id is None:
            raise AreaParentNeeded()
        parent = self.made.get(parent_id) or self._standing.get(parent_id) or session.get(Area, parent_id)
        if parent is None:
            raise AreaUnknown(str(parent_id), field="parent_id")
        self._standing[parent_id] = parent
        if not any(reaches(above, parent.path) for above in self._within):
            raise OutOfArea()
        return parent


def replica_of(area: Area) -> dict[str, Any]:
    """The area as the runtime's replica keeps it."""
    return {
        "area_id": area.area_id,
        "number": area.number,
        "path": area.path,
        "code": area.code,
        "kind": area.kind,
        "name": area.name,
        "parent_id": area.parent_id,
        "valid_from": area.valid_from,
        "valid_to": area.valid_to,
    }


def tell(
    session: Session, event: type[AreaRegisteredV1] | type[AreaChangedV1], area: Area, since: date | None = None
) -> None:
    """Tell the others of an area as it is `since` a day, that of its present name unless said."""
    words = replica_of(area) | {"valid_from": since or area.names[-1].valid_from}
    del words["valid_to"]
    emit(
        session,
        event,
        aggregate_id=area.area_id,
        area=area.area_id,
        occurred_at=moment_on(min(words["valid_from"], today())),
        **words,
    )


def draw_number(session: Session) -> int:
    """The next number of an area."""
    return next(draw_numbers(session, 1))


def _enter_city(session: Session, caller: Caller, name: str, code: str | None, valid_from: date) -> Area:
    """The unnamed root the caller stands on, named; or, for a city officer, another city with that role over it."""
    held = [grant.scope_id for grant in caller.grants if grant.kind == "area" and grant.role in MAY_ENTER]
    roots = session.scalars(select(Area).where(Area.area_id.in_(held), Area.parent_id.is_(None)).with_for_update())
    unnamed = next((root for root in roots if root.unnamed), None)
    if unnamed is not None:
        unnamed.enter_city(name=name, code=code, valid_from=valid_from)
        tell(session, AreaChangedV1, unnamed)
        return unnamed
    if not caller.has_role(roles.CITY_OFFICER):
        raise OutOfArea()
    return _found_another(session, caller, name, code, valid_from)


def _found_another(session: Session, caller: Caller, name: str, code: str | None, valid_from: date) -> Area:
    city = Area.found(number=draw_number(session), name=name, code=code, valid_from=valid_from)
    session.add(city)
    tell(session, AreaRegisteredV1, city)
    if caller.account_id is not None:
        grant = Grant.give(
            account_id=caller.account_id,
            role=roles.CITY_OFFICER,
            kind="area",
            scope=city.area_id,
            area_id=city.area_id,
            by=caller.account_id,
            at=moment_on(today()),
        )
        session.add(grant)
    return city


def divide(
    session: Session, parent: Area, number: int, kind: str, name: str, code: str | None, valid_from: date
) -> Area:
    """A new area under another one; what `Area.divide` refuses is refused."""
    above = code_above(session, parent.path) if code and parent.code is None else parent.code
    return parent.divide(number=number, kind=kind, name=name, code=code, valid_from=valid_from, code_above=above)


def code_above(session: Session, path: str) -> str | None:
    """The nearest code from the area at `path` upwards."""
    found: str | None = session.execute(_CODE_ABOVE, {"path": path}).scalar_one_or_none()
    return found


def draw_numbers(session: Session, many: int) -> Iterator[int]:
    """Numbers of areas without end, drawn so many at once; one that is not used in the end is left out for good."""
    while True:
        yield from session.execute(_NUMBERS, {"many": many}).scalars().all()
