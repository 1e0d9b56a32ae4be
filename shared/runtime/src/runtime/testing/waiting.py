"""Waiting for what other threads, processes and servers do: for a condition and with a deadline, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

WITHIN = 30.0
FIRST_LOOK, SELDOM = 0.01, 0.1
"""Seconds between two looks at the beginning, and after a while."""
T = TypeVar("T")


def eventually(reading: Callable[[], T], complaint: Callable[[], str] = lambda: "", within: float = WITHIN) -> T:
    """The reading's first truthy value; fails with the complaint when it stays falsy for `within` seconds."""
    deadline, pause = time.monotonic() + within, FIRST_LOOK
    while not (value := reading()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:.0f} s: {complaint()}")
        time.sleep(pause)
        pause = min(2 * pause, SELDOM)
    return value
