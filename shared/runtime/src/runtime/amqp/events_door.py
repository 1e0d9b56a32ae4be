"""The door for the events of one lane: batches of up to 200 from the service's quorum queue into the inbox."""

from __future__ import annotations

from collections import deque
from typing import Any

import structlog

from contracts.events import Lane
from runtime.amqp.batch_door import BatchDoor, Delivery
from runtime.amqp.names import event_queue
from runtime.failpoints import die_at
from runtime.pace import Pace

BATCH = 200
SUSPICIOUS = 2
"""Deliveries without an end after which a message is taken with care: it may be what ends the process."""

log = structlog.get_logger("runtime.amqp.events_door")


class EventsDoor(BatchDoor):
    """Calls its method with `(bodies, suspicious)`: a list of message bodies, and whether they were delivered so often that
    one of them may be what ends the process.

    When the method raises, nothing was committed; the batch is tried again, later each time, and stays in the queue.
    """

    # A quorum queue lets a channel have 32 words under way; later ones are put aside, and forgotten if the channel closes
    # before it has caught up. Two hundred events given back one by one took the acknowledgement of the batch in hand with
    # them: what had been done came again.
    HANDS_ON_AT_ONCE = False

    def __init__(self, uri: str, service: str, lane: Lane, **kwargs: Any) -> None:
        self.service = service
        self.lane = lane
        super().__init__(uri, event_queue(service, lane), size=BATCH, **kwargs)

    def setup(self) -> None:
        super().setup()
        self._back_off = Pace(0.05, 5.0)

    def take(self, arrived: deque[Delivery]) -> list[Delivery]:
        """A full batch of suspicious messages, or of others."""
        first = arrived.popleft()
        batch, suspicious = [first], _suspicious(first)
        while arrived and len(batch) < self.size and _suspicious(arrived[0]) == suspicious:
            batch.append(arrived.popleft())
        return batch

    def arguments(self, batch: list[Delivery]) -> tuple[list[bytes], bool]:
        return [_raw(delivery) for delivery in batch], _suspicious(batch[0])

    def finished(self, batch: list[Delivery], result: Any, error: BaseException | None) -> bool:
        if error is None:
            die_at("inbox.committed")
            self._back_off.after(worked=True)
            return True
        log.warning("events wait", service=self.service, lane=str(self.lane), error=type(error).__name__)
        return False

    def again_after(self) -> float:
        return self._back_off.after(worked=False)


def _suspicious(delivery: Delivery) -> bool:
    """Whether it was delivered often without an end. Quorum queues count that; before RabbitMQ 4.3 they also count what a
    drained replica gave back."""
    headers = delivery.message.properties.get("application_headers") or {}
    count = headers.get("x-delivery-count", 0)
    return isinstance(count, int) and count >= SUSPICIOUS


def _raw(delivery: Delivery) -> bytes:
    body = delivery.message.body
    return body.encode() if isinstance(body, str) else bytes(body)
