"""Listening over a real RabbitMQ: what is heard, what is not, and that nothing is missed in silence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import amqp
import pytest

from contracts.membership.events import SessionEndedV1
from contracts.volunteering.events import TeamFormedV1
from runtime.amqp.connection import channel_of, close, connect
from runtime.amqp.hearing import BrokerHearing
from runtime.amqp.names import LIVE_EXCHANGE, event_exchange
from runtime.testing.waiting import eventually

pytestmark = pytest.mark.broker
WITHIN = 30.0


class Ear:
    """Keeps what was heard, and how often something was missed. Held up while it may not go on."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.gaps = 0
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def heard(self, bodies: Any) -> None:
        self.may_go_on.wait(WITHIN)
        self.bodies.extend(bodies)

    def missed(self) -> None:
        self.gaps += 1


class Teller:
    """Publishes as a relay does."""

    def __init__(self, uri: str) -> None:
        self._connection = connect(uri, "a test's relay")
        self._channel = channel_of(self._connection)
        for name in (LIVE_EXCHANGE, event_exchange("membership"), event_exchange("volunteering")):
            self._channel.exchange_declare(name, "topic", durable=True, auto_delete=False)

    def tell(self, event: Any, body: bytes, lane: str | None = None, target: str = "all") -> None:
        key = f"{lane or event.lane}.{target}.{event.aggregate}.{event.name}"
        self._channel.basic_publish(amqp.Message(body), event_exchange(event.producer()), key)

    def close(self) -> None:
        close(self._connection)


@pytest.fixture
def teller(own_rabbit: Any) -> Iterator[Teller]:
    one = Teller(own_rabbit.uri)
    yield one
    one.close()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def listening(own_rabbit: Any, teller: Teller, ear: Ear) -> Iterator[Callable[..., BrokerHearing]]:
    made: list[BrokerHearing] = []

    def make(**words: Any) -> BrokerHearing:
        hearing = BrokerHearing(own_rabbit.uri, **words)
        made.append(hearing)
        hearing.listen([TeamFormedV1, SessionEndedV1], ear.heard, ear.missed)
        eventually(hearing.ready)
        return hearing

    yield make
    ear.may_go_on.set()
    for hearing in made:
        hearing.close()


def test_live_events_are_heard_and_history_is_not(listening: Any, teller: Teller, ear: Ear) -> None:
    listening()
    assert ear.gaps == 1  # whatever was told before
    teller.tell(TeamFormedV1, b"imported", lane="bulk")
    teller.tell(TeamFormedV1, b"for patrol alone", lane="bulk", target="patrol")
    teller.tell(SessionEndedV1, b"urgent")
    teller.tell(TeamFormedV1, b"normal")
    eventually(lambda: len(ear.bodies) == 2)
    assert set(ear.bodies) == {b"urgent", b"normal"}
    assert ear.gaps == 1


def test_a_queue_that_ran_over_is_noticed(listening: Any, teller: Teller, ear: Ear) -> None:
    """While the listener is held up, more is told than fits into the sockets' buffers and its queue."""
    listening(most_waiting=10)
    teller.tell(TeamFormedV1, b"first")
    ear.may_go_on.clear()
    for _ in range(400):
        teller.tell(TeamFormedV1, b"x" * 100_000)
    ear.may_go_on.set()
    eventually(lambda: ear.gaps >= 2, lambda: "nobody noticed")
    teller.tell(TeamFormedV1, b"last")
    eventually(lambda: ear.bodies[-1:] == [b"last"])
    assert len(ear.bodies) < 402


def test_a_broker_that_was_away_is_a_gap(own_rabbit: Any, listening: Any, ear: Ear) -> None:
    hearing = listening()
    own_rabbit.stop()
    eventually(lambda: not hearing.ready())
    gaps = ear.gaps
    own_rabbit.start()
    eventually(hearing.ready)
    assert (gaps, ear.gaps) == (2, 3)
    teller = Teller(own_rabbit.uri)
    teller.tell(TeamFormedV1, b"after")
    eventually(lambda: b"after" in ear.bodies)
    teller.close()
