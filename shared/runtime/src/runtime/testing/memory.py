"""Where servers of quick tests keep their data: in memory, where it fits.

A fresh database is a thousand small files, which a disk makes in 150 to 700 ms and memory in 20; a quorum queue waits for the
disk with every batch.
"""

from __future__ import annotations

import os
from pathlib import Path

from runtime.settings import settings

MEMORY = Path("/dev/shm")  # noqa: S108
LARGEST_SCALE, ROOM = 0.2, 6 * 2**30
"""Up to that size, data of tests lie in memory where so many bytes of it are to be had."""


def place() -> Path | None:
    """A folder in memory, if the tests' data fit in there; None stands for wherever temporary files lie."""
    if settings.scale > LARGEST_SCALE or not os.access(MEMORY, os.W_OK):
        return None
    room = os.statvfs(MEMORY)
    return MEMORY if min(room.f_bavail * room.f_frsize, _available()) >= ROOM else None


def _available() -> int:
    """Bytes that could be taken without swapping, as Linux reckons; 0 where nobody tells."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return 0
    kib = next((line.split()[1] for line in lines if line.startswith("MemAvailable:")), "0")
    return int(kib) * 1024
