"""Processor time of processes: what an act costs, also where others keep the machine busy and rates say little."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(pids: Iterable[int]) -> float:
    """User and system seconds of processes and of their children that have ended."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def tree(pid: int) -> Iterator[int]:
    """The process and all below it."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from tree(int(child))
    except (FileNotFoundError, ProcessLookupError):
        return


def put_ahead(pids: Iterable[int]) -> None:
    """Let processes go before others, whatever their session; quietly nothing where the system does not allow it.

    Linux shares time between sessions first (autogroups), so niceness within one would not do.
    """
    for pid in pids:
        with suppress(OSError):
            Path(f"/proc/{pid}/autogroup").write_text("-10", encoding="ascii")


def busy_and_total() -> tuple[int, int]:
    """Busy and total ticks of all processors."""
    with open("/proc/stat", encoding="ascii") as stat:
        ticks = [int(word) for word in stat.readline().split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def _ticks(pid: int) -> int:
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(word) for word in words[11:15])
