"""Everything that is declared, found by walking the services' packages: nothing is registered by hand."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from types import ModuleType
from typing import Any

from contracts.access import Resource
from contracts.copies import copy_operation
from contracts.events import Event
from contracts.metrics import Metric, Series
from contracts.operations import Operation
from contracts.packs import PackPart
from contracts.parking import parking_operations
from contracts.seals import audit_sealed
from contracts.story import story_operations

SERVICES: tuple[str, ...] = ("membership", "volunteering", "eldercare", "patrol", "cobuilding", "reporting")


def _module(service: str, part: str) -> ModuleType | None:
    name = f"contracts.{service}.{part}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name in (name, f"contracts.{service}"):
            return None
        raise


def _values(service: str, part: str) -> Iterator[Any]:
    module = _module(service, part)
    yield from vars(module).values() if module else ()


@cache
def operations(service: str | None = None) -> tuple[Operation, ...]:
    """All declared operations, of one service or of the city, in order of declaration."""
    found = [
        v for s in _named(service) for v in _values(s, "operations") if isinstance(v, Operation) and v.service == s
    ]
    for s in _named(service):
        found += [*parking_operations(s), *story_operations(s), copy_operation(s)]
    return _distinct(found, lambda operation: operation.name)


@cache
def events(service: str | None = None) -> tuple[type[Event], ...]:
    """All declared events, of one producer or of the city."""
    found = [
        v
        for s in _named(service)
        for v in _values(s, "events")
        if isinstance(v, type) and issubclass(v, Event) and v is not Event and v.producer() == s
    ]
    found += [audit_sealed(s) for s in _named(service)]
    return _distinct(found, lambda event: event.name)


@cache
def resources(service: str) -> tuple[type[Resource], ...]:
    return tuple(v for v in _values(service, "operations") if isinstance(v, type) and issubclass(v, Resource))


@cache
def metrics(service: str | None = None) -> tuple[Metric, ...]:
    found = [v for s in _named(service) for v in _values(s, "metrics") if isinstance(v, Metric)]
    return _distinct(found, lambda metric: metric.id)


@cache
def series(service: str | None = None) -> tuple[Series, ...]:
    found = [v for s in _named(service) for v in _values(s, "metrics") if isinstance(v, Series)]
    return _distinct(found, lambda one: one.id)


@cache
def pack_part(service: str) -> PackPart | None:
    return next((v for v in _values(service, "packs") if isinstance(v, PackPart)), None)


@cache
def event_named(name: str) -> type[Event] | None:
    return {event.name: event for event in events()}.get(name)


@cache
def heard_by(service: str) -> frozenset[str]:
    """Names of the events that a service reacts to. They stand in its door, which no other image has: `wiring.json` is
    derived from the doors (`make wiring`), and a test holds it to them."""
    wiring: dict[str, list[str]] = json.loads(files("contracts").joinpath("wiring.json").read_text(encoding="utf-8"))
    return frozenset(wiring.get(service, ()))


@cache
def metric_named(id: str) -> Metric:
    """Raises KeyError for a metric that nobody declares."""
    return {metric.id: metric for metric in metrics()}[id]


@cache
def operation_named(name: str) -> Operation | None:
    return {operation.name: operation for operation in operations()}.get(name)


def _named(service: str | None) -> tuple[str, ...]:
    return SERVICES if service is None else (service,)


def _distinct(found: list[Any], name_of: Any) -> tuple[Any, ...]:
    seen: dict[str, Any] = {}
    for each in found:
        if seen.setdefault(name_of(each), each) is not each:
            raise TypeError(f"declared twice: {name_of(each)}")
    return tuple(seen.values())
