"""Outbox, relay, inbox, parking and operators as a state machine: Hypothesis looks for a history that breaks the promise.

After every step the tables of the producer and of every consumer must say what `bus_model` says; at the end everything is
mended and delivered, and every committed event must have taken effect, or lie visibly dead, or have been given up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from alpha.contract import AlarmRaisedV1, ThingDoneV1
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from contracts.events import Lane
from runtime import parking_control, suspects
from runtime.act import Act
from runtime.database import transaction
from runtime.outbox import emit_snapshot
from runtime.parking_control import Operator, ParkedBodyUnreadable, ParkedEventBehind, ParkedEventSkipped
from runtime.resend import resend
from runtime.testing.clock import TestClock
from tests.faults.bus_model import ConsumerModel, Mood
from tests.faults.bus_world import Consumer, Ending, Weather, World, sorted_out

OPERATOR = Operator(login="tests")
NUMBERS = st.integers(0, 7)
ENDINGS = st.sampled_from(["done", "done", "done", "broken", "refused"])
WEATHERS = st.sampled_from(["fine", "fine", "full", "dies before mark", "dies before sending"])
MOODS = st.sampled_from(["later", "later", "never"])
LANES = st.sampled_from(list(Lane))
PAUSES = st.sampled_from([0.2, 1, 5, 30, 300, 1_800])
FOREVER = timedelta(hours=1)


class BusMachine(RuleBasedStateMachine):
    """Rules draw small numbers and take them modulo what there is, so that every drawn step does something."""

    def __init__(self, world: World, clock: TestClock) -> None:
        super().__init__()
        self.world, self.clock = world, clock
        world.clear()
        self.models = {consumer.service: ConsumerModel() for consumer in world.consumers}
        self.told: dict[UUID, list[int]] = {one: [] for one in world.aggregates}
        self.number = 0
        self.sound = True
        self.producer_touched, self.touched = False, list[Consumer]()
        self.unpublished: list[Lane] = []

    # --- the producer and its relay

    @rule(acts=st.lists(st.tuples(NUMBERS, ENDINGS), min_size=1, max_size=6))
    def acts_in_a_group(self, acts: list[tuple[int, Ending]]) -> None:
        group = [(self._aggregate(which), self._next(), ending) for which, ending in acts]
        self.producer_touched = True
        done = self.world.producer.act(group)
        assert done == [ending == "done" for _, _, ending in group]
        for aggregate, number, ending in group:
            if ending == "done":
                self.told[aggregate].append(number)

    @rule(which=NUMBERS, count=st.integers(1, 6), rolled_back=st.booleans())
    def history_is_entered(self, which: int, count: int, rolled_back: bool) -> None:
        self.producer_touched = True
        aggregate, numbers = self._aggregate(which), [self._next() for _ in range(count)]
        try:
            with transaction(self.world.producer.engine, Act(kind="import")) as session:
                for number in numbers:
                    self.world.producer.tell(session, aggregate, number)
                if rolled_back:
                    raise InterruptedError
        except InterruptedError:
            return
        self.told[aggregate] += numbers

    @precondition(lambda self: self.world.arrived)
    @rule(which=NUMBERS, whom=NUMBERS)
    def snapshot_is_taken(self, which: int, whom: int) -> None:
        aggregate, number = self._aggregate(which), self._next()
        event = AlarmRaisedV1 if aggregate in self.world.producer.alarms else ThingDoneV1
        target = self._consumer(whom).service
        self.producer_touched = True
        with transaction(self.world.producer.engine) as session:
            taken = emit_snapshot(session, event, aggregate_id=aggregate, target=target, number=number)
        assert (taken is None) == (not self.told[aggregate])

    @precondition(lambda self: self.world.arrived)
    @rule(whom=NUMBERS, types=st.sampled_from(["*", "alarm_*"]))
    def events_are_sent_again(self, whom: int, types: str) -> None:
        self.producer_touched = True
        resend(self.world.producer.engine, types, self._consumer(whom).service)

    @precondition(lambda self: self.unpublished)
    @rule(which=NUMBERS, weather=WEATHERS)
    def relay_takes_a_batch(self, which: int, weather: Weather) -> None:
        self.producer_touched = True
        self.world.weather = weather
        self.world.relay(self.unpublished[which % len(self.unpublished)])

    # --- the consumers

    @precondition(lambda self: self._letterboxes())
    @rule(
        where=NUMBERS,
        picks=st.lists(NUMBERS, min_size=1, max_size=8),
        moods=st.dictionaries(NUMBERS, MOODS, max_size=2),
        acknowledged=st.booleans(),
    )
    def batch_is_delivered(self, where: int, picks: list[int], moods: dict[int, Mood], acknowledged: bool) -> None:
        """Any messages of a queue in any order, some twice; some fail this once; without its acknowledgement all come again."""
        consumer, queue = self._queue(where)
        batch = [queue[each % len(queue)] for each in picks]
        letters, _ = sorted_out(batch)
        passing = {letters[n % len(letters)].event_id: mood for n, mood in moods.items() if letters}
        before = dict(consumer.moods)
        consumer.moods.update(passing)
        self._handle(consumer, batch)
        consumer.moods = before
        if acknowledged:
            queue[:] = [body for body in queue if body not in batch]

    @precondition(lambda self: self._letterboxes())
    @rule(where=NUMBERS)
    def queue_is_delivered_in_order(self, where: int) -> None:
        consumer, queue = self._queue(where)
        self._handle(consumer, list(queue))
        queue.clear()

    @precondition(lambda self: self._letterboxes())
    @rule(where=NUMBERS, count=st.integers(1, 6))
    def database_goes_away_meanwhile(self, where: int, count: int) -> None:
        """Nothing of the batch is committed; or all of it, where there was nothing to do."""
        consumer, queue = self._queue(where)
        self.touched.append(consumer)
        consumer.database_gone = True
        try:
            consumer.door.handle(queue[:count])
        except OperationalError:
            return
        finally:
            consumer.database_gone = False
        self._modelled(consumer, queue[:count])

    @rule(whom=NUMBERS, lane=LANES, body=st.sampled_from([b"", b"[]", b"\xff\x00", b'{"kind": "live"}']))
    def poison_lies_in_a_queue(self, whom: int, lane: Lane, body: bytes) -> None:
        self._consumer(whom).queues[lane].append(body)

    @precondition(lambda self: self._letterboxes())
    @rule(where=NUMBERS, which=NUMBERS, mood=MOODS)
    def handler_has_a_fault(self, where: int, which: int, mood: Mood) -> None:
        """It fails for an event that lies in a queue, each time, until it is mended."""
        consumer, queue = self._queue(where)
        letters, _ = sorted_out([queue[which % len(queue)]])
        consumer.moods.update({letter.event_id: mood for letter in letters})

    @precondition(lambda self: any(consumer.moods for consumer in self.world.consumers))
    @rule(whom=NUMBERS)
    def handler_is_mended(self, whom: int) -> None:
        self._consumer(whom).moods.clear()

    @precondition(lambda self: self.world.arrived)
    @rule(whom=NUMBERS)
    def consumer_is_restarted(self, whom: int) -> None:
        self._consumer(whom).start()

    @precondition(lambda self: self._troubled())
    @rule(seconds=PAUSES, whom=NUMBERS)
    def time_passes_and_the_clock_ticks(self, seconds: float, whom: int) -> None:
        self.clock.advance(timedelta(seconds=seconds))
        self._tick(self._troubled()[whom % len(self._troubled())])

    # --- the operators

    @precondition(lambda self: self._troubled())
    @rule(whom=NUMBERS, which=NUMBERS, skipping=st.booleans())
    def operator_intervenes(self, whom: int, which: int, skipping: bool) -> None:
        consumer = self._troubled()[whom % len(self._troubled())]
        self.touched.append(consumer)
        row = self._parked(consumer, which)
        act = parking_control.skip if skipping else parking_control.replay
        given_up = ParkedEventSkipped if row.state == "skipped" else None
        refusal = given_up if skipping else self._refusal(consumer, row)
        try:
            with transaction(consumer.engine) as session:
                act(session, row.id, OPERATOR, "because")
        except parking_control.CannotBe as refused:
            assert type(refused) is refusal
            return
        assert refusal is None
        model = self.models[consumer.service]
        if row.aggregate is None:
            model.unreadable[bytes(row.body)] = "skipped"
            return
        change = model.skip if skipping else model.replay
        change((row.aggregate, row.aggregate_id), row.aggregate_seq, self.clock.now())

    # --- what must hold after every step

    @invariant()
    def nothing_is_told_but_what_was_committed(self) -> None:
        if not self.producer_touched:
            return
        self.producer_touched = False
        with self._checking(), self.world.producer.engine.connect() as connection:
            rows = connection.execute(_TOLD).all()
            found: dict[UUID, list[int]] = {one: [] for one in self.told}
            for row in rows:
                found[row.aggregate_id].append(orjson.loads(bytes(row.body))["data"]["number"])
                assert row.aggregate_seq == len(found[row.aggregate_id])
            assert found == self.told
            sendings = connection.execute(_SENDINGS).all()
            self.unpublished = sorted({Lane(row.lane) for row in sendings if row.published_at is None})
            marked = {row.id for row in sendings if row.published_at is not None}
            assert marked <= self.world.arrived, "marked as published, but it never arrived"

    @invariant()
    def consumers_stand_where_the_model_stands(self) -> None:
        with self._checking():
            for consumer in self.touched:
                found, expected = _tables(consumer.engine), _tables_of(self.models[consumer.service])
                for table, rows in expected.items():
                    assert found[table] == rows, f"{table} of {consumer.service}: {found[table]}, not {rows}"
            self.touched.clear()

    def teardown(self) -> None:
        """Everything is mended, sent, delivered and tried again: nothing may be missing then."""
        if self.sound:
            self._settle()
            self.producer_touched, self.touched = True, [*self.world.consumers]
            self.nothing_is_told_but_what_was_committed()
            self.consumers_stand_where_the_model_stands()
            for consumer in self.world.consumers:
                self._nothing_is_missing(consumer)

    def _nothing_is_missing(self, consumer: Consumer) -> None:
        for aggregate, numbers in self.told.items():
            alarm = aggregate in self.world.producer.alarms
            if alarm and AlarmRaisedV1 not in consumer.events:
                continue
            shelf = self.models[consumer.service].shelves["alpha.alarm" if alarm else "alpha.thing", aggregate]
            missing = [seq for seq in range(shelf.position + 1, len(numbers) + 1) if seq not in shelf.parked]
            assert not missing, f"{consumer.service} never heard {missing} of {aggregate}"
            if shelf.parked:
                assert shelf.parked[min(shelf.parked)].state == "dead", "parked for ever behind nothing"

    def _settle(self) -> None:
        self.world.weather = "fine"
        for consumer in self.world.consumers:
            consumer.moods.clear()
        while self.unpublished:
            self.world.relay(self.unpublished[0])
            self.producer_touched = True
            self.nothing_is_told_but_what_was_committed()
        for consumer in self.world.consumers:
            for queue in consumer.queues.values():
                if queue:
                    self._handle(consumer, list(queue))
            self.clock.advance(FOREVER)
            self._tick(consumer)

    # --- small words

    def _handle(self, consumer: Consumer, batch: list[bytes]) -> None:
        consumer.door.handle(batch)
        self._modelled(consumer, batch)

    def _modelled(self, consumer: Consumer, batch: list[bytes]) -> None:
        self.touched.append(consumer)
        letters, unreadable = sorted_out(batch)
        self.models[consumer.service].take(letters, unreadable, self.clock.now(), consumer.fails)

    def _tick(self, consumer: Consumer) -> None:
        self.touched.append(consumer)
        suspects.retry_due(consumer.door)
        model = self.models[consumer.service]
        for key, shelf in list(model.shelves.items()):
            if shelf.due(self.clock.now()):
                model.retry(key, self.clock.now(), consumer.fails)

    def _refusal(self, consumer: Consumer, row: Any) -> type[Exception] | None:
        """Why a replay would be refused: only the first of what waits for its turn can be helped."""
        if row.aggregate is None:
            return ParkedBodyUnreadable
        if row.state == "skipped":
            return ParkedEventSkipped
        shelf = self.models[consumer.service].shelves[row.aggregate, row.aggregate_id]
        waits = shelf.parked[row.aggregate_seq].state == "waiting"
        return ParkedEventBehind if waits and min(shelf.parked) < row.aggregate_seq else None

    def _troubled(self) -> list[Consumer]:
        """Where something is parked."""
        return [consumer for consumer in self.world.consumers if self.models[consumer.service].is_troubled()]

    def _parked(self, consumer: Consumer, which: int) -> Any:
        with consumer.engine.connect() as connection:
            rows = connection.execute(_PARKED).all()
        return rows[which % len(rows)]

    def _aggregate(self, which: int) -> UUID:
        return self.world.aggregates[which % len(self.world.aggregates)]

    def _consumer(self, which: int) -> Consumer:
        return self.world.consumers[which % len(self.world.consumers)]

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _letterboxes(self) -> list[tuple[Consumer, list[bytes]]]:
        return [(each, queue) for each in self.world.consumers for lane in Lane if (queue := each.queues[lane])]

    def _queue(self, where: int) -> tuple[Consumer, list[bytes]]:
        boxes = self._letterboxes()
        return boxes[where % len(boxes)]

    @contextmanager
    def _checking(self) -> Iterator[None]:
        """Once something was wrong, the end of the example has nothing more to say."""
        self.sound = False
        yield
        self.sound = True


def _tables(engine: Engine) -> dict[str, Any]:
    """What the consumer's tables say, in the model's words."""
    with engine.connect() as connection:
        positions = connection.execute(_POSITIONS).all()
        effects: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
        for row in connection.execute(_EFFECTS):
            effects[row.aggregate_id].append((row.event_id, row.seq))
        parked = connection.execute(_PARKED).all()
    events = [row for row in parked if row.aggregate is not None]
    return {
        "positions": {row.aggregate_id: row.seq for row in positions},
        "effects": dict(effects),
        "parked": {
            (row.aggregate_id, row.aggregate_seq): (row.state, row.event_id, row.attempts, row.due_at)
            for row in events
            if row.state != "skipped"
        },
        "skipped": sorted((row.aggregate_id, row.aggregate_seq) for row in events if row.state == "skipped"),
        "unreadable": {bytes(row.body): row.state for row in parked if row.aggregate is None},
    }


def _tables_of(model: ConsumerModel) -> dict[str, Any]:
    shelves = {key[1]: shelf for key, shelf in model.shelves.items()}
    return {
        "positions": {one: shelf.position for one, shelf in shelves.items() if shelf.position},
        "effects": {one: shelf.effects for one, shelf in shelves.items() if shelf.effects},
        "parked": {
            (one, seq): (row.state, row.letter.event_id, row.attempts, row.due_at)
            for one, shelf in shelves.items()
            for seq, row in shelf.parked.items()
        },
        "skipped": sorted((one, seq) for one, shelf in shelves.items() for seq in shelf.skipped),
        "unreadable": dict(model.unreadable),
    }


_TOLD = text("SELECT aggregate_id, aggregate_seq, body FROM runtime.outbox WHERE target IS NULL ORDER BY id")
_SENDINGS = text("SELECT id, lane, published_at FROM runtime.outbox")
_POSITIONS = text("SELECT aggregate_id, seq FROM runtime.aggregate_position_in WHERE seq > 0")
_EFFECTS = text("SELECT event_id, aggregate_id, seq FROM effect ORDER BY n")
_PARKED = text("""
    SELECT id, state, aggregate, aggregate_id, aggregate_seq, event_id, attempts, due_at, body
      FROM runtime.parked ORDER BY id
""")
