"""Hints (提示), derived from the contracts: which event tells of which thing, and who may read that thing.

An event makes a hint if its producer has an operation `show_<aggregate>` at `GET /…/{<aggregate>_id}`: what it shows is the
aggregate, under the id that the envelope carries, for those whom its `allow` names. Where the clauses find what they speak of:

- the key of the resource: `aggregate_id`;
- any other attribute: the event's field of the same name;
- the area of the resource, where the event has no such field: the envelope's `area`.

A clause whose attribute the event does not say is decided for nobody (`Plan.undecided`): whoever is let in by it alone hears
nothing, and sees the change when he looks. `tests/live` holds events of a real city against the rows that they tell of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.access import Clause, Scope
from contracts.events import Event
from contracts.operations import Operation, Query
from gateway.live.rights import EVERYONE, Key, is_over_area, keys_of, roles_over_areas


@dataclass(frozen=True)
class Told:
    """The words of an envelope that hints need. Ids are text, as they travel."""

    name: str
    aggregate_id: str
    area: str | None
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """What is worked out once for an event: the thing's type, who may read it, and where the clauses find their values."""

    type: str
    shows: Operation
    clauses: tuple[Clause, ...]
    key: str
    fields: frozenset[str]

    def value(self, scope: Scope, told: Told) -> str | None:
        """What the event says of a clause's scope; None where it says nothing."""
        if scope.name == self.key:
            return told.aggregate_id
        if scope.name in self.fields:
            return told.data.get(scope.name)
        return told.area if scope.kind == "area" else None

    def undecided(self) -> tuple[Clause, ...]:
        """The clauses that this event can decide for nobody."""
        known = {self.key, *self.fields}
        return tuple(
            clause
            for clause in self.clauses
            if (scope := getattr(clause, "scope", None)) is not None
            and scope.kind != "area"
            and scope.name not in known
        )

    def areas(self, told: Told) -> set[str]:
        """The areas whose lineage decides who is meant."""
        found = {self.value(clause.scope, told) for clause in self.clauses if is_over_area(clause)}  # type: ignore[attr-defined]
        return {area for area in found if area is not None}

    def of_officers(self) -> frozenset[Key]:
        return roles_over_areas(self.clauses)

    def readers(self, told: Told, lineages: Mapping[str, Sequence[str]]) -> frozenset[Key]:
        """Who may read the thing. An area that `lineages` does not know is taken by itself."""
        found: set[Key] = set()
        for clause in self.clauses:
            scope = getattr(clause, "scope", None)
            value = None if scope is None else self.value(scope, told)
            found.update(keys_of(clause, value, lineages.get(value or "", (value or "",))))
        return frozenset((EVERYONE,)) if EVERYONE in found else frozenset(found)


def plans(events: Iterable[type[Event]], operations: Iterable[Operation]) -> dict[str, Plan]:
    """The plan of each event that makes hints, by its name. Raises TypeError where two services call a thing the same."""
    shown = {(one.service, one.method_name): one for one in operations if _shows_one(one)}
    found: dict[str, Plan] = {}
    owners: dict[str, str] = {}
    for event in events:
        operation = shown.get((event.producer(), f"show_{event.aggregate}"))
        if operation is None or operation.path_parameters != (f"{event.aggregate}_id",):
            continue
        if owners.setdefault(event.aggregate, event.producer()) != event.producer():
            raise TypeError(f"two services show a thing called {event.aggregate}")
        found[event.name] = Plan(
            type=event.aggregate,
            shows=operation,
            clauses=tuple(operation.allow),
            key=operation.path_parameters[0],
            fields=frozenset(field.data_key or name for name, field in event().fields.items()),
        )
    return found


def _shows_one(operation: Operation) -> bool:
    """`GET /things/{thing_id}`, on that thing."""
    return (
        isinstance(operation, Query)
        and operation.on is not None
        and operation.path_parameters == (operation.on.key,)
        and operation.path.endswith(f"/{{{operation.on.key}}}")
    )
