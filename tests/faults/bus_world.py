"""The real side of the bus machine: a producer's outbox, consumers' inboxes on PostgreSQL, and a network between them
that delivers at least once, in any order, when the machine says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import psycopg
from alpha.contract import AlarmRaisedV1, ThingDoneV1, do_thing
from beta.service import write_down
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from contracts.events import Lane
from kernel.ids import uuid7
from kernel.rules import BrokenRule
from runtime.access import Caller
from runtime.doors import Door
from runtime.envelope import Malformed, Received, decode
from runtime.execute import execute
from runtime.inbox import EventDoor
from runtime.outbox import emit
from runtime.outlet import LEADER_TRY, Outgoing, Outlet
from runtime.requests import OperationRequest
from tests.faults.bus_model import Letter, Mood

THINGS, ALARMS = 2, 1
TABLES = ("outbox", "aggregate_position_out", "inbox", "aggregate_position_in", "parked")

Ending = Literal["done", "broken", "refused"]
Weather = Literal["fine", "full", "dies before mark", "dies before sending"]
"""What meets a relay: nothing; a full queue that turns half of a batch away; its own death after or before it sent."""


class Refused(BrokenRule):
    """The act says no, after it had told the others."""

    code, zh, en = "refused", "不允许", "No"


class RelayDied(RuntimeError):
    """The relay was killed; another process takes its place."""


class Producer:
    """Alpha: acts in groups through the door, each telling of one fact. Its outlet is read by `relay`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.endings: dict[int, Ending] = {}
        self.alarms: list[UUID] = []
        self.door = Door("alpha")
        self.door.serve(do_thing, self.do)

    def do(self, session: Session, caller: Caller, *, thing_id: UUID, number: int) -> dict[str, Any]:
        """Tell, then end as it was foreseen for this number."""
        self.tell(session, thing_id, number)
        if self.endings[number] == "broken":
            raise RuntimeError("a fault of the use case")
        if self.endings[number] == "refused":
            raise Refused
        return {"thing_id": thing_id, "number": number}

    def tell(self, session: Session, thing_id: UUID, number: int) -> None:
        emit(session, AlarmRaisedV1 if thing_id in self.alarms else ThingDoneV1, aggregate_id=thing_id, number=number)

    def act(self, acts: Sequence[tuple[UUID, int, Ending]]) -> list[bool]:
        """Do them as one group; which of them were answered as done."""
        self.endings = {number: ending for _, number, ending in acts}
        words = [{"thing_id": str(thing), "number": number} for thing, number, _ in acts]
        replies = execute(self.door, self.engine, [OperationRequest("do_thing", each) for each in words])
        return [reply["error"] is None for reply in replies]


class Consumer:
    """A service that writes down what it hears, in `effect`; its handler fails as `moods` say for an event."""

    def __init__(self, service: str, engine: Engine, *events: type) -> None:
        self.service = service
        self.engine = engine
        self.events = events
        self.moods: dict[UUID, Mood] = {}
        self.database_gone = False
        self.queues: dict[Lane, list[bytes]] = defaultdict(list)
        self.start()

    def start(self) -> None:
        """A new process: nothing is remembered but what the database holds."""
        self.engine.dispose()
        door = Door(self.service)
        for event in self.events:
            door.react(event, self.hear, batch=event is ThingDoneV1)
        self.door = EventDoor(door, self.engine)

    def hear(self, session: Session, events: list[Received] | Received) -> None:
        """Write first, fail then: what a failing handler wrote must be gone."""
        heard = events if isinstance(events, list) else [events]
        if self.database_gone:
            raise OperationalError("INSERT", {}, psycopg.OperationalError("server closed the connection"))
        write_down(session, heard)
        for event in heard:
            if event.event_id in self.moods:
                error = Malformed if self.moods[event.event_id] == "never" else RuntimeError
                raise error("the handler did not want to")

    def fails(self, letter: Letter) -> Mood | None:
        return self.moods.get(letter.event_id)


@dataclass
class World:
    """Everything real; `clear` makes it new for the next example."""

    producer: Producer
    consumers: list[Consumer]
    weather: Weather = "fine"
    arrived: set[int] = field(default_factory=set)
    outlets: dict[Lane, Outlet] = field(default_factory=dict)

    def clear(self) -> None:
        self.arrived.clear()
        self.things = [uuid7() for _ in range(THINGS)]
        self.producer.alarms = [uuid7() for _ in range(ALARMS)]
        for engine in self.engines:
            with engine.begin() as connection:
                for table in TABLES:
                    connection.execute(text(f"DELETE FROM runtime.{table}"))  # noqa: S608 - the names above
        for consumer in self.consumers:
            consumer.moods.clear()
            consumer.queues.clear()
            with consumer.engine.begin() as connection:
                connection.execute(text("DELETE FROM effect"))

    @property
    def engines(self) -> list[Engine]:
        return [self.producer.engine, *(consumer.engine for consumer in self.consumers)]

    @property
    def aggregates(self) -> list[UUID]:
        return [*self.things, *self.producer.alarms]

    def relay(self, lane: Lane) -> None:
        """One turn of the lane's leader in the present weather; a dead one's successor waits for its lock."""
        while True:
            outlet = self.outlets.setdefault(lane, Outlet(self.producer.engine, lane, self.deliver))
            try:
                if outlet.turn() != LEADER_TRY:
                    return
            except RelayDied:
                del self.outlets[lane]
                return
            del self.outlets[lane]

    def close(self) -> None:
        for outlet in self.outlets.values():
            outlet.close()

    def deliver(self, batch: Sequence[Outgoing]) -> Collection[Outgoing]:
        """The broker: what it took lies in the queues of all who follow the aggregate."""
        if self.weather == "dies before sending":
            raise RelayDied
        taken = batch[::2] if self.weather == "full" else batch
        for event in taken:
            for consumer in self.consumers:
                if event.target in (None, consumer.service) and _follows(consumer, event):
                    consumer.queues[event.lane].append(event.body)
            self.arrived.add(event.id)
        if self.weather == "dies before mark":
            raise RelayDied
        return taken


def letter_of(body: bytes) -> Letter:
    """Raises `Malformed` for a body that is no event."""
    event = decode(body)
    key = f"{event.producer}.{event.aggregate}", event.aggregate_id
    return Letter(event.event_id, key, event.seq, event.kind == "snapshot", event.aggregate == "alarm")


def sorted_out(bodies: Iterable[bytes]) -> tuple[list[Letter], list[bytes]]:
    """The letters among the bodies, and those that are none."""
    letters, unreadable = [], []
    for body in bodies:
        try:
            letters.append(letter_of(body))
        except Malformed:
            unreadable.append(body)
    return letters, unreadable


def _follows(consumer: Consumer, event: Outgoing) -> bool:
    return (event.producer, event.aggregate) in consumer.door.aggregates
