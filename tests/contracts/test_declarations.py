"""Every contract is complete: classes, examples, refusals, samples. What is declared can be documented and tested."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema, fields

import contracts
from contracts import catalogue
from contracts.access import Public
from contracts.classes import DataClass
from contracts.events import Event
from contracts.imports import ImportRecord
from contracts.metrics import NumeratorOf
from contracts.operations import Import, Operation

CONTRACTS = Path(contracts.__file__).parent
ENVELOPE = {
    "event_id",
    "name",
    "occurred_at",
    "recorded_at",
    "aggregate",
    "aggregate_id",
    "aggregate_seq",
    "area",
    "actor_id",
    "correlation_id",
    "causation_id",
    "traceparent",
    "kind",
    "data",
}
FORBIDDEN_IN_EVENTS = ("phone", "identity_number", "health", "disab", "income", "diagnos", "birth", "party_member")


def all_fields(schema: Schema, at: str = "") -> Iterator[tuple[str, fields.Field]]:
    for name, field in schema.fields.items():
        yield f"{at}/{name}", field
        inner: Any = field
        while isinstance(inner, fields.List):
            inner = inner.inner
        if isinstance(inner, fields.Nested):
            yield from all_fields(inner.schema, f"{at}/{name}")


def schemas() -> list[tuple[str, type[Schema]]]:
    found: list[tuple[str, type[Schema]]] = [(event.name, event) for event in catalogue.events()]
    for operation in catalogue.operations():
        found += [(operation.name, schema) for schema in (operation.request, operation.reply) if schema]
        if isinstance(operation, Import):
            found.append((operation.name, operation.record))
    return found


@pytest.mark.parametrize(("name", "schema"), schemas(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_field_declares_its_class(name: str, schema: type[Schema]) -> None:
    unclassed = [at for at, field in all_fields(schema()) if "data_class" not in field.metadata]
    assert not unclassed


@pytest.mark.parametrize("event", catalogue.events(), ids=lambda event: event.name)
def test_events_say_nothing_that_must_not_travel(event: type[Event]) -> None:
    may_name = event.name.startswith("membership.person_")
    for at, field in all_fields(event()):
        kind = field.metadata["data_class"]
        assert kind != DataClass.SENSITIVE, at
        assert may_name or kind != DataClass.PERSONAL, at
        assert not any(word in at for word in FORBIDDEN_IN_EVENTS), at


@pytest.mark.parametrize("event", catalogue.events(), ids=lambda event: event.name)
def test_every_event_has_a_frozen_sample_that_loads(event: type[Event]) -> None:
    found = list(CONTRACTS.glob(f"**/samples/{event.name}.json"))
    assert len(found) == 1
    sample = json.loads(found[0].read_text(encoding="utf-8"))
    assert set(sample) == ENVELOPE
    assert (sample["name"], sample["aggregate"]) == (event.name, event.aggregate)
    event().load(sample["data"])


def test_every_sample_belongs_to_a_declared_event() -> None:
    declared = {event.name for event in catalogue.events()}
    assert {path.stem for path in CONTRACTS.glob("**/samples/*.json")} == declared


@pytest.mark.parametrize("event", catalogue.events(), ids=lambda event: event.name)
def test_every_event_documents_itself(event: type[Event]) -> None:
    assert event.__doc__ and len(event.__doc__.strip()) > 20


@pytest.mark.parametrize("operation", catalogue.operations(), ids=lambda operation: operation.name)
def test_every_operation_can_be_documented(operation: Operation) -> None:
    assert operation.about.strip()
    names = set(operation.request().fields) if operation.request else set()
    assert set(operation.path_parameters) <= names, "path parameters are fields of the request"
    if operation.on:
        assert operation.on.key in names, "the resource's key is a field of the request"
        assert operation.on.see or any(isinstance(clause, Public) for clause in operation.allow)


@pytest.mark.parametrize("operation", catalogue.operations(), ids=lambda operation: operation.name)
def test_every_example_is_a_request_that_loads(operation: Operation) -> None:
    if operation.request is None:
        assert not operation.example
        return
    operation.request().load(operation.example)
    if isinstance(operation, Import):
        assert issubclass(operation.record, ImportRecord)
        for record in operation.example["records"]:
            operation.record().load(record)


def test_no_two_operations_share_a_route() -> None:
    routes = [operation.route for operation in catalogue.operations()]
    assert len(routes) == len(set(routes))


def test_figures_name_a_mechanism_and_are_declared_once() -> None:
    for metric in catalogue.metrics():
        assert metric.id.startswith(f"{metric.mechanism}."), metric.id
        assert metric.zh and metric.en and metric.unit


def test_a_share_is_of_something_declared() -> None:
    named = {m.denominator.metric for m in catalogue.metrics() if isinstance(m.denominator, NumeratorOf)}
    assert named <= {metric.id for metric in catalogue.metrics()}
