"""What the doors for operations and for events have in common: messages of one queue, carried in batches to a worker.

nameko's own consumers take one message per worker, confirm every reply, acknowledge what failed and share a channel.
Here: a connection of its own per door, whatever waits is taken at once, one worker (and one transaction) per batch, and
nothing is acknowledged before the worker has ended well.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import Any

import amqp
import eventlet
import structlog
from amqp import spec
from eventlet.event import Event
from eventlet.semaphore import Semaphore
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint

from runtime.amqp.link import Link

PATIENCE = 0.1
"""Seconds after which a batch in hand counts as slow: from then on others are begun beside it."""
FEW, GATHERS = 6, 0.004
"""After a batch of more than a few that gains by company, seconds in which the next one gathers."""
DRAIN_WITHIN = 25.0
"""Seconds that work in hand may take after SIGTERM; then it is left to be redelivered."""

log = structlog.get_logger("runtime.amqp.batch_door")


@dataclass(slots=True)
class Delivery:
    """A message, the channel it came on (and must be acknowledged on), and what the door made of it."""

    channel: amqp.Channel
    message: amqp.Message
    content: Any = None


class BatchDoor(Entrypoint):
    """Carries messages of `queue` to its method, up to `size` at a time in up to `at_once` workers.

    Subclasses say what a worker gets (`arguments`) and what follows when it has ended (`finished`).
    """

    HANDS_ON_AT_ONCE = True
    """Whether at SIGTERM other replicas get what was not begun here before what is in hand has ended."""

    def __init__(self, uri: str, queue: str, *, size: int, at_once: int = 1, **kwargs: Any) -> None:
        self.uri = uri
        self.queue = queue
        self.size = size
        self.at_once = at_once
        super().__init__(**kwargs)

    def setup(self) -> None:
        self._arrived: deque[Delivery] = deque()
        self._something = Event()
        self._slots = Semaphore(self.at_once)
        self._one_ended = Event()
        self._in_hand = 0
        self._begun_at = 0.0
        self._lately = 0
        self._stopping = False
        self.link = Link(self.uri, self.queue, self._consume, self._forget)

    def start(self) -> None:
        self.container.spawn_managed_thread(self.link.run, identifier=f"read {self.queue}")
        self.container.spawn_managed_thread(self._dispatch, identifier=f"dispatch {self.queue}")

    def stop(self) -> None:
        """Take nothing more, let what is in hand end and be acknowledged, give back what was not begun, then close."""
        self._stopping = True
        self.link.write(lambda channel: channel.basic_cancel(self.queue, nowait=True))
        self._wake()
        with eventlet.Timeout(DRAIN_WITHIN, False):
            while self._in_hand:
                if self.HANDS_ON_AT_ONCE:
                    self._hand_on()
                eventlet.sleep(0.01)
            self.link.write(_give_back_the_rest)
        self.link.close()

    def kill(self) -> None:
        self._stopping = True
        self.link.close()

    def arguments(self, batch: list[Delivery]) -> tuple[Any, ...]:
        """What the method is called with."""
        raise NotImplementedError

    def finished(self, batch: list[Delivery], result: Any, error: BaseException | None) -> bool:
        """What follows: True when the batch is dealt with and may be acknowledged, False to try it again."""
        raise NotImplementedError

    def take(self, arrived: deque[Delivery]) -> list[Delivery]:
        """The next batch out of what has arrived."""
        return [arrived.popleft() for _ in range(min(self.size, len(arrived)))]

    def gains_by_company(self, batch: list[Delivery]) -> bool:
        """Whether such a batch ends in a commit, which costs the same for few as for many."""
        return True

    def again_after(self) -> float:
        """Seconds to wait before a batch that was not dealt with is tried again."""
        return 1.0

    def _consume(self, channel: amqp.Channel) -> None:
        # One batch in each worker and another one waiting for it.
        channel.basic_qos(0, self.size * (self.at_once + 1), False)
        channel.basic_consume(self.queue, consumer_tag=self.queue, callback=partial(self._on_message, channel))

    def _on_message(self, channel: amqp.Channel, message: amqp.Message) -> None:
        self._arrived.append(Delivery(channel, message))
        self._wake()

    def _forget(self) -> None:
        """The channel is gone: what was not begun will be delivered again."""
        self._arrived.clear()

    def _hand_on(self) -> None:
        """What was taken in advance goes to other replicas at once."""

        def hand_on(on: amqp.Channel) -> None:
            while self._arrived:
                on.send_method(spec.Basic.Nack, "Lbb", (self._arrived.popleft().message.delivery_tag, False, True))

        if self._arrived:
            self.link.write(hand_on, on=self._arrived[0].channel)

    def _wake(self) -> None:
        if not self._something.ready():
            self._something.send(None)

    def _dispatch(self) -> None:
        while not self._stopping:
            self._something.wait()
            self._something = Event()
            while self._arrived and not self._stopping:
                self._gather()
                self._slots.acquire()
                # While this waited for a slot, the channel may have gone or SIGTERM come.
                batch = self.take(self._arrived) if self._arrived and not self._stopping else []
                if batch:
                    self._hand_over(batch)
                else:
                    self._slots.release()

    def _gather(self) -> None:
        """While a batch has just been begun, what comes waits for its end: one full batch is one transaction where small
        ones beside each other would be several. A batch that turns out to be slow holds up nobody. Where much has been
        coming, more will within milliseconds; where little has, nobody waits for company."""
        self._wait_for_the_young()
        if self._lately > FEW and len(self._arrived) < self.size and not self._stopping:
            eventlet.sleep(GATHERS)

    def _wait_for_the_young(self) -> None:
        while self._in_hand and len(self._arrived) < self.size and not self._stopping:
            left = self._begun_at + PATIENCE - time.monotonic()
            if left <= 0:
                return
            with eventlet.Timeout(left, False):
                self._one_ended.wait()
                return

    def _hand_over(self, batch: list[Delivery]) -> None:
        self._in_hand += 1
        arguments = self.arguments(batch)
        self._begun_at, self._lately = time.monotonic(), len(batch) if self.gains_by_company(batch) else 0
        ended = partial(self._ended, batch)
        try:
            self.container.spawn_worker(self, arguments, {}, context_data={}, handle_result=ended)
        except ContainerBeingKilled:
            self._let_go()

    def _ended(self, batch: list[Delivery], context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """nameko's hook at the end of a worker. What it returns goes to the dependencies."""
        try:
            done = self.finished(batch, result, exc_info[1] if exc_info else None)
            if done:
                self._acknowledge(batch)
            elif not self._stopping:
                eventlet.sleep(self.again_after())
                self._put_back(batch)
        finally:
            self._let_go()
        return result, exc_info

    def _put_back(self, batch: list[Delivery]) -> None:
        current = self.link.channel
        self._arrived.extendleft(reversed([delivery for delivery in batch if delivery.channel is current]))
        self._wake()

    def _let_go(self) -> None:
        self._in_hand -= 1
        self._slots.release()
        ended, self._one_ended = self._one_ended, Event()
        ended.send(None)

    def _acknowledge(self, batch: list[Delivery]) -> None:
        """All of a channel up to a tag at once where nothing older is still to be dealt with, else one by one."""
        tags = [delivery.message.delivery_tag for delivery in batch]
        alone = self._in_hand == 1 and not any(each.message.delivery_tag < tags[-1] for each in self._arrived)

        def acknowledge(on: amqp.Channel) -> None:
            if alone:
                on.basic_ack(tags[-1], multiple=True)
                return
            for tag in tags:
                on.basic_ack(tag)

        # On a channel that was lost nothing can be acknowledged: the messages come again, and are known by then.
        self.link.write(acknowledge, on=batch[0].channel)


def _give_back_the_rest(on: amqp.Channel) -> None:
    """All that is not acknowledged, in one word. Other replicas must not think that it failed here: since RabbitMQ 4.3 a
    nack, unlike a reject or a lost channel, does not count as a delivery without an end."""
    on.send_method(spec.Basic.Nack, "Lbb", (0, True, True))
