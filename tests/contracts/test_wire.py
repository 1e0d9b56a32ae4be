"""What the outbox writes is what `/asyncapi.json` describes, of every event of the city."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft7Validator, FormatChecker
from sqlalchemy import text

from contracts import catalogue
from contracts.promises import sample_of
from gateway.asyncapi import AsyncApi
from kernel.ids import uuid7
from runtime.outbox import emit


def test_every_event_as_it_is_written_fits_its_message(new_database: Any) -> None:
    document = json.loads(AsyncApi.of_the_city().encoded)
    database = new_database("patrol")
    with database.transaction() as session:
        for event in catalogue.events():
            emit(session, event, aggregate_id=uuid7(), **event().load(sample_of(event)["data"]))
    with database.engine.connect() as connection:
        bodies = [json.loads(bytes(body)) for body in connection.scalars(text("SELECT body FROM runtime.outbox"))]
    assert {body["name"] for body in bodies} == {event.name for event in catalogue.events()}
    for body in bodies:
        payload = document["components"]["messages"][body["name"]]["payload"]
        schema = Draft7Validator({**payload, "components": document["components"]}, format_checker=FormatChecker())
        assert [error.message for error in schema.iter_errors(body)] == [], body["name"]
