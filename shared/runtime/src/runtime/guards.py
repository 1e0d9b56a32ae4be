"""Guards: the rows that access is decided on, loaded for a whole group with one query per resource."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, inspect, select
from sqlalchemy.orm import Mapper, Session

from contracts.access import Area, Resource, Scope
from runtime.replicas import area_paths


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area that the replica knows."""

    area_id: UUID


def scopes_of(resource: type[Resource]) -> tuple[str, ...]:
    """The names of the attributes by which access to a resource is decided."""
    names = {name for base in resource.__mro__ for name in vars(base)}
    return tuple(sorted(name for name in names if isinstance(getattr(resource, name, None), Scope)))


@dataclass(frozen=True)
class Guard:
    """Where a resource's row comes from: the columns of its scopes, and the whole object where a command will change it.

    Without `locks` a command's row is only read: its use case locks what it changes, several rows in one order.
    """

    resource: type[Resource]
    source: Any
    mapper: Mapper[Any] | None
    key: ColumnElement[Any]
    locks: bool = True

    def load(self, session: Session, keys: Iterable[UUID], *, locked: bool) -> dict[UUID, Any]:
        """Rows by id, in one query. Locked rows are whole (mapped objects) and taken in the order of their ids."""
        wanted = sorted(set(keys))
        if not wanted:
            return {}
        if not (locked and self.locks):
            return {row.guard_key: row for row in session.execute(self._light(wanted))}
        if self.mapper is None:
            rows = session.execute(self._whole(wanted))
            return {row._mapping[self.key]: row for row in rows}
        found = session.scalars(self._whole(wanted)).unique()
        return {self.mapper.primary_key_from_instance(each)[0]: each for each in found}

    def scope(self, name: str) -> ColumnElement[Any]:
        """The column of a scope. Raises TypeError where the source has none of that name."""
        columns = self.source if self.mapper is not None else self.source.c
        found: ColumnElement[Any] | None = getattr(columns, name, None)
        if found is None and name == self.resource.key:
            return self.key
        if found is None:
            raise TypeError(f"{self.resource.__name__}.{name} is not on {self.source}")
        return found

    def check(self, resource: type[Resource]) -> None:
        """Raises TypeError where a scope has no column."""
        for name in scopes_of(resource):
            self.scope(name)

    def _whole(self, wanted: list[UUID]) -> Select[Any]:
        lock = {"of": self.source} if self.mapper is not None else {}
        return select(self.source).where(self.key.in_(wanted)).order_by(self.key).with_for_update(**lock)

    def _light(self, wanted: list[UUID]) -> Select[Any]:
        columns = [self.scope(name).label(name) for name in scopes_of(self.resource)]
        return select(self.key.label("guard_key"), *columns).where(self.key.in_(wanted))


@dataclass(frozen=True)
class AreaGuard:
    """Areas come from the replica's cached paths and are never locked: no act of another service changes them."""

    def load(self, session: Session, keys: Iterable[UUID], *, locked: bool) -> dict[UUID, Any]:
        return {area_id: AreaRow(area_id) for area_id in area_paths(session, set(keys))}

    def check(self, resource: type[Resource]) -> None:
        if resource is not Area:
            raise TypeError(f"{resource.__name__} is not the runtime's Area")


AREA_GUARD: Any = AreaGuard()


def guard_of(resource: type[Resource], source: Any, *, locks: bool = True) -> Guard:
    """A guard on a mapped class or a Core table. Raises TypeError unless it has exactly one primary key column."""
    if isinstance(source, FromClause):
        keys = list(source.primary_key)
        mapper = None
    else:
        mapper = inspect(source)
        keys = list(mapper.primary_key)
    if len(keys) != 1:
        raise TypeError(f"{resource.__name__}: the guarded row needs one primary key column")
    key = keys[0] if mapper is None else getattr(source, mapper.get_property_by_column(keys[0]).key)
    return Guard(resource, source, mapper, key, locks)
