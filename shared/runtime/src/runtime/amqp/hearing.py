"""Hearing over RabbitMQ: a queue of this process alone, gone with it, that never holds a producer up.

The queue is exclusive, transient and bounded. Where it runs over it lets go of the oldest, which the broker then puts into
a second queue of one place: whoever finds something there knows that something was missed. So nothing is polled.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from typing import Any

import amqp
import structlog

from contracts.events import Event
from kernel.ids import uuid7
from runtime.amqp.connection import BROKEN, HEARTBEAT, channel_of, close, connect, uri_for
from runtime.amqp.names import GATEWAY, LIVE_EXCHANGE, LIVE_QUEUE, event_exchange
from runtime.hearing import LANES, Heard, Missed
from runtime.pace import Pace

MOST_WAITING = 10_000
FIRST_BACK_OFF, LONGEST_BACK_OFF = 0.1, 2.0
TURN = 1.0
"""Seconds after which a quiet connection is looked after: heartbeats, and whether to end."""
HEARTBEAT_EVERY = 5.0

log = structlog.get_logger("runtime.amqp.hearing")


class BrokerHearing:
    """Listens on a connection and a thread of its own. `listen` once; `close` when the process ends."""

    def __init__(self, uri: str, *, most_waiting: int = MOST_WAITING) -> None:
        self._uri = uri_for(uri, GATEWAY)
        self._most_waiting = most_waiting
        self._bindings: tuple[tuple[str, str], ...] = ()
        self._stopping = threading.Event()
        self._connected = threading.Event()
        self._thread: threading.Thread | None = None
        self._batch: list[bytes] = []
        self._gap = False

    def listen(self, events: Collection[type[Event]], heard: Heard, missed: Missed) -> None:
        self._heard, self._missed = heard, missed
        pairs = sorted({(event.producer(), event.aggregate) for event in events})
        self._bindings = tuple(
            (event_exchange(producer), f"{lane}.all.{aggregate}.#") for producer, aggregate in pairs for lane in LANES
        )
        self._thread = threading.Thread(target=self._run, name="hearing", daemon=True)
        self._thread.start()

    def ready(self) -> bool:
        """Whether the queue stands and is read."""
        return self._connected.is_set()

    def close(self) -> None:
        """End the thread; what is told from now on is not heard."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(10)

    def _run(self) -> None:
        back_off = Pace(FIRST_BACK_OFF, LONGEST_BACK_OFF)
        while not self._stopping.is_set():
            connection: amqp.Connection | None = None
            try:
                connection = self._open()
                back_off.after(worked=True)
                self._read(connection)
            except BROKEN as wrong:
                log.warning("not listening", error=repr(wrong))
            finally:
                if self._connected.is_set():
                    self._connected.clear()
                    self._batch.clear()
                    self._missed()
                close(connection)
            self._stopping.wait(back_off.after(worked=False))

    def _open(self) -> amqp.Connection:
        connection = connect(self._uri, f"{GATEWAY}, live")
        channel = channel_of(connection)
        name = f"{LIVE_QUEUE}{uuid7()}"
        lost = f"{name}.lost"
        self._declare(channel, lost, {"x-max-length": 1, "x-overflow": "drop-head"})
        channel.queue_bind(lost, LIVE_EXCHANGE, lost)
        to_lost = {"x-dead-letter-exchange": LIVE_EXCHANGE, "x-dead-letter-routing-key": lost}
        self._declare(channel, name, {"x-max-length": self._most_waiting, "x-overflow": "drop-head", **to_lost})
        for exchange, key in self._bindings:
            channel.queue_bind(name, exchange, key)
        channel.basic_consume(lost, no_ack=True, callback=self._on_lost)
        channel.basic_consume(name, no_ack=True, callback=self._on_event)
        self._connected.set()
        # What was told before the queue stood was not heard.
        self._missed()
        return connection

    @staticmethod
    def _declare(channel: amqp.Channel, name: str, arguments: dict[str, Any]) -> None:
        channel.queue_declare(name, durable=False, exclusive=True, auto_delete=True, arguments=arguments)

    def _read(self, connection: amqp.Connection) -> None:
        ticked, every = time.monotonic(), min(HEARTBEAT_EVERY, (connection.heartbeat or HEARTBEAT) / 2)
        while not self._stopping.is_set():
            self._drain(connection)
            if time.monotonic() - ticked > every:
                connection.heartbeat_tick()
                ticked = time.monotonic()

    def _drain(self, connection: amqp.Connection) -> None:
        """Wait for something to come, take all that has come, and hand it over in one go."""
        try:
            connection.drain_events(timeout=TURN)
            while len(self._batch) < self._most_waiting:
                connection.drain_events(timeout=0)
        except TimeoutError:
            pass  # nothing more is there
        batch, self._batch = self._batch, []
        gap, self._gap = self._gap, False
        if gap:
            log.warning("the live queue ran over")
            self._missed()
        if batch:
            self._heard(batch)

    def _on_event(self, message: amqp.Message) -> None:
        self._batch.append(bytes(message.body))

    def _on_lost(self, _: amqp.Message) -> None:
        self._gap = True
