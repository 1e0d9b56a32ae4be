"""Events as reporting hears them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from runtime.envelope import Received

Hear = Callable[..., Received]
NOON = datetime(2011, 6, 1, 4, tzinfo=UTC)


@pytest.fixture
def hear() -> Hear:
    """`hear(Event, data, area=…, at=…)`: an event of the given class; ids count upwards, one second apart."""
    numbers = itertools.count(1)

    def make(
        event: Any, data: dict[str, Any], *, area: UUID | None = None, at: datetime | None = None, kind: Any = "live"
    ) -> Received:
        number = next(numbers)
        moment = at or NOON + timedelta(seconds=number)
        return Received(
            event_id=UUID(int=number),
            name=event.name,
            occurred_at=moment,
            recorded_at=moment,
            aggregate=event.aggregate,
            aggregate_id=UUID(int=number),
            seq=1,
            area=area,
            actor_id=None,
            correlation_id=str(UUID(int=number)),
            causation_id=None,
            traceparent=None,
            kind=kind,
            raw=data,
            data={},
            body=b"",
        )

    return make
