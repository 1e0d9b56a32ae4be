"""Volunteering keeps its own contract: everything served, every refusal declared, every sample loads."""

from __future__ import annotations

import json
import pkgutil
from importlib import import_module
from importlib.resources import files

import pytest

from contracts import catalogue, parking
from contracts.events import Event
from contracts.operations import Import, Operation
from kernel.rules import BrokenRule
from runtime import doors
from volunteering import domain

OPERATIONS = catalogue.operations("volunteering")
RULES = {
    rule.code
    for module in pkgutil.iter_modules(domain.__path__, "volunteering.domain.")
    for rule in vars(import_module(module.name)).values()
    if isinstance(rule, type) and issubclass(rule, BrokenRule) and rule is not BrokenRule
}


def test_the_door_is_whole() -> None:
    assert doors.load("volunteering").miswired() == []


def test_every_rule_is_told_by_some_operation_and_the_other_way_round() -> None:
    told = {code for operation in OPERATIONS for code in operation.refuses}
    assert told - {"out_of_area", *parking.REFUSALS} == RULES


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_examples_are_requests(operation: Operation) -> None:
    assert operation.request is not None
    operation.request().load(operation.example)
    if isinstance(operation, Import):
        for record in operation.example["records"]:
            operation.record().load(record)


@pytest.mark.parametrize("event", catalogue.events("volunteering"), ids=lambda event: event.name)
def test_samples_load(event: type[Event]) -> None:
    path = files("contracts").joinpath("volunteering", "samples", f"{event.name}.json")
    envelope = json.loads(path.read_text(encoding="utf-8"))
    assert (envelope["name"], envelope["aggregate"]) == (event.name, event.aggregate)
    event().load(envelope["data"])
