"""The outlet keeps back what was turned away, and nobody else waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from alpha.contract import ThingDoneV1
from sqlalchemy import Engine, text

from contracts.events import Lane
from kernel.ids import uuid7
from runtime import outlet, turned_away
from runtime.database import transaction
from runtime.outbox import emit
from runtime.outlet import Outgoing, Outlet

pytestmark = pytest.mark.integration

BATCH = 10
NAMED = 30


@dataclass
class Bus:
    """One queue with `room`, beside one that takes everything; `sent` counts all that was sent, again or not."""

    room: int
    taken: set[UUID] = field(default_factory=set)
    elsewhere: set[UUID] = field(default_factory=set)
    sent: int = 0

    def deliver(self, batch: Sequence[Outgoing]) -> list[Outgoing]:
        self.sent += len(batch)
        self.elsewhere |= {event.event_id for event in batch}
        arrived = [event for place, event in enumerate(batch) if event.event_id in self.taken or place < self.room]
        self.room -= sum(event.event_id not in self.taken for event in arrived)
        self.taken |= {event.event_id for event in arrived}
        return arrived


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlet, "BATCH", dict.fromkeys(Lane, BATCH))
    monkeypatch.setattr(turned_away, "MOST_NAMED", NAMED)
    monkeypatch.setattr(turned_away, "HELD_FOR", 60.0)


def tell(alpha: Engine, count: int) -> set[UUID]:
    with transaction(alpha) as session:
        return {emit(session, ThingDoneV1, aggregate_id=uuid7(), number=n) for n in range(count)}


def unpublished(alpha: Engine) -> int:
    with alpha.connect() as connection:
        return int(
            connection.execute(text("SELECT count(*) FROM runtime.outbox WHERE published_at IS NULL")).scalar_one()
        )


def turns(one: Outlet, bus: Bus, ids: set[UUID]) -> int:
    """Turns until the other queue has heard of all of `ids`."""
    count = 0
    while not ids <= bus.elsewhere:
        one.turn()
        count += 1
        assert count < 1_000
    return count


def due_again(one: Outlet) -> None:
    """As if what was turned away had been held long enough."""
    one._turned_away._due = 0.0


@pytest.mark.parametrize("waiting", [NAMED // 2, NAMED * 10])
def test_what_is_new_does_not_wait_for_what_was_turned_away(alpha: Engine, waiting: int) -> None:
    bus = Bus(room=0)
    with Outlet(alpha, Lane.NORMAL, bus.deliver) as one:
        turns(one, bus, tell(alpha, waiting))
        for _ in range(5):
            due_again(one)
            assert turns(one, bus, tell(alpha, 1)) <= 2
        assert unpublished(alpha) == waiting + 5
    # A round through the many costs a batch each time that they are due, not all of them.
    assert bus.sent <= waiting + 5 + 6 * max(BATCH, NAMED)


@pytest.mark.parametrize("waiting", [NAMED // 2, NAMED * 10])
def test_all_that_was_turned_away_arrives_once_there_is_room(alpha: Engine, waiting: int) -> None:
    bus = Bus(room=0)
    with Outlet(alpha, Lane.NORMAL, bus.deliver) as one:
        told = tell(alpha, waiting)
        turns(one, bus, told)
        while unpublished(alpha):
            bus.room = 3
            due_again(one)
            one.turn()
        assert bus.taken == told
        told |= tell(alpha, 1)
        bus.room = 1
        assert turns(one, bus, told) == 1
        assert bus.taken == told


def test_what_nobody_takes_stays_and_keeps_nobody(alpha: Engine) -> None:
    unbound = tell(alpha, NAMED * 2)
    arrived: set[UUID] = set()

    def deliver(batch: Sequence[Outgoing]) -> list[Outgoing]:
        some = [event for event in batch if event.event_id not in unbound]
        arrived.update(event.event_id for event in some)
        return some

    with Outlet(alpha, Lane.NORMAL, deliver) as one:
        for _ in range(3):
            told = tell(alpha, BATCH * 3)
            while not told <= arrived:
                one.turn()
    assert unpublished(alpha) == len(unbound)
