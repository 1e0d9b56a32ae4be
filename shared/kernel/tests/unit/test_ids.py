"""UUIDv7."""

from __future__ import annotations

import time

from kernel.ids import uuid7


def test_ids_are_version_7_and_ordered_by_time():
    before = time.time_ns() // 1_000_000
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert before <= first.int >> 80 <= time.time_ns() // 1_000_000
    assert first < second


def test_ids_do_not_repeat():
    assert len({uuid7() for _ in range(10_000)}) == 10_000
