"""The AsyncAPI 3.0 document of what the services tell each other, derived from the contracts (`GET /asyncapi.json`).

A channel is a producing aggregate: what happens in one thing stays in order there, and consumers are bound to it as a
whole. A message is one version of an event; its payload is the envelope with the event's data inside, as on the wire.
"""

from __future__ import annotations

import inspect
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from contracts import catalogue
from contracts.events import Event, Lane
from gateway.asyncapi_envelope import ENVELOPE, envelope_of
from gateway.json_schemas import VERSION, Schemas
from runtime.amqp.names import event_exchange, event_queue

Channel = tuple[str, str]
"""Producer and aggregate."""


class AsyncApi:
    """The document of all declared events, made when it is first asked for."""

    def __init__(self, events: Sequence[type[Event]], heard_by: Mapping[str, frozenset[str]]) -> None:
        """`heard_by` says of each service which events it reacts to, by their names."""
        self._heard_by = heard_by
        self._channels: dict[Channel, list[type[Event]]] = defaultdict(list)
        for event in events:
            self._channels[event.producer(), event.aggregate].append(event)

    @classmethod
    def of_the_city(cls) -> AsyncApi:
        return cls(catalogue.events(), {service: catalogue.heard_by(service) for service in catalogue.SERVICES})

    async def page(self, request: Request) -> Response:
        """GET /asyncapi.json"""
        return Response(self.encoded, media_type="application/json", headers={"cache-control": "no-cache"})

    @cached_property
    def encoded(self) -> bytes:
        return orjson.dumps(self.document())

    def document(self) -> dict[str, Any]:
        """The document as plain JSON values."""
        schemas = Schemas()
        messages = {event.name: _message(event, schemas) for event in self._events()}
        return {
            "asyncapi": "3.0.0",
            "info": {"title": "共建 Gongjian", "version": VERSION, "description": _ABOUT},
            "defaultContentType": "application/json",
            "servers": {"broker": _SERVER},
            "channels": {_id(key): self._channel(key) for key in self._channels},
            "operations": dict([*self._sendings(), *self._receivings()]),
            "components": {
                "messages": messages,
                "schemas": {"Envelope": ENVELOPE, **schemas.components},
                "securitySchemes": {"service": _USER},
            },
        }

    def _events(self) -> Iterable[type[Event]]:
        return (event for events in self._channels.values() for event in events)

    def _channel(self, key: Channel) -> dict[str, Any]:
        (producer, aggregate), events = key, self._channels[key]
        # Imports, snapshots and replays of every aggregate travel in bulk.
        lanes = dict.fromkeys([*(event.lane for event in events), Lane.BULK])
        return {
            "address": f"{{lane}}.{{target}}.{aggregate}.{{event}}",
            "title": f"{producer}: {aggregate}",
            "servers": [{"$ref": "#/servers/broker"}],
            "parameters": {
                "lane": {"enum": [str(lane) for lane in lanes], "default": str(events[0].lane), "description": _LANE},
                "target": {"enum": ["all", *self._heard_by], "default": "all", "description": _TARGET},
                "event": {"enum": [event.name for event in events], "description": "The event and its version."},
            },
            "messages": {event.name: {"$ref": f"#/components/messages/{event.name}"} for event in events},
            "bindings": {"amqp": _exchange(producer)},
        }

    def _sendings(self) -> Iterable[tuple[str, dict[str, Any]]]:
        """What each service really tells: events that nothing emits yet stand in their channel alone."""
        for key, events in self._channels.items():
            emitted = [event for event in events if event.emitted_since is not None]
            if emitted:
                producer, aggregate = key
                yield f"{producer}.tells.{aggregate}", _operation("send", producer, key, emitted, _SENT)

    def _receivings(self) -> Iterable[tuple[str, dict[str, Any]]]:
        """What each service reacts to. Of an aggregate that it follows its queues get every event."""
        for consumer, names in self._heard_by.items():
            queues = [event_queue(consumer, lane) for lane in Lane]
            for key, events in self._channels.items():
                heard = [event for event in events if event.name in names]
                if heard:
                    operation = _operation("receive", consumer, key, heard, _RECEIVED)
                    yield f"{consumer}.hears.{'.'.join(key)}", {**operation, "x-queues": queues}


