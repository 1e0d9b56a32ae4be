"""Events that were turned away (a full queue, nobody bound): kept back for a while, so that others may pass.

As long as they are few, they are known one by one and all tried again together. A consumer that is full for long makes
them too many to name in a query: the older ones are then kept back as a whole (everything unpublished up to `floor`) and
tried again a batch at a time, in turn with what is new. So one full queue keeps no other consumer waiting, and what the
others are sent a second time stays little.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

HELD_FOR = 2.0
"""Seconds that an event stays behind."""
MOST_NAMED = 5_000


@dataclass(slots=True)
class TurnedAway:
    """What of an outbox's lane is kept back. Ask `bounds` before each batch and tell `settle` what became of it."""

    named: set[int] = field(default_factory=set)
    floor: int = 0
    _reached: int = field(default=0, init=False)
    _due: float = field(default=0.0, init=False)
    _trying_again: bool = field(default=False, init=False)

    def bounds(self) -> tuple[int, list[int]]:
        """What the next batch may hold: ids above the first number, and none of the second."""
        due = bool(self.named or self.floor) and time.monotonic() >= self._due
        self._trying_again = due and not self._trying_again
        if not self._trying_again:
            return self.floor, list(self.named)
        if self.floor:
            return self._reached, []
        self.named.clear()
        return 0, []

    def settle(self, batch: Sequence[int], away: Collection[int]) -> None:
        """The ids of a batch in order, and those of them that were turned away."""
        if self._trying_again and self.floor:
            self._go_round(batch, away)
        elif away and not self.named and not self.floor:
            self._wait()
        self.named.difference_update(batch)
        self.named.update(one for one in away if one > self.floor)
        if len(self.named) > MOST_NAMED:
            older = sorted(self.named)[: MOST_NAMED // 2]
            self.named.difference_update(older)
            self.floor = older[-1]

    def _go_round(self, batch: Sequence[int], away: Collection[int]) -> None:
        """From the oldest to the newest and over again; at once as long as something arrives, else after a while."""
        if self._reached == 0 and (not batch or batch[0] > self.floor):
            self.floor = 0
        self._reached = batch[-1] if batch else 0
        if len(away) == len(batch):
            self._wait()

    def _wait(self) -> None:
        self._due = time.monotonic() + HELD_FOR
