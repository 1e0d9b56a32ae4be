"""The envelope (信封): what every event says besides its data, and its JSON on the wire.

Names of the wire: `event_id, name, occurred_at, recorded_at, aggregate, aggregate_id, aggregate_seq, area, actor_id,
correlation_id, causation_id, traceparent, kind, data`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from marshmallow import ValidationError, fields

from contracts.classes import DataClass
from contracts.events import Event
from runtime.act import Kind

KINDS = frozenset({"live", "import", "snapshot", "replay"})


class Malformed(ValueError):
    """A body that is no event: not JSON, a word of the envelope missing or of the wrong type, data of a wrong shape."""


@dataclass(slots=True)
class Received:
    """An event as a handler gets it. `data` holds loaded objects (UUID, date, datetime), `raw` the same as JSON values.

    `data` stays empty where nobody here handles the event, or where this release does not know it (a newer producer).
    """

    event_id: UUID
    name: str
    occurred_at: datetime
    recorded_at: datetime
    aggregate: str
    aggregate_id: UUID
    seq: int
    area: UUID | None
    actor_id: UUID | None
    correlation_id: str
    causation_id: UUID | None
    traceparent: str | None
    kind: Kind
    raw: dict[str, Any]
    data: dict[str, Any]
    body: bytes

    @property
    def producer(self) -> str:
        """The service that emitted it: the first word of its name."""
        return self.name.split(".", 1)[0]


@cache
def schema_of(event: type[Event]) -> Event:
    """The one instance of an event's schema; refuses a declaration with a `sensitive` field (TypeError)."""
    schema = event()
    secret = [name for name, declared in _flat(schema.fields) if _is_sensitive(declared)]
    if secret:
        raise TypeError(f"{event.name} would carry sensitive fields: {', '.join(secret)}")
    return schema


def dumped(event: type[Event], data: Mapping[str, Any]) -> bytes:
    """The JSON of an event's data.

    Raises TypeError for a field that the event does not declare and `marshmallow.ValidationError` for data that its own
    readers would refuse.
    """
    schema = schema_of(event)
    unknown = data.keys() - {one.attribute or name for name, one in schema.fields.items()}
    if unknown:
        raise TypeError(f"{event.name} declares no {', '.join(sorted(unknown))}")
    shown = schema.dump(data)
    if not _is_plainly_right(schema, data):
        errors = schema.validate(shown)
        if errors:
            raise ValidationError({event.name: errors})
    return orjson.dumps(shown)


# Exactly these: a subclass may check more than its name says.
_PLAIN: dict[type[fields.Field[Any]], type] = {
    fields.UUID: UUID,
    fields.Date: date,
    fields.AwareDateTime: datetime,
    fields.Boolean: bool,
    fields.Integer: int,
    fields.String: str,
}


def _is_plainly_right(schema: Event, data: Mapping[str, Any]) -> bool:
    """Whether each field is there and of its own type, with nothing more to check: what nearly every event is. Loading
    what was just dumped costs as much as all the rest of telling it."""
    for name, declared in schema.fields.items():
        kind = _PLAIN.get(type(declared))
        value = data.get(declared.attribute or name)
        if kind is None or type(value) is not kind or declared.validators:
            return False
        if isinstance(value, datetime) and value.tzinfo is None:
            return False
    return True


def decode(body: bytes | str) -> Received:
    """Read an envelope; its data is not looked at yet (`load`). Raises `Malformed`."""
    raw = body.encode() if isinstance(body, str) else bytes(body)
    try:
        words = orjson.loads(raw)
        return _received(words, raw)
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise Malformed(f"not an event: {type(wrong).__name__}: {wrong}") from wrong


def load(event: type[Event], received: Received) -> None:
    """Fill `received.data` by the event's schema. Raises `Malformed`."""
    try:
        received.data = schema_of(event).load(received.raw)
    except ValidationError as wrong:
        raise Malformed(f"{received.name}: {wrong}") from wrong


def _received(words: dict[str, Any], body: bytes) -> Received:
    if words["kind"] not in KINDS or not isinstance(words["data"], dict):
        raise ValueError("unknown kind, or data that is no object")
    seq = words["aggregate_seq"]
    if not isinstance(seq, int) or seq < 0:
        raise ValueError("aggregate_seq is no count")
    return Received(
        event_id=UUID(words["event_id"]),
        name=_text(words["name"]),
        occurred_at=_moment(words["occurred_at"]),
        recorded_at=_moment(words["recorded_at"]),
        aggregate=_text(words["aggregate"]),
        aggregate_id=UUID(words["aggregate_id"]),
        seq=seq,
        area=_id(words["area"]),
        actor_id=_id(words["actor_id"]),
        correlation_id=_text(words["correlation_id"]),
        causation_id=_id(words["causation_id"]),
        traceparent=words.get("traceparent"),
        kind=words["kind"],
        raw=words["data"],
        data={},
        body=body,
    )


def _text(value: object) -> str:
    # PostgreSQL stores no NUL in text: an event that carries one in its head could be parked nowhere.
    if not isinstance(value, str) or not value or "\x00" in value:
        raise ValueError("empty or not text")
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time without zone")
    return moment


def _id(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def _flat(declared: Mapping[str, fields.Field]) -> Iterator[tuple[str, fields.Field]]:
    """All fields, those of nested schemas and of lists included, with their dotted names."""
    for name, one in declared.items():
        yield name, one
        inner = one.inner if isinstance(one, fields.List) else one
        if isinstance(inner, fields.Nested):
            yield from ((f"{name}.{below}", each) for below, each in _flat(inner.schema.fields))
        elif inner is not one:
            yield f"{name}[]", inner


def _is_sensitive(declared: fields.Field) -> bool:
    return declared.metadata.get("data_class") == DataClass.SENSITIVE
