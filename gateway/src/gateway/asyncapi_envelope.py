"""The envelope (信封) of every event as JSON Schema: what `runtime.envelope` reads and `runtime.outbox` writes."""

from __future__ import annotations

from typing import Any


def envelope_of(name: str, aggregate: str, data: dict[str, Any]) -> dict[str, Any]:
    """The payload of one event: the envelope under this name and aggregate, with `data` of this schema."""
    own = {"name": {"const": name}, "aggregate": {"const": aggregate}, "data": data}
    return {"allOf": [{"$ref": "#/components/schemas/Envelope"}, {"type": "object", "properties": own}]}


def _word(about: str, *, null: bool = False, **schema: Any) -> dict[str, Any]:
    kind = ["string", "null"] if null else "string"
    return {"type": kind, **schema, "description": about, "x-data-class": "internal"}


_KINDS = ["live", "import", "snapshot", "replay"]

_PROPERTIES: dict[str, Any] = {
    "event_id": _word("UUIDv7, the same however often the event is sent.", format="uuid"),
    "name": _word("`<service>.<aggregate>_<past participle>.v<N>`.", minLength=1),
    "occurred_at": _word("When it happened; figures are counted by it.", format="date-time"),
    "recorded_at": _word("When it was written down; restatements are told by it.", format="date-time"),
    "aggregate": _word("The kind of thing that it happened to.", minLength=1),
    "aggregate_id": _word("The thing that it happened to.", format="uuid"),
    "aggregate_seq": {
        "type": "integer",
        "minimum": 0,
        "description": "Its place among the events of its thing, counted without gaps.",
        "x-data-class": "internal",
    },
    "area": _word("The area it happened in, null where it lies in none.", null=True, format="uuid"),
    "actor_id": _word(
        "The account that acted, null for a clock and for what is told without one.", null=True, format="uuid"
    ),
    "correlation_id": _word("One civic act across all services.", minLength=1),
    "causation_id": _word("The event that this one answers, null for a request or a clock.", null=True, format="uuid"),
    "traceparent": _word("W3C trace context.", null=True),
    "kind": _word("How it came: as it happened, from a register, as a state of now, or once more.", enum=_KINDS),
    "data": {"type": "object", "description": "What happened: the fields of the event's version."},
}

ENVELOPE: dict[str, Any] = {
    "type": "object",
    "description": "What every event says besides its data.",
    "properties": _PROPERTIES,
    "required": [name for name in _PROPERTIES if name != "traceparent"],
}
