"""The door for events, without a broker: which messages make a batch, and what becomes of the others at SIGTERM."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import amqp
import pytest
from amqp import spec

from contracts.events import Lane
from runtime.amqp.batch_door import Delivery
from runtime.amqp.events_door import BATCH, SUSPICIOUS, EventsDoor


class Wire:
    """A channel, and the link that it is on: it keeps what is said."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    def basic_cancel(self, tag: str, nowait: bool) -> None:
        self.said.append("cancel")

    def send_method(self, method: tuple[int, int], form: str, words: tuple[Any, ...]) -> None:
        self.said.append((method, *words))

    def write(self, action: Callable[[Any], None], *, on: Any = None) -> bool:
        assert on in (None, self)
        action(self)
        return True

    def close(self) -> None:
        self.said.append("close")


@pytest.fixture
def door() -> EventsDoor:
    made = EventsDoor("amqp://nowhere", "beta", Lane.NORMAL)
    made.setup()
    return made


def delivery(tag: int, count: int = 0, channel: Any = None) -> Delivery:
    """A message that was delivered `count` times before."""
    message = amqp.Message(b"", application_headers={"x-delivery-count": count} if count else {})
    message.delivery_info = {"delivery_tag": tag}
    return Delivery(channel, message)


def test_suspicious_messages_come_together_and_apart_from_others(door: EventsDoor) -> None:
    counts = [0, 1, SUSPICIOUS, SUSPICIOUS + 1, SUSPICIOUS, 0]
    arrived = deque(delivery(tag, count) for tag, count in enumerate(counts))
    batches = [door.take(arrived) for _ in range(3)]
    assert [[one.message.delivery_tag for one in batch] for batch in batches] == [[0, 1], [2, 3, 4], [5]]
    assert [door.arguments(batch)[1] for batch in batches] == [False, True, False]


def test_a_batch_of_suspicious_messages_is_no_larger_than_another(door: EventsDoor) -> None:
    arrived = deque(delivery(tag, SUSPICIOUS) for tag in range(BATCH + 1))
    assert [len(door.take(arrived)), len(arrived)] == [BATCH, 1]


def test_what_was_not_begun_is_given_back_before_the_door_closes(door: EventsDoor) -> None:
    wire: Any = Wire()
    door.link = wire
    for tag in (7, 8):
        door._on_message(wire, delivery(tag).message)
    door.stop()
    nacks = [(spec.Basic.Nack, tag, False, True) for tag in (7, 8)]
    assert wire.said == ["cancel", *nacks, "close"]
