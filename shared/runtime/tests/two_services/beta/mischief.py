"""Handlers that fail on purpose: the number in the event's data says how often."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from uuid import UUID

from runtime.inbox import Received

FAILS_THRICE = 3_000
KILLS = 6_000
FAILS_ALWAYS = 9_000
TAKES_LONG = 4_000
LONG = 0.2
"""Seconds."""

attempts: Counter[UUID] = Counter()


class Mischief(RuntimeError):
    """The handler did not want to."""


def maybe(event: Received) -> None:
    """Raise `Mischief` for the numbers above, as often as they say; end the whole process, or take long, for one each."""
    number = event.data["number"]
    if number == TAKES_LONG:
        time.sleep(LONG)
    if number == KILLS:
        os.kill(os.getpid(), signal.SIGKILL)
    if number not in (FAILS_THRICE, FAILS_ALWAYS):
        return
    attempts[event.event_id] += 1
    if number == FAILS_ALWAYS or attempts[event.event_id] <= 3:
        raise Mischief(f"attempt {attempts[event.event_id]}")
