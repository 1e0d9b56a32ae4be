"""Failpoints (故障点): where the fault tests kill a process, at exactly the moment that hurts. Nothing outside test mode."""

from __future__ import annotations

import os
import signal

from runtime.settings import settings


def is_set(point: str) -> bool:
    """Whether test mode names this point in `GONGJIAN_FAILPOINT`."""
    return settings.test and os.environ.get("GONGJIAN_FAILPOINT") == point


def die_at(point: str) -> None:
    """Kill this process as `kill -9` does, if the point is set."""
    if is_set(point):
        os.kill(os.getpid(), signal.SIGKILL)
