"""A consumer's queue is full and rejects: the outbox keeps what was turned away, others are served, nothing is lost."""

from __future__ import annotations

from contextlib import suppress

import amqp
from invariant import state
from sqlalchemy import text
from two import TwoServices

from contracts.events import Lane
from runtime.amqp.connection import connect
from runtime.amqp.names import event_exchange, event_queue
from runtime.topology import EVENT_QUEUE
from tests.faults.load import EVENTS, Telling
from tests.faults.scene import kept

FULL = event_queue("beta", Lane.NORMAL)
ROOM = max(10, EVENTS // 6)
ELSEWHERE = "elsewhere"
AT_ONCE = 1_000


def test_a_full_queue_turns_away_and_others_are_served(two_services: TwoServices) -> None:
    with connect(two_services.uri, "tests") as connection:
        channel = connection.channel()
        queue(channel, FULL, {**EVENT_QUEUE, "x-max-length": ROOM})
        queue(channel, ELSEWHERE, EVENT_QUEUE)
    two_services.start("relay", "alpha")
    with Telling(two_services) as load:
        two_services.until(lambda: "events turned away" in two_services.tails())
        load.goes_on()
    with connect(two_services.uri, "tests") as connection:
        channel = connection.channel()
        heard = listen(channel)
        two_services.until(lambda: all_heard(two_services, channel, heard))
        channel.basic_cancel(ELSEWHERE)
        channel.queue_delete(ELSEWHERE)
        taken = channel.queue_declare(FULL, passive=True).message_count
    found = state(two_services.alpha, two_services.beta)
    # One consumer has all; for the other, alpha keeps what its queue did not take.
    assert found.unpublished >= len(normal_events(two_services)) - taken > 0
    two_services.start("serve", "beta")
    kept(two_services, load)


def queue(channel: amqp.Channel, name: str, arguments: dict[str, object]) -> None:
    """A queue, empty and new, for everything that alpha tells in its normal lane."""
    channel.queue_delete(name)
    channel.queue_declare(name, durable=True, auto_delete=False, arguments=arguments)
    channel.queue_bind(name, event_exchange("alpha"), f"{Lane.NORMAL}.all.#")


def normal_events(services: TwoServices) -> set[str]:
    """The ids in the outbox, which its messages bear."""
    with services.alpha.connect() as connection:
        ids = connection.execute(text("SELECT id FROM runtime.outbox WHERE lane = 'normal'")).scalars()
        return {str(each) for each in ids}


def listen(channel: amqp.Channel) -> set[str]:
    """The ids of what has come elsewhere; grows whenever the connection is drained."""
    heard: set[str] = set()
    channel.basic_consume(
        ELSEWHERE,
        consumer_tag=ELSEWHERE,
        no_ack=True,
        callback=lambda message: heard.add(message.properties["message_id"]),
    )
    return heard


def all_heard(services: TwoServices, channel: amqp.Channel, heard: set[str]) -> bool:
    channel.connection.heartbeat_tick()
    with suppress(TimeoutError):
        for _ in range(AT_ONCE):
            channel.connection.drain_events(timeout=0.05)
    return normal_events(services) <= heard
