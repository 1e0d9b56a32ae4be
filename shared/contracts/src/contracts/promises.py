"""What a service promises, as plain JSON: the form in which a release is kept and compared (`make contracts`).

A field is told by its `type`, its data `class`, and what differs from the usual: `required`, `null` (may be null), `default`,
the checks on its value, `items` of a list and `fields` of a nested schema. Words that only explain are left out: a
docstring, a title, a deadline may change at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any, cast

from marshmallow import fields, missing, validate

from contracts import catalogue
from contracts.access import Clause
from contracts.events import Event
from contracts.imports import reply_schema, request_schema
from contracts.metrics import Metric
from contracts.operations import Command, Import, Operation, Query

Promise = dict[str, Any]


def promise_of(service: str) -> Promise:
    """Everything that a service's contract declares now."""
    part = catalogue.pack_part(service)
    return {
        "events": _by_name({event.name: event_words(event) for event in catalogue.events(service)}),
        "operations": _by_name({one.name: operation_words(one) for one in catalogue.operations(service)}),
        "figures": _by_name({metric.id: figure_words(metric) for metric in catalogue.metrics(service)}),
        "pack": None if part is None else shape(part.schema().load_fields),
    }


def event_words(event: type[Event]) -> Promise:
    return {
        "aggregate": event.aggregate,
        "lane": str(event.lane),
        "emitted": event.emitted_since is not None,
        "sample": hashlib.sha256(json.dumps(sample_of(event), sort_keys=True).encode()).hexdigest(),
        "fields": shape(event().fields),
    }


def operation_words(operation: Operation) -> Promise:
    request, reply = request_schema(operation), reply_schema(operation)
    words: Promise = {
        "route": operation.route,
        "allow": sorted({word for clause in operation.allow for word in _rights(clause)}),
        "refuses": sorted(operation.refuses),
        "request": {} if request is None else shape(request().load_fields),
        "reply": None if reply is None else shape(reply().dump_fields),
        "example": json.loads(json.dumps(operation.example, default=str)),
    }
    if isinstance(operation, Command):
        words |= {"status": operation.status, "edits": operation.edits, "idempotent": operation.idempotent}
    if isinstance(operation, Query):
        words["paged"] = operation.paged
    if isinstance(operation, Import):
        words["record"] = shape(operation.record().load_fields)
    return words


def figure_words(metric: Metric) -> Promise:
    return {"unit": metric.unit, "mechanism": metric.mechanism, "ratio": metric.denominator is not None}


def sample_of(event: type[Event]) -> dict[str, Any]:
    """The frozen envelope of an event's version. Raises FileNotFoundError."""
    sample = files("contracts").joinpath(event.producer(), "samples", f"{event.name}.json")
    return cast(dict[str, Any], json.loads(sample.read_text(encoding="utf-8")))


def shape(declared: Mapping[str, fields.Field]) -> Promise:
    """Fields by the name that they have outside, in the order of their names."""
    named = {field.data_key or name: field for name, field in declared.items()}
    return {name: _field(named[name]) for name in sorted(named)}


def _field(field: fields.Field) -> Promise:
    word: Promise = {"type": type(field).__name__}
    data_class = field.metadata.get("data_class")
    word |= {"class": str(data_class)} if data_class else {}
    word |= {"required": True} if field.required else {}
    word |= {"null": True} if field.allow_none else {}
    if field.load_default is not missing:
        word["default"] = "made" if callable(field.load_default) else _plain(field.load_default)
    if getattr(field, "strict", False):
        word["strict"] = True
    if getattr(field, "format", None) not in (None, "iso"):
        word["format"] = getattr(field, "format", None)
    for check in field.validators:
        word |= _check(check)
    if isinstance(field, fields.List):
        word["items"] = _field(field.inner)
    if isinstance(field, fields.Nested):
        word["fields"] = shape(field.schema.fields)
    return word


def _check(check: Any) -> Promise:
    """What a validator asks. One that we do not know by name counts as a rule of its own."""
    match check:
        case validate.Range():
            word = {"least": check.min, "most": check.max}
        case validate.Length():
            word = {"shortest": check.min, "longest": check.max}
            word = word if check.equal is None else {"shortest": check.equal, "longest": check.equal}
        case validate.OneOf():
            word = {"choices": sorted(map(str, check.choices))}
        case validate.Regexp():
            word = {"pattern": check.regex.pattern}
        case _:
            word = {"rule": getattr(check, "__name__", type(check).__name__)}
    return {name: _plain(value) for name, value in word.items() if value is not None}


def _rights(clause: Clause) -> Iterable[str]:
    """One word for each role, so that a role that is left out is seen."""
    scope = getattr(clause, "scope", None)
    way = type(clause).__name__ if scope is None else f"{type(clause).__name__} {scope.kind}"
    roles: Iterable[str] = getattr(clause, "roles", ())
    return [f"{way}: {role}" for role in roles] or [way]


def _by_name(words: Promise) -> Promise:
    return dict(sorted(words.items()))


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | str | list | None) else str(value)