def _message(event: type[Event], schemas: Schemas) -> dict[str, Any]:
    about, emitted = inspect.cleandoc(event.__doc__ or ""), event.emitted_since is not None
    tags = [f"service:{event.producer()}", f"lane:{event.lane}", "emitted" if emitted else "declared"]
    return {
        "name": event.name,
        "title": event.__name__,
        "summary": about.split("\n\n")[0].split(". ")[0].replace("\n", " ").rstrip("."),
        "description": about if emitted else f"{about}\n\nDeclared: nothing emits it yet.",
        "contentType": "application/json",
        "correlationId": {"location": "$message.payload#/correlation_id"},
        "payload": envelope_of(event.name, event.aggregate, schemas.reference(event)),
        "examples": [{"name": "sample", "summary": "Frozen with the version.", "payload": _sample(event)}],
        "tags": [{"name": tag} for tag in tags],
        "bindings": {"amqp": {"messageType": event.name, "bindingVersion": _BINDING}},
        "x-version": event.name.rsplit(".v", 1)[1],
        "x-lane": str(event.lane),
        "x-emitted-since": event.emitted_since,
    }


def _operation(
    action: str, service: str, key: Channel, events: Iterable[type[Event]], binding: Mapping[str, Any]
) -> dict[str, Any]:
    channel = f"#/channels/{_id(key)}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "title": f"{service} {'tells of' if action == 'send' else 'hears of'} {key[0]}'s {key[1].replace('_', ' ')}",
        "tags": [{"name": f"service:{service}"}],
        "messages": [{"$ref": f"{channel}/messages/{event.name}"} for event in events],
        "bindings": {"amqp": {**binding, "bindingVersion": _BINDING}},
    }


def _id(key: Channel) -> str:
    return ".".join(key)


def _exchange(producer: str) -> dict[str, Any]:
    exchange = {"name": event_exchange(producer), "type": "topic", "durable": True, "autoDelete": False}
    return {"is": "routingKey", "exchange": exchange, "bindingVersion": _BINDING}


def _sample(event: type[Event]) -> dict[str, Any]:
    folder = files("contracts").joinpath(event.producer(), "samples")
    sample: dict[str, Any] = json.loads(folder.joinpath(f"{event.name}.json").read_text(encoding="utf-8"))
    return sample


_BINDING = "0.3.0"
_SENT = {"deliveryMode": 2, "mandatory": True}
_RECEIVED = {"ack": True}

_LANE = "How urgent it is. Each consumer has a queue per lane; imports, snapshots and replays travel in bulk."
_TARGET = "`all`: every service that follows the aggregate; else the one that a snapshot or a replay is meant for."

_ABOUT = """\
What the services of the city tell each other. Every committed event takes effect exactly once per consumer, and per
aggregate nothing takes effect out of order: `aggregate_seq` counts without gaps, and a repeated `event_id` is dropped.

A released event version never changes shape; readers refuse fields that it does not declare, so a new shape is a new
version beside it. Each field says its class (`x-data-class`: public, internal, personal, sensitive); sensitive ones never
travel. Messages tagged `declared` are agreed and frozen, but nothing emits them yet.

The HTTP side is described by [/openapi.json](/openapi.json)."""

_SERVER = {
    "host": "{broker}",
    "protocol": "amqp",
    "protocolVersion": "0-9-1",
    "title": "RabbitMQ",
    "description": "The city's own broker; nothing outside the city connects to it. In the embedded city the same events "
    "travel within one process.",
    "variables": {"broker": {"default": "rabbitmq:5672", "description": "Host and port, as the operators set them."}},
    "security": [{"$ref": "#/components/securitySchemes/service"}],
}

_USER = {
    "type": "userPassword",
    "description": "A broker user per service, who may write to its own exchange and read its own queues only.",
}
