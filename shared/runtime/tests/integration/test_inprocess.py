"""The in-process bus: the same promise without a broker."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from alpha.contract import AlarmRaisedV1, ThingDoneV1, do_thing, wait_long
from beta import mischief
from invariant import State, broken_promises, state
from sqlalchemy import Engine, text

from kernel.ids import uuid7
from runtime.act import Act
from runtime.calls import CallMeta, DeadlinePassed, ServiceDown
from runtime.database import transaction
from runtime.envelope import decode
from runtime.inprocess import InProcessBus
from runtime.outbox import emit
from runtime.testing.waiting import eventually

pytestmark = pytest.mark.integration


@pytest.fixture
def bus(alpha: Engine, beta: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessBus]:
    monkeypatch.setenv("GONGJIAN_PARKING_MS", "50,50,50,50")
    monkeypatch.setenv("GONGJIAN_PARKING_URGENT_MS", "50,50,50")
    mischief.attempts.clear()
    engines = {"alpha": alpha, "beta": beta}
    one = InProcessBus(("alpha", "beta"), engines.__getitem__)
    one.start()
    yield one
    one.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("alpha-", "beta-", "courier"))]


def test_whoever_listens_hears_what_happens_now_and_no_history(bus: InProcessBus, alpha: Engine) -> None:
    heard: list[bytes] = []
    gaps: list[None] = []
    bus.listen([ThingDoneV1], heard.extend, lambda: gaps.append(None))
    thing = uuid7()
    with transaction(alpha, Act(kind="import")) as session:
        emit(session, ThingDoneV1, aggregate_id=uuid7(), number=1)
    with transaction(alpha) as session:
        emit(session, AlarmRaisedV1, aggregate_id=uuid7(), number=1)  # of an aggregate that nobody listens to
    with transaction(alpha) as session:
        emit(session, ThingDoneV1, aggregate_id=thing, number=1)
    eventually(lambda: heard)
    eventually(lambda: _published(alpha) == 3)
    assert len(gaps) == 1  # whatever was told before
    assert [decode(body).aggregate_id for body in heard] == [thing]


def _published(engine: Engine) -> int:
    with engine.connect() as connection:
        words = "SELECT count(*) FROM runtime.outbox WHERE published_at IS NOT NULL"
        return int(connection.execute(text(words)).scalar_one())


def settle(alpha: Engine, beta: Engine) -> State:
    eventually(lambda: state(alpha, beta).settled)
    return state(alpha, beta)


async def do_many(bus: InProcessBus, things: list[UUID], number: int = 1) -> list[dict]:
    words = [{"thing_id": str(thing), "number": number} for thing in things]
    return await asyncio.gather(*(bus.call(do_thing, each, CallMeta()) for each in words))


def test_operations_are_answered_and_their_events_take_effect(bus: InProcessBus, alpha: Engine, beta: Engine) -> None:
    things = [uuid7() for _ in range(100)]
    replies = asyncio.run(do_many(bus, things * 3))
    assert [reply["result"]["data"]["thing_id"] for reply in replies] == [str(thing) for thing in things] * 3
    found = settle(alpha, beta)
    assert (len(found.effects), broken_promises(found)) == (300, [])
    assert bus.ready()


def test_a_failing_handler_is_tried_again(bus: InProcessBus, alpha: Engine, beta: Engine) -> None:
    thing = uuid7()
    asyncio.run(do_many(bus, [thing], mischief.FAILS_THRICE))
    asyncio.run(do_many(bus, [thing, uuid7()]))
    found = settle(alpha, beta)
    assert (len(found.effects), broken_promises(found), found.parked) == (3, [], {})


def test_an_event_that_nobody_follows_counts_as_published(bus: InProcessBus, beta: Engine, alpha: Engine) -> None:
    with transaction(beta) as session:
        emit(session, ThingDoneV1, aggregate_id=uuid7(), number=1)
    unpublished = text("SELECT count(*) FROM runtime.outbox WHERE published_at IS NULL")

    def published() -> bool:
        with beta.connect() as connection:
            return connection.execute(unpublished).scalar_one() == 0

    eventually(published)


def test_urgent_events_do_not_wait_for_a_history_that_is_entered(
    bus: InProcessBus, alpha: Engine, beta: Engine
) -> None:
    asyncio.run(do_many(bus, [uuid7() for _ in range(200)]))
    with transaction(alpha) as session:
        emit(session, AlarmRaisedV1, aggregate_id=uuid7(), number=1)
    found = settle(alpha, beta)
    assert (len(found.effects), broken_promises(found)) == (201, [])


def test_deadline_and_unknown_service(bus: InProcessBus) -> None:
    async def late() -> None:
        soon = int(time.time() * 1000) + 100
        await bus.call(wait_long, {"thing_id": str(uuid7())}, CallMeta(deadline_ms=soon))

    with pytest.raises(DeadlinePassed):
        asyncio.run(late())
    other = InProcessBus(("alpha",))
    with pytest.raises(ServiceDown):
        asyncio.run(other.call(do_thing, {}, CallMeta()))


def test_stopping_finishes_what_is_in_hand_and_refuses_the_rest(alpha: Engine, beta: Engine, bus: InProcessBus) -> None:
    async def stopped_meanwhile() -> list[object]:
        asked = [asyncio.ensure_future(bus.call(wait_long, {"thing_id": str(uuid7())}, CallMeta())) for _ in range(2)]
        await asyncio.sleep(0.1)
        await asyncio.to_thread(bus.stop)
        with pytest.raises(ServiceDown):
            await bus.call(wait_long, {"thing_id": str(uuid7())}, CallMeta())
        return await asyncio.gather(*asked, return_exceptions=True)

    assert all(isinstance(reply, dict) for reply in asyncio.run(stopped_meanwhile()))
    assert not bus.ready()
