"""The word `Event`: a fact that crosses a wall. A released version never changes shape."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import RAISE, Schema


class Lane(StrEnum):
    """How urgent an aggregate's events are. Imports, snapshots and replays always travel in bulk."""

    URGENT = "urgent"
    NORMAL = "normal"
    BULK = "bulk"


URGENT, NORMAL, BULK = Lane.URGENT, Lane.NORMAL, Lane.BULK


class Event(Schema):
    """A fact, `<service>.<aggregate>_<past participle>.v<N>`; fields are the payload (ids, areas, times, numbers, codes).

    The envelope (event_id, occurred_at, recorded_at, aggregate_id, aggregate_seq, area, actor_id, correlation_id,
    causation_id, traceparent, kind) is the runtime's and is not declared. `emitted_since` is the service version that
    first emits it, None while nothing does yet. An `unsigned` event does not say which account acted.
    `samples/<name>.json` beside the declaration is frozen when released.
    """

    class Meta:
        unknown = RAISE

    name: ClassVar[str]
    aggregate: ClassVar[str]
    lane: ClassVar[Lane] = Lane.NORMAL
    emitted_since: ClassVar[str | None] = None
    unsigned: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for word in ("name", "aggregate"):
            if not isinstance(cls.__dict__.get(word), str):
                raise TypeError(f"{cls.__name__} declares no {word}")

    @classmethod
    def producer(cls) -> str:
        return cls.name.split(".", 1)[0]
