"""The in-process bus (进程内总线): the whole city in one process, with the same doors, outboxes, inboxes and clocks.

Nothing is kept in memory that could be lost: an operation is answered after its commit, and an event counts as published
only when every service that follows it has committed its effect. `kill -9` at any moment loses nothing.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from sqlalchemy import Engine

from contracts import catalogue
from contracts.events import Event, Lane
from contracts.operations import Operation
from runtime import clocks
from runtime.calls import CallMeta, DeadlinePassed, ServiceDown
from runtime.database import engine
from runtime.desk import Desk
from runtime.doors import Door, load
from runtime.due import run_due
from runtime.hearing import LANES, Heard, Missed
from runtime.inbox import EventDoor
from runtime.outlet import Outgoing, Outlet
from runtime.pace import Pace
from runtime.requests import OperationRequest, Reply

EVENTS_AT_ONCE = 100
IDLE = 0.5
"""Seconds between two looks into an outbox that nobody has spoken of; whoever writes to one wakes its reader."""

log = structlog.get_logger("runtime.inprocess")


class _Loop:
    """A thread that takes turns until it is stopped. `turn` returns the seconds to wait; a failure makes it wait longer."""

    def __init__(self, name: str, turn: Callable[[], float], at_end: Callable[[], None]) -> None:
        self.name = name
        self._turn = turn
        self._at_end = at_end
        self._woken = threading.Event()
        self._stopping = False
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._stopping = True
        self._woken.set()

    def _run(self) -> None:
        back_off = Pace(0.1, 5.0)
        while not self._stopping:
            try:
                wait = self._turn()
                back_off.after(worked=True)
            except Exception as wrong:  # the database gone, whatever: this thread must come back
                wait = back_off.after(worked=False)
                log.warning("loop waits", loop=self.name, error=type(wrong).__name__, seconds=wait)
            self._woken.wait(wait)
            self._woken.clear()
        self._at_end()


class InProcessBus:
    """Carries operations and events between services of one process. Implements `runtime.calls.Operations`.

    `start` raises what loading a service raises; `stop` finishes what is in hand.
    """

    def __init__(
        self, services: Sequence[str] = catalogue.SERVICES, engine_of: Callable[[str], Engine] = engine
    ) -> None:
        self._services = services
        self._engine_of = engine_of
        self._desks: dict[str, Desk] = {}
        self._consumers: dict[str, EventDoor] = {}
        self._pumps: dict[str, list[_Loop]] = {}
        self._tickers: list[_Loop] = []
        self._couriers: ThreadPoolExecutor | None = None
        self._heard: Heard | None = None
        self._listened_to: frozenset[tuple[str, str]] = frozenset()

    def start(self) -> None:
        """Load the services and open their doors."""
        doors = [load(service) for service in self._services]
        for door in doors:
            for line in door.warnings():
                log.warning(line, service=door.service)
            self._consumers[door.service] = EventDoor(door, self._engine_of(door.service))
        self._couriers = ThreadPoolExecutor(len(Lane) * len(doors) + 1, thread_name_prefix="courier")
        for door in doors:
            self._open(door)
        for loop in self._loops():
            loop.thread.start()
        for desk in self._desks.values():
            desk.start()

    def stop(self) -> None:
        """Refuse new operations, finish those in hand and the events on their way, then end all threads."""
        for desk in self._desks.values():
            desk.stop()
        for loop in self._loops():
            loop.stop()
        for loop in self._loops():
            loop.thread.join()
        if self._couriers is not None:
            self._couriers.shutdown()

    def ready(self) -> bool:
        """Whether every door is open and every thread turns."""
        desks = self._desks.values()
        return (
            bool(desks) and all(d.is_alive() for d in desks) and all(each.thread.is_alive() for each in self._loops())
        )

    async def call(self, operation: Operation, kwargs: dict[str, Any], meta: CallMeta) -> Reply:
        """The service's reply. Raises `ServiceDown` or, at the deadline, `DeadlinePassed`."""
        desk = self._desks.get(operation.service)
        if desk is None:
            raise ServiceDown(operation.service)
        deadline = meta.deadline_of(operation)
        request = OperationRequest(operation.method_name, kwargs, meta.words() | {"deadline": deadline})
        try:
            async with asyncio.timeout(max(0.0, deadline / 1000 - time.time())):
                return await desk.ask(request)
        except TimeoutError:
            raise DeadlinePassed(operation.service) from None

    def listen(self, events: Collection[type[Event]], heard: Heard, missed: Missed) -> None:
        """Tell one listener of these events as they are carried; nothing is ever missed in one process but the past."""
        self._listened_to = frozenset((event.producer(), event.aggregate) for event in events)
        self._heard = heard
        missed()

    def _open(self, door: Door) -> None:
        service, on = door.service, self._engine_of(door.service)
        self._pumps[service] = [self._pump(service, on, lane) for lane in Lane]
        self._tickers.append(self._ticker(door, on))
        self._desks[service] = Desk(door, on, after=lambda: self._told(service))

    def _pump(self, service: str, on: Engine, lane: Lane) -> _Loop:
        outlet = Outlet(on, lane, self._deliver, longest=IDLE)
        return _Loop(f"{service}-{lane}", outlet.turn, outlet.close)

    def _ticker(self, door: Door, on: Engine) -> _Loop:
        events, pace = self._consumers[door.service], Pace(0.1, IDLE)
        wound: list[bool] = []

        def turn() -> float:
            if not wound:
                clocks.wind(on, door)
                wound.append(True)
            worked = run_due(on, door, events) > 0
            if worked:
                self._told(door.service)
            return pace.after(worked)

        return _Loop(f"{door.service}-clocks", turn, lambda: None)

    def _told(self, service: str) -> None:
        """Something was committed by `service`: its outbox may hold news."""
        for pump in self._pumps[service]:
            pump.wake()

    def _deliver(self, batch: Sequence[Outgoing]) -> Collection[Outgoing]:
        """Bring the batch to all who follow it, side by side. All of it has arrived, or the first failure is raised."""
        assert self._couriers is not None
        carried = [
            self._couriers.submit(self._carry, name, bodies)
            for name, consumer in self._consumers.items()
            if (bodies := [event.body for event in batch if _is_for(event, name, consumer)])
        ]
        # All are waited for before any failure is raised: a batch must not come again while it is still being carried.
        failures = [wrong for each in carried if (wrong := each.exception()) is not None]
        if failures:
            raise failures[0]
        self._let_hear(batch)
        return batch

    def _let_hear(self, batch: Sequence[Outgoing]) -> None:
        told = [event.body for event in batch if _is_live(event, self._listened_to)]
        if self._heard is not None and told:
            self._heard(told)

    def _carry(self, service: str, bodies: list[bytes]) -> None:
        for first in range(0, len(bodies), EVENTS_AT_ONCE):
            self._consumers[service].handle(bodies[first : first + EVENTS_AT_ONCE])
        self._told(service)

    def _loops(self) -> list[_Loop]:
        return [*(pump for pumps in self._pumps.values() for pump in pumps), *self._tickers]


def _is_live(event: Outgoing, listened_to: frozenset[tuple[str, str]]) -> bool:
    """The same as the bindings of a gateway's live queue."""
    return event.lane in LANES and event.target is None and (event.producer, event.aggregate) in listened_to


def _is_for(event: Outgoing, service: str, consumer: EventDoor) -> bool:
    """The same as the bindings of the service's queues."""
    return event.target in (None, service) and (event.producer, event.aggregate) in consumer.aggregates
