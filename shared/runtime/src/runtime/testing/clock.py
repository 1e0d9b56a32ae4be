"""The tests' clock: holds and advances `runtime.time.now()` in every process that was given the same file."""

from __future__ import annotations

import mmap
from datetime import UTC, datetime, timedelta
from pathlib import Path

from runtime.time import EPOCH, HELD, MICROSECOND, OFFSET, SIZE, WORDS


class TestClock:
    """A clock in a file. Point `GONGJIAN_TEST_CLOCK` at `path` and set `GONGJIAN_TEST=1` in each process."""

    __test__ = False

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            path.write_bytes(bytes(SIZE))
        with path.open("r+b") as file:
            self._words = mmap.mmap(file.fileno(), SIZE)

    def now(self) -> datetime:
        """What every process reads now."""
        held = self._read(HELD)
        return EPOCH + held * MICROSECOND if held else datetime.now(UTC) + self._read(OFFSET) * MICROSECOND

    def hold(self, at: datetime) -> None:
        """Stop the clock at a moment (timezone-aware)."""
        self._write(HELD, at)

    def advance(self, by: timedelta) -> datetime:
        """Move a held clock on, or let a running one run `by` further ahead; returns the new time."""
        if held := self._read(HELD):
            self._words[HELD : HELD + 8] = WORDS.pack(held + by // MICROSECOND)
        else:
            self._words[OFFSET : OFFSET + 8] = WORDS.pack(self._read(OFFSET) + by // MICROSECOND)
        return self.now()

    def release(self) -> None:
        """Run with real time again."""
        self._words[OFFSET : OFFSET + 8] = WORDS.pack(0)
        self._words[HELD : HELD + 8] = WORDS.pack(0)

    def _read(self, word: int) -> int:
        (value,) = WORDS.unpack_from(self._words, word)
        return int(value)

    def _write(self, word: int, at: datetime) -> None:
        self._words[word : word + 8] = WORDS.pack((at - EPOCH) // MICROSECOND)
