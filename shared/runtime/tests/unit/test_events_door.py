"""The door for events, without a broker: which messages make a batch, and what becomes of the others at SIGTERM."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import amqp
import eventlet
import pytest
from amqp import spec

from contracts.events import Lane
from runtime.amqp import batch_door
from runtime.amqp.batch_door import Delivery
from runtime.amqp.events_door import BATCH, SUSPICIOUS, EventsDoor

NEVER = 20.0


class Wire:
    """A channel, and the link that it is on: it keeps what is said."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    def basic_cancel(self, tag: str, nowait: bool) -> None:
        self.said.append("cancel")

    def basic_ack(self, tag: int, multiple: bool = False) -> None:
        self.said.append(("ack", tag, multiple))

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


@pytest.fixture
def wire(door: EventsDoor) -> Any:
    made: Any = Wire()
    door.link = made
    return made


def hand_over(door: EventsDoor, batch: list[Delivery]) -> None:
    """A worker begins with the batch, and ends when a test says so."""
    workers: Any = SimpleNamespace(spawn_worker=lambda *_, **__: None)
    door.container = workers
    door._slots.acquire()
    door._hand_over(batch)


REST = (spec.Basic.Nack, 0, True, True)


def test_what_was_not_begun_is_given_back_before_the_door_closes(door: EventsDoor, wire: Any) -> None:
    for tag in (7, 8):
        door._on_message(wire, delivery(tag).message)
    door.stop()
    assert wire.said == ["cancel", REST, "close"]


def test_what_is_in_hand_is_acknowledged_before_anything_is_given_back(door: EventsDoor, wire: Any) -> None:
    """A channel of a quorum queue forgets an acknowledgement that follows many other words when it is closed."""
    batch = [delivery(tag, channel=wire) for tag in (5, 6)]
    hand_over(door, batch)
    for tag in (7, 8):
        door._on_message(wire, delivery(tag).message)
    stopping = eventlet.spawn(door.stop)
    eventlet.sleep(0)
    door._ended(batch, None, None, None)
    with eventlet.Timeout(NEVER):
        stopping.wait()
    assert wire.said == ["cancel", ("ack", 6, True), REST, "close"]


def test_what_does_not_end_is_not_given_back_beside_its_worker(
    door: EventsDoor, wire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_door, "DRAIN_WITHIN", 0.03)
    hand_over(door, [delivery(5, channel=wire)])
    door.stop()
    assert wire.said == ["cancel", "close"]
