"""The one clock, and the tests' hold on it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from runtime.testing.clock import TestClock
from runtime.time import TestClockRefused, now

MOMENT = datetime(2011, 3, 5, 11, 30, tzinfo=UTC)


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClock:
    monkeypatch.setenv("GONGJIAN_TEST", "1")
    monkeypatch.setenv("GONGJIAN_TEST_CLOCK", str(tmp_path / "clock"))
    return TestClock(tmp_path / "clock")


def test_real_time_by_default(monkeypatch):
    monkeypatch.delenv("GONGJIAN_TEST_CLOCK", raising=False)
    before = datetime.now(UTC)
    assert before <= now() <= datetime.now(UTC)


def test_held_and_advanced(clock):
    clock.hold(MOMENT)
    assert now() == now() == MOMENT
    assert clock.advance(timedelta(days=365)) == now() == MOMENT + timedelta(days=365)
    clock.release()
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_running_clock_runs_ahead(clock):
    clock.advance(timedelta(hours=1))
    first = now()
    assert timedelta(minutes=59) < first - datetime.now(UTC) < timedelta(minutes=61)
    assert now() >= first


def test_all_processes_read_the_same(clock):
    clock.hold(MOMENT)
    command = [sys.executable, "-c", "from runtime.time import now; print(now().isoformat())"]
    shown = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True).stdout.strip()
    assert shown == MOMENT.isoformat()


def test_refused_outside_test_mode(clock, monkeypatch):
    monkeypatch.setenv("GONGJIAN_TEST", "0")
    with pytest.raises(TestClockRefused):
        now()
