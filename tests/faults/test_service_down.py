"""A service is down for ten minutes: the others work on, and when it is back it has missed nothing and does nothing twice."""

from __future__ import annotations

import asyncio
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alpha.contract import do_thing
from beta.contract import count_known, remind
from invariant import state
from sqlalchemy import text
from two import TwoServices

from contracts.operations import Operation
from kernel.ids import uuid7
from runtime.amqp.client import RpcClient
from runtime.calls import CallMeta, DeadlinePassed
from runtime.testing.clock import TestClock
from tests.faults.scene import EVENTS, kept, settle

pytestmark = pytest.mark.broker

TEN_MINUTES = timedelta(minutes=10)
SOON, LATE = 1_000, 60_000
"""Milliseconds that a caller waits who will not, and who will be answered."""


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClock:
    """The time of this process and, by `start`, of all others."""
    monkeypatch.setenv("GONGJIAN_TEST", "1")
    monkeypatch.setenv("GONGJIAN_TEST_CLOCK", str(tmp_path / "clock"))
    return TestClock(tmp_path / "clock")


def start(services: TwoServices, clock: TestClock, *arguments: str) -> subprocess.Popen[bytes]:
    return services.start(*arguments, GONGJIAN_TEST_CLOCK=str(clock.path))


def ask(services: TwoServices, operation: Operation, within: int = LATE, **words: Any) -> Any:
    """The data of the reply. Raises `DeadlinePassed` after `within` milliseconds."""

    async def asked() -> dict[str, Any]:
        async with RpcClient(services.uri) as client:
            meta = CallMeta(deadline_ms=int(time.time() * 1000) + within)
            return await client.call(operation, words, meta)

    reply = asyncio.run(asked())
    assert reply["error"] is None, reply
    return reply["result"]["data"]


def reminders(services: TwoServices) -> list[str]:
    with services.beta.connect() as connection:
        return sorted(connection.execute(text("SELECT key FROM reminder")).scalars())


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    assert process.wait(60) == 0


def test_a_consumer_comes_back_after_ten_minutes(two_services: TwoServices, clock: TestClock) -> None:
    for words in (("serve", "alpha"), ("relay", "alpha")):
        start(two_services, clock, *words)
    consumer = start(two_services, clock, "serve", "beta")
    two_services.tell(EVENTS // 2)
    for minutes in range(1, 10):
        ask(two_services, remind, key=f"after {minutes}", minutes=minutes)
    settle(two_services)
    end(consumer)

    clock.advance(TEN_MINUTES)
    with pytest.raises(DeadlinePassed):
        ask(two_services, remind, within=SOON, key="nobody waits for this any more", minutes=1)
    assert ask(two_services, do_thing, thing_id=str(uuid7()), number=1)["number"] == 1
    two_services.tell(EVENTS // 2)
    two_services.until(lambda: state(two_services.alpha, two_services.beta).unpublished == 0)
    assert reminders(two_services) == []

    for _ in range(2):
        start(two_services, clock, "serve", "beta")
    kept(two_services)
    two_services.until(lambda: len(reminders(two_services)) >= 9)
    ask(two_services, remind, key="at last", minutes=1)
    clock.advance(TEN_MINUTES)
    two_services.until(lambda: "at last" in reminders(two_services))
    assert reminders(two_services) == [*(f"after {minutes}" for minutes in range(1, 10)), "at last"]


def test_the_others_answer_from_their_replicas_meanwhile(two_services: TwoServices, clock: TestClock) -> None:
    producer = [start(two_services, clock, *words) for words in (("serve", "alpha"), ("relay", "alpha"))]
    start(two_services, clock, "serve", "beta")
    two_services.tell(EVENTS // 3)
    ask(two_services, do_thing, thing_id=str(uuid7()), number=1)
    known = len({aggregate_id for _, aggregate_id, _ in settle(two_services).effects})
    for process in producer:
        end(process)

    clock.advance(TEN_MINUTES)
    assert ask(two_services, count_known) == {"things": known}
    with pytest.raises(DeadlinePassed):
        ask(two_services, do_thing, within=SOON, thing_id=str(uuid7()), number=1)

    for words in (("serve", "alpha"), ("relay", "alpha")):
        start(two_services, clock, *words)
    ask(two_services, do_thing, thing_id=str(uuid7()), number=1)
    found = kept(two_services)
    assert len(found.told) == EVENTS // 3 + 2, "a request whose caller had gone was carried out"
