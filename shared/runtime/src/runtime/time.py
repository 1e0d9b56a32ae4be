"""The one clock (时钟): `now()`. Tests may hold and advance it, in all processes, through a small shared file."""

from __future__ import annotations

import mmap
import os
import struct
from datetime import UTC, date, datetime, timedelta
from functools import cache

from kernel.period import civil_day, first_moment

WORDS = struct.Struct("<q")
HELD, OFFSET = 0, 8  # two signed microsecond counts: where the clock stands (0: it runs), and how far it runs ahead
SIZE = 16
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class TestClockRefused(RuntimeError):
    """A test clock is set outside test mode: a city whose time can be moved proves nothing."""

    __test__ = False


def now() -> datetime:
    """The present moment, timezone-aware UTC. Raises `TestClockRefused` if a test clock is set without GONGJIAN_TEST=1."""
    path = os.environ.get("GONGJIAN_TEST_CLOCK")
    return datetime.now(UTC) if not path else _test_time(path)


def today() -> date:
    """The civil day of now, Asia/Shanghai."""
    return civil_day(now())


def moment_on(day: date) -> datetime:
    """When something that happened on `day` happened: now if that is today, else the day's first moment."""
    moment = now()
    return moment if day == civil_day(moment) else first_moment(day)


def _test_time(path: str) -> datetime:
    if os.environ.get("GONGJIAN_TEST") != "1":
        raise TestClockRefused("GONGJIAN_TEST_CLOCK is set, but GONGJIAN_TEST is not 1")
    words = _mapped(path)
    (held,) = WORDS.unpack_from(words, HELD)
    if held:
        return EPOCH + held * MICROSECOND
    (offset,) = WORDS.unpack_from(words, OFFSET)
    return datetime.now(UTC) + offset * MICROSECOND


@cache
def _mapped(path: str) -> mmap.mmap:
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), SIZE, access=mmap.ACCESS_READ)
