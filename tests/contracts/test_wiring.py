"""What is declared is served, emitted and heard; what is not yet real is listed, not hidden."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts import catalogue
from contracts.events import Lane
from kernel.rules import BrokenRule
from runtime import doors

ROOT = Path(__file__).resolve().parents[2]
EVENTS: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "events.yaml").read_text(encoding="utf-8")
)
RUNTIME_EVENTS = {"audit_sealed"}
VERSIONED = re.compile(r"V\d+$")


def short(name: str) -> str:
    """`membership.post_claimed.v1` → `post_claimed`."""
    return name.split(".")[1]


def emitted_names(service: str) -> set[str]:
    """Event classes that the service's code hands to `emit`."""
    found: set[str] = set()
    for path in (ROOT / "services" / service / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name) and VERSIONED.search(node.id):
                found.add(node.id)
            if isinstance(node, ast.Attribute) and VERSIONED.search(node.attr):
                found.add(node.attr)
    return found


@pytest.mark.parametrize("service", EVENTS)
def test_every_agreed_event_is_declared_in_its_lane(service: str) -> None:
    declared = {short(event.name): event for event in catalogue.events(service)}
    extra = set(declared) - set(EVENTS[service]) - RUNTIME_EVENTS
    decided = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "shared" / "decisions").glob("0*.md"))
    assert set(EVENTS[service]) <= set(declared)
    assert not {name for name in extra if f"{service}.{name}" not in decided}, "an event is added through a decision"
    for name, words in EVENTS[service].items():
        assert (declared[name].lane is Lane.URGENT) == (words.get("lane") == "urgent"), name


@pytest.mark.parametrize("service", catalogue.SERVICES)
def test_every_declared_operation_is_served(service: str) -> None:
    door = doors.load(service)
    assert door.unserved() == []


@pytest.mark.parametrize("service", catalogue.SERVICES)
def test_emitted_since_tells_the_truth(service: str) -> None:
    used = emitted_names(service)
    for event in catalogue.events(service):
        if short(event.name) in RUNTIME_EVENTS:
            continue
        assert (event.__name__ in used) == (event.emitted_since is not None), event.name


@pytest.mark.parametrize("service", catalogue.SERVICES)
def test_every_refusal_an_operation_names_is_a_rule_of_its_service(service: str) -> None:
    doors.load(service)
    codes = {rule.code for rule in all_rules(BrokenRule) if hasattr(rule, "code")}
    for operation in catalogue.operations(service):
        assert set(operation.refuses) <= codes, operation.name


@pytest.mark.parametrize("service", catalogue.SERVICES)
def test_the_wiring_beside_the_contracts_is_that_of_the_doors(service: str) -> None:
    heard = {event.name for event in doors.load(service).followed}
    assert catalogue.heard_by(service) == heard, "make wiring writes it anew"


def all_rules(base: type[BrokenRule]) -> set[type[BrokenRule]]:
    return {base, *(rule for child in base.__subclasses__() for rule in all_rules(child))}


def test_what_is_not_yet_real_is_listed(record_property: Any) -> None:
    """Not a check of the plan but its honest state, kept in the test report; only reporting must hear everything now."""
    heard = {service: {event.name for event in doors.load(service).followed} for service in catalogue.SERVICES}
    silent = [event.name for event in catalogue.events() if event.emitted_since is None]
    unheard = [
        f"{producer}.{name} → {consumer}"
        for producer, events in EVENTS.items()
        for name, words in events.items()
        for consumer in consumers(producer, words["to"])
        if f"{producer}.{name}.v1" not in heard[consumer]
    ]
    record_property("emitted by nothing yet", silent)
    record_property("heard by nothing yet", unheard)
    assert {event.name for event in catalogue.events() if event.producer() != "reporting"} <= heard["reporting"]


def consumers(producer: str, to: list[str]) -> list[str]:
    everyone = [service for service in catalogue.SERVICES if service not in (producer, "reporting")]
    return everyone if to == ["all"] else to
