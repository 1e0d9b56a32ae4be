"""Hearing (旁听): what is told in the city as it is told, for somebody who keeps nothing, such as the gateway's live hints.

No inbox and no parking stand behind it: whoever hears may miss something and is told so, never what.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from contracts.events import Event, Lane

Heard = Callable[[Sequence[bytes]], None]
"""Takes envelopes as they travel, in a thread of the bus; must not block."""

Missed = Callable[[], None]
"""Something may not have been heard: the beginning, a lost connection, a queue that ran over."""

LANES: tuple[Lane, ...] = (Lane.URGENT, Lane.NORMAL)
"""What is heard. Imports, snapshots and replays travel in bulk and tell nothing that is happening now."""


class Hearing(Protocol):
    """A bus that can be listened to: RabbitMQ or the one in this process."""

    def listen(self, events: Collection[type[Event]], heard: Heard, missed: Missed) -> None:
        """From now on call `heard` with these events in the urgent and normal lanes, and `missed` after every gap."""
        ...

    def ready(self) -> bool:
        """Whether everything that is told now is heard."""
        ...
