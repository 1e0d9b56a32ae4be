"""A service as nameko carries it: one class, one method per door, everything else taken from the service's `Door`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from contracts.events import Lane
from runtime import suspects
from runtime.amqp.clock_door import ClockDoor
from runtime.amqp.connection import uri_for
from runtime.amqp.events_door import EventsDoor
from runtime.amqp.operations_door import OperationsDoor
from runtime.doors import Door
from runtime.due import run_due
from runtime.execute import execute
from runtime.inbox import EventDoor
from runtime.requests import OperationRequest, Reply


def carried(door: Door, engine: Engine, uri: str) -> type[Any]:
    """The nameko service class of `door`, with entrypoints for its operations, its events in three lanes, its clocks."""
    service, events, own = door.service, EventDoor(door, engine), uri_for(uri, door.service)

    def hear(bodies: list[bytes], suspicious: bool) -> None:
        if suspicious:
            suspects.handle(events, bodies)
        else:
            events.handle(bodies)

    class Carried:
        name = service

        @OperationsDoor.decorator(own, service)
        def answer(self, requests: list[OperationRequest]) -> list[Reply]:
            return execute(door, engine, requests)

        @EventsDoor.decorator(own, service, Lane.URGENT)
        def hear_urgent(self, bodies: list[bytes], suspicious: bool) -> None:
            hear(bodies, suspicious)

        @EventsDoor.decorator(own, service, Lane.NORMAL)
        def hear_normal(self, bodies: list[bytes], suspicious: bool) -> None:
            hear(bodies, suspicious)

        @EventsDoor.decorator(own, service, Lane.BULK)
        def hear_bulk(self, bodies: list[bytes], suspicious: bool) -> None:
            hear(bodies, suspicious)

        @ClockDoor.decorator()
        def tick(self) -> bool:
            return run_due(engine, door, events) > 0

    return Carried
