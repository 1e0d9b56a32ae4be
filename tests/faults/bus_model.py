"""What a consumer promises, as plain Python: the reference that the bus machine compares the real tables with.

One event is taken up after the other; batches, savepoints, locks and windows of the real inbox must make no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

Key = tuple[str, UUID]
Mood = Literal["later", "never"]
"""How a handler fails: it may work another time, or no try can end otherwise."""

WAITS = {
    True: [timedelta(milliseconds=ms) for ms in (200, 1_000, 5_000)],
    False: [timedelta(milliseconds=ms) for ms in (5_000, 30_000, 300_000, 1_800_000)],
}
"""Before each retry of an urgent event (True) and of any other; after the last one an event is dead."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An event on its way, by what decides on its fate."""

    event_id: UUID
    key: Key
    seq: int
    snapshot: bool
    urgent: bool


@dataclass(slots=True)
class Parked:
    letter: Letter
    state: Literal["waiting", "retry", "dead"]
    attempts: int = 0
    due_at: datetime | None = None


@dataclass
class Shelf:
    """One aggregate at one consumer: how far it has come, what had an effect, what lies parked, by number."""

    position: int = 0
    effects: list[tuple[UUID, int]] = field(default_factory=list)
    parked: dict[int, Parked] = field(default_factory=dict)
    skipped: list[int] = field(default_factory=list)

    def lift(self, seq: int) -> None:
        """Everything up to `seq` is done with."""
        self.position = max(self.position, seq)
        self.parked = {each: parked for each, parked in self.parked.items() if each > self.position}

    def due(self, now: datetime) -> list[Letter]:
        rows = sorted(self.parked.items())
        return [row.letter for _, row in rows if row.state == "retry" and row.due_at is not None and row.due_at <= now]


class ConsumerModel:
    """All aggregates of one consumer. `fails` says for a letter how its handler would fail now, None if it would not."""

    def __init__(self) -> None:
        self.shelves: dict[Key, Shelf] = defaultdict(Shelf)
        self.unreadable: dict[bytes, Literal["dead", "skipped"]] = {}

    def is_troubled(self) -> bool:
        """Whether anything lies parked, given up or not."""
        return bool(self.unreadable) or any(shelf.parked or shelf.skipped for shelf in self.shelves.values())

    def take(
        self,
        letters: list[Letter],
        unreadable: Iterable[bytes],
        now: datetime,
        fails: Callable[[Letter], Mood | None],
    ) -> None:
        """A batch is delivered. Due retries of its aggregates are tried first."""
        for body in unreadable:
            self.unreadable.setdefault(body, "dead")
        for key in dict.fromkeys(letter.key for letter in letters):
            self.retry(key, now, fails)
        for letter in letters:
            self._arrive(letter, now, fails)

    def retry(self, key: Key, now: datetime, fails: Callable[[Letter], Mood | None]) -> None:
        """The clock takes up what is due of an aggregate."""
        shelf = self.shelves[key]
        for letter in shelf.due(now):
            if letter.seq in shelf.parked:
                self._try(shelf, letter, now, fails)

    def replay(self, key: Key, seq: int, now: datetime) -> None:
        """An operator has a parked event tried again; an early one no longer waits for what never came."""
        shelf = self.shelves[key]
        row = shelf.parked[seq]
        if row.state == "waiting":
            shelf.position = seq - 1
        row.state, row.attempts, row.due_at = "retry", 0, now

    def skip(self, key: Key, seq: int, now: datetime) -> None:
        """An operator gives a parked event up, with all before it; what waits right behind is due."""
        shelf = self.shelves[key]
        shelf.skipped += [each for each in shelf.parked if each <= seq]
        shelf.lift(seq)
        behind = shelf.parked.get(seq + 1)
        if behind is not None and behind.state == "waiting":
            behind.state, behind.due_at = "retry", now

    def _arrive(self, letter: Letter, now: datetime, fails: Callable[[Letter], Mood | None]) -> None:
        shelf = self.shelves[letter.key]
        if letter.seq <= shelf.position or (letter.seq in shelf.parked and not letter.snapshot):
            return
        if letter.snapshot or letter.seq == shelf.position + 1:
            self._try(shelf, letter, now, fails)
        else:
            shelf.parked[letter.seq] = Parked(letter, "waiting")

    def _try(self, shelf: Shelf, letter: Letter, now: datetime, fails: Callable[[Letter], Mood | None]) -> None:
        mood = fails(letter)
        if mood is not None:
            _fail(shelf, letter, mood, now)
            return
        shelf.effects.append((letter.event_id, letter.seq))
        shelf.lift(letter.seq)
        behind = shelf.parked.get(letter.seq + 1)
        if behind is not None and behind.state == "waiting":
            self._try(shelf, behind.letter, now, fails)


def _fail(shelf: Shelf, letter: Letter, mood: Mood, now: datetime) -> None:
    before = shelf.parked.get(letter.seq)
    attempts = 1 + (before.attempts if before else 0)
    waits = WAITS[letter.urgent]
    if mood == "never" or attempts > len(waits):
        shelf.parked[letter.seq] = Parked(letter, "dead", attempts)
    else:
        shelf.parked[letter.seq] = Parked(letter, "retry", attempts, now + waits[attempts - 1])
