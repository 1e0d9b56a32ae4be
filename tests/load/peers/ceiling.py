"""The hand-written ceiling: psycopg and raw py-amqp in batches, and an RPC echo. What the parts give when nothing is promised
but delivery: no positions per aggregate, no parking, no access, no audit.

`python -m peers.ceiling relay|effects|echo|ask SECONDS`. `ask` prints calls per second with 64 in flight.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import amqp
import orjson
import psycopg

BATCH = 500
IN_FLIGHT = 64
EXCHANGE, QUEUE, ECHO = "ceiling.events", "ceiling.evidence", "ceiling.echo"


def connected() -> amqp.Connection:
    """A connection that does not read inside every publish."""
    credentials, _, host = os.environ["BENCH_AMQP"].removeprefix("amqp://").partition("@")
    user, _, password = credentials.partition(":")
    connection = amqp.Connection(host.split("/")[0], userid=user, password=password)
    connection.connect()
    connection.client_properties["capabilities"]["connection.blocked"] = False
    return connection


def channel_of(connection: amqp.Connection) -> amqp.Channel:
    channel = connection.channel()
    channel.auto_decode = False
    return channel


def declare(channel: amqp.Channel) -> None:
    """The exchange and the quorum queue of the other service."""
    channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
    channel.queue_declare(QUEUE, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
    channel.queue_bind(QUEUE, EXCHANGE, "checked_in")


class Relay:
    """Takes a batch, publishes it, waits for all confirms together, marks it in the same transaction."""

    def __init__(self) -> None:
        self.amqp = connected()
        self.channel = channel_of(self.amqp)
        declare(self.channel)
        self.channel.confirm_select()
        self.channel.events["basic_ack"].add(self._confirmed)
        self.sent = self.confirmed = 0

    def run(self) -> None:
        """Carry until the process ends."""
        with psycopg.connect(os.environ["BENCH_CONNINFO"]) as database:
            while True:
                if not self._batch(database):
                    time.sleep(0.005)

    def _batch(self, database: psycopg.Connection[Any]) -> int:
        with database.transaction():
            take = "SELECT id, body FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT %s"
            rows = database.execute(take, (BATCH,)).fetchall()
            for _, body in rows:
                self.channel.basic_publish(amqp.Message(bytes(body), delivery_mode=2), EXCHANGE, "checked_in")
            self.sent += len(rows)
            while self.confirmed < self.sent:
                self.amqp.drain_events()
            if rows:
                mark = "UPDATE outbox SET published_at = now() WHERE id = ANY(%s)"
                database.execute(mark, ([row[0] for row in rows],))
        return len(rows)

    def _confirmed(self, tag: int, multiple: bool) -> None:
        self.confirmed = tag if multiple else self.confirmed + 1


class Effects:
    """Takes what waits, up to a batch, into one transaction of two set-based statements; acknowledges after it."""

    def __init__(self) -> None:
        self.amqp = connected()
        self.channel = channel_of(self.amqp)
        declare(self.channel)
        self.channel.basic_qos(0, 2 * BATCH, False)
        self.waiting: list[amqp.Message] = []
        self.channel.basic_consume(QUEUE, callback=self.waiting.append)

    def run(self) -> None:
        """Take until the process ends."""
        with psycopg.connect(os.environ["BENCH_CONNINFO_OTHER"]) as database:
            while True:
                self.amqp.drain_events()
                self._take_what_has_come()
                self._apply(database)

    def _take_what_has_come(self) -> None:
        while len(self.waiting) < BATCH:
            try:
                self.amqp.drain_events(timeout=0.001)
            except TimeoutError:
                return

    def _apply(self, database: psycopg.Connection[Any]) -> None:
        batch = self.waiting[:]
        self.waiting.clear()
        events = [orjson.loads(message.body) for message in batch]
        with database.transaction():
            database.execute(
                """WITH fresh AS (
                    INSERT INTO inbox SELECT unnest(%s::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id)
                INSERT INTO evidence (check_in_id, person_id, at)
                SELECT c, p, a FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::timestamptz[]) AS t (e, c, p, a)
                  JOIN fresh ON event_id = e""",
                (
                    [event["event_id"] for event in events],
                    [event["event_id"] for event in events],
                    [event["check_in_id"] for event in events],
                    [event["person_id"] for event in events],
                    [event["at"] for event in events],
                ),
            )
        self.channel.basic_ack(batch[-1].delivery_tag, multiple=True)


def echo() -> None:
    """Answers every call with its body, over direct reply-to."""
    connection = connected()
    channel = channel_of(connection)
    channel.queue_declare(ECHO, durable=False, auto_delete=True)
    channel.basic_qos(0, 2 * IN_FLIGHT, False)

    def answer(message: amqp.Message) -> None:
        reply = amqp.Message(message.body, correlation_id=message.properties["correlation_id"])
        channel.basic_publish(reply, "", message.properties["reply_to"])

    channel.basic_consume(ECHO, callback=answer, no_ack=True)
    while True:
        connection.drain_events()


def ask(seconds: float) -> None:
    """Keeps 64 calls in flight for some seconds and prints how many came back per second."""
    connection = connected()
    channel = channel_of(connection)
    channel.queue_declare(ECHO, durable=False, auto_delete=True)
    answered = 0

    def call(_: object = None) -> None:
        nonlocal answered
        answered += 1
        body = b'{"args":[],"kwargs":{"unit_id":"01890a5d-ac96-7ba0-9f3b-6c1c1c2d7a42"}}'
        channel.basic_publish(
            amqp.Message(body, reply_to="amq.rabbitmq.reply-to", correlation_id=str(answered)), "", ECHO
        )

    channel.basic_consume("amq.rabbitmq.reply-to", callback=call, no_ack=True)
    for _ in range(IN_FLIGHT):
        call()
    warm = time.monotonic() + 0.5
    while time.monotonic() < warm:
        connection.drain_events(timeout=5)
    before, started = answered, time.monotonic()
    while time.monotonic() < started + seconds:
        connection.drain_events(timeout=5)
    print((answered - before) / (time.monotonic() - started), flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["relay"]:
            Relay().run()
        case ["effects"]:
            Effects().run()
        case ["echo"]:
            echo()
        case ["ask", seconds]:
            ask(float(seconds))
        case _:
            sys.exit(__doc__)
