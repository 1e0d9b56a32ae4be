"""AsyncAPI: what the services tell each other, valid by its own JSON Schema and true to the wire."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft7Validator, FormatChecker

from contracts import catalogue
from contracts.events import Event
from gateway.asyncapi import AsyncApi
from runtime.envelope import KINDS, Malformed, decode

OFFICIAL = Path(sys.prefix) / "node" / "node_modules" / "@asyncapi" / "specs" / "schemas" / "3.0.0.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(AsyncApi.of_the_city().encoded)


@pytest.fixture(scope="module")
def official() -> Draft7Validator:
    assert OFFICIAL.exists(), "the test environment lacks AsyncAPI's JSON Schema: make environment"
    return Draft7Validator(json.loads(OFFICIAL.read_text(encoding="utf-8")))


def payload_of(document: dict[str, Any], name: str) -> Draft7Validator:
    schema = document["components"]["messages"][name]["payload"]
    return Draft7Validator({**schema, "components": document["components"]}, format_checker=FormatChecker())


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        yield from (found for one in value.values() for found in references(one))
    elif isinstance(value, list):
        yield from (found for one in value for found in references(one))


def resolved(document: dict[str, Any], reference: str) -> Any:
    found: Any = document
    for word in reference.removeprefix("#/").split("/"):
        found = found[word]
    return found


def test_the_document_is_valid(document: dict[str, Any], official: Draft7Validator) -> None:
    assert [f"{list(error.absolute_path)}: {error.message}" for error in official.iter_errors(document)] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["asyncapi"], "2.6.0"),
        (["servers", "broker", "protocol"], None),
        (["operations", "patrol.tells.shift", "action"], "shout"),
        (["channels", "patrol.shift", "bindings", "amqp", "is"], "topic"),
        (["components", "messages", "patrol.shift_completed.v1", "payload", "allOf"], "envelope"),
    ],
)
def test_the_official_schema_would_notice(
    document: dict[str, Any], official: Draft7Validator, place: list[str], value: Any
) -> None:
    broken = copy.deepcopy(document)
    *above, last = place
    found: Any = broken
    for word in above:
        found = found[word]
    found[last] = value
    assert not official.is_valid(broken)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = set(references(document))
    assert found
    for reference in found:
        assert resolved(document, reference), reference


def test_every_event_is_a_message_of_its_channel(document: dict[str, Any]) -> None:
    declared = {event.name: event for event in catalogue.events()}
    assert set(document["components"]["messages"]) == set(declared)
    for name, event in declared.items():
        channel = document["channels"][f"{event.producer()}.{event.aggregate}"]
        assert name in channel["messages"]
        assert str(event.lane) in channel["parameters"]["lane"]["enum"]
        assert channel["bindings"]["amqp"]["exchange"]["name"] == f"{event.producer()}.events"


@pytest.mark.parametrize("event", catalogue.events(), ids=lambda event: event.name)
def test_the_sample_of_an_event_fits_its_payload(document: dict[str, Any], event: type[Event]) -> None:
    message = document["components"]["messages"][event.name]
    sample, payload = message["examples"][0]["payload"], payload_of(document, event.name)
    assert [error.message for error in payload.iter_errors(sample)] == []
    assert not payload.is_valid({**sample, "data": {**sample["data"], "undeclared": 1}})


ENVELOPES: list[tuple[str, Any]] = [
    ("event_id", "17"),
    ("event_id", None),
    ("occurred_at", "yesterday"),
    ("aggregate_seq", -1),
    ("aggregate_seq", "1"),
    ("aggregate_seq", 0),
    ("area", None),
    ("area", "here"),
    ("actor_id", None),
    ("causation_id", None),
    ("correlation_id", ""),
    ("correlation_id", None),
    ("kind", "import"),
    ("kind", "rumour"),
    ("data", []),
    ("traceparent", None),
    ("added_by_a_newer_release", 1),
]


@pytest.mark.parametrize(("word", "value"), ENVELOPES, ids=[f"{word}={value!r}" for word, value in ENVELOPES])
def test_the_envelope_is_the_one_that_the_inbox_reads(document: dict[str, Any], word: str, value: Any) -> None:
    name = "patrol.shift_completed.v1"
    body = {**document["components"]["messages"][name]["examples"][0]["payload"], word: value}
    try:
        decode(orjson.dumps(body))
        read = True
    except Malformed:
        read = False
    assert payload_of(document, name).is_valid(body) is read


def test_the_kinds_are_those_that_the_inbox_reads(document: dict[str, Any]) -> None:
    assert set(document["components"]["schemas"]["Envelope"]["properties"]["kind"]["enum"]) == KINDS


@pytest.mark.parametrize("word", ["event_id", "recorded_at", "area", "correlation_id", "kind", "data", "traceparent"])
def test_what_the_inbox_needs_is_required(document: dict[str, Any], word: str) -> None:
    name = "patrol.shift_completed.v1"
    body = dict(document["components"]["messages"][name]["examples"][0]["payload"])
    del body[word]
    try:
        decode(orjson.dumps(body))
        read = True
    except Malformed:
        read = False
    assert payload_of(document, name).is_valid(body) is read


def test_services_send_what_is_emitted_and_nothing_that_is_only_declared(document: dict[str, Any]) -> None:
    sent = {
        message["$ref"].rsplit("/", 1)[1]
        for operation in document["operations"].values()
        if operation["action"] == "send"
        for message in operation["messages"]
    }
    assert sent == {event.name for event in catalogue.events() if event.emitted_since is not None}
    for event in catalogue.events():
        message = document["components"]["messages"][event.name]
        state = "emitted" if event.name in sent else "declared"
        assert {"name": state} in message["tags"], event.name
        assert message["x-emitted-since"] == event.emitted_since


def test_services_receive_what_they_react_to(document: dict[str, Any]) -> None:
    operation = document["operations"]["patrol.hears.volunteering.team"]
    assert operation["channel"] == {"$ref": "#/channels/volunteering.team"}
    assert "patrol.events.normal" in operation["x-queues"]
    for service in catalogue.SERVICES:
        heard = {
            message["$ref"].rsplit("/", 1)[1]
            for name, one in document["operations"].items()
            if name.startswith(f"{service}.hears.")
            for message in one["messages"]
        }
        assert heard == catalogue.heard_by(service)


def test_every_field_says_its_class(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    data = schemas["Envelope"]["properties"].pop("data")
    assert "x-data-class" not in data
    unclassed = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, one in schema["properties"].items()
        if "x-data-class" not in one
    ]
    assert unclassed == []
    assert "sensitive" not in {one["x-data-class"] for s in schemas.values() for one in s["properties"].values()}


def test_it_is_served_and_found(gateway: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGJIAN_AMQP_URI", "amqp://patrol:a-password-of-patrol@broker-7.city.test/")
    reply = gateway.ask("GET", "/asyncapi.json", token=None)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    assert "a-password-of-patrol" not in reply.text and "broker-7" not in reply.text
    assert "/asyncapi.json" in gateway.ask("GET", "/", token=None).text
    assert gateway.ask("GET", "/openapi.json", token=None).json()["externalDocs"]["url"] == "/asyncapi.json"
