"""The bus machine finds no broken promise in the runtime, and finds each that is planted into it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from alpha.contract import AlarmRaisedV1, ThingDoneV1
from beta.service import EFFECT
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from contracts.events import Lane
from runtime import arrival, inbox, outbox, outlet, parking, turned_away
from runtime.database import transaction
from runtime.outlet import Outgoing
from runtime.positions import Plan
from runtime.settings import settings as runtime_settings
from runtime.testing.clock import TestClock
from tests.faults.bus_machine import BusMachine
from tests.faults.bus_world import Consumer, Producer, World

pytestmark = pytest.mark.integration

EXAMPLES = max(20, int(400 * runtime_settings.scale))
STEPS = 30


@pytest.fixture
def machine(
    bare_database: Callable[..., Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], BusMachine]]:
    """Alpha tells; beta hears all of it, gamma only of things. Batches of the relay are small enough to be filled."""
    monkeypatch.setenv("GONGJIAN_TEST", "1")
    monkeypatch.setenv("GONGJIAN_TEST_CLOCK", str(tmp_path / "clock"))
    monkeypatch.setattr(outlet, "BATCH", dict.fromkeys(Lane, 4))
    monkeypatch.setattr(turned_away, "HELD_FOR", 0.0)
    monkeypatch.setattr(turned_away, "MOST_NAMED", 3)
    clock = TestClock(tmp_path / "clock")
    clock.hold(datetime.now(UTC))
    consumers = [
        Consumer("beta", bare_database("beta", EFFECT), ThingDoneV1, AlarmRaisedV1),
        Consumer("gamma", bare_database("gamma", EFFECT), ThingDoneV1),
    ]
    world = World(Producer(bare_database("alpha")), consumers)
    yield partial(BusMachine, world, clock)
    world.close()


def look_for_a_breach(machine: Callable[[], BusMachine], *phases: Phase) -> None:
    """Always the same examples, so that a failure is the change's and not the day's."""
    profile = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        phases=phases,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=profile)


@pytest.mark.timeout(1_200)
def test_no_history_breaks_the_promise(machine: Callable[[], BusMachine]) -> None:
    look_for_a_breach(machine, Phase.generate, Phase.shrink)


def ignore_positions(patch: pytest.MonkeyPatch) -> None:
    """A consumer that takes everything as it comes; only the names of handled events keep it from doing so twice."""
    patch.setattr(inbox, "plan", lambda position, incoming, waiting, blocked: Plan(run=list(incoming)))


def forget_what_was_handled(patch: pytest.MonkeyPatch) -> None:
    """A consumer whose position does not move with the effect."""
    patch.setattr(arrival, "advance", lambda session, reached: None)
    patch.setattr(
        inbox,
        "_claim",
        lambda session, sets: {(r.name, e.event_id) for s in sets for r in s.reactions for e in s.events},
    )


def mark_before_publishing(patch: pytest.MonkeyPatch) -> None:
    """A relay that writes down the arrival first: what is lost on the way is lost."""
    deliver = World.deliver

    def marked_first(world: World, batch: Sequence[Outgoing]) -> Collection[Outgoing]:
        with world.producer.engine.begin() as connection:
            ids = [event.id for event in batch]
            connection.execute(
                text("UPDATE runtime.outbox SET published_at = now() WHERE id = ANY(:ids)"), {"ids": ids}
            )
        return deliver(world, batch)

    patch.setattr(World, "deliver", marked_first)


def tell_outside_the_transaction(patch: pytest.MonkeyPatch) -> None:
    """An outbox that is written at once, on a connection of its own."""

    def tell(producer: Producer, session: Session, thing_id: UUID, number: int) -> None:
        event = AlarmRaisedV1 if thing_id in producer.alarms else ThingDoneV1
        with transaction(producer.engine) as another:
            outbox.emit(another, event, aggregate_id=thing_id, number=number)

    patch.setattr(Producer, "tell", tell)


def drop_failures(patch: pytest.MonkeyPatch) -> None:
    """A consumer that only logs what failed, as a stock event handler does."""
    patch.setattr(parking, "park_failures", lambda session, failures, parked: None)


def keep_half_an_effect(patch: pytest.MonkeyPatch) -> None:
    """A handler's failure does not undo what it had written."""
    patch.setattr(inbox, "savepoint", lambda session: nullcontext())


BREACHES = [
    ignore_positions,
    forget_what_was_handled,
    mark_before_publishing,
    tell_outside_the_transaction,
    drop_failures,
    keep_half_an_effect,
]


@pytest.mark.parametrize("plant", BREACHES, ids=lambda plant: plant.__name__)
def test_a_planted_breach_is_found(
    machine: Callable[[], BusMachine], plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        look_for_a_breach(machine, Phase.generate)
