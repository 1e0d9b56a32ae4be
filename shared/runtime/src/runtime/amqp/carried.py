"""A service as nameko carries it: one class, one method per door, everything else taken from the service's `Door`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from contracts.events import Lane
from runtime import clocks, parking
from runtime.amqp.clock_door import ClockDoor
from runtime.amqp.connection import uri_for
from runtime.amqp.events_door import EventsDoor
from runtime.amqp.operations_door import OperationsDoor
from runtime.doors import Door
from runtime.execute import execute
from runtime.inbox import EventDoor
from runtime.requests import OperationRequest, Reply

GIVEN_UP = "delivered again and again without an end: suspected of killing the process"


def carried(door: Door, engine: Engine, uri: str) -> type[Any]:
    """The nameko service class of `door`, with entrypoints for its operations, its events in three lanes, its clocks."""
    service, events, own = door.service, EventDoor(door, engine), uri_for(uri, door.service)

    def hear(bodies: list[bytes], given_up: list[bytes]) -> None:
        for body in given_up:
            events.give_up(body, GIVEN_UP)
        if bodies:
            events.handle(bodies)

    class Carried:
        name = service

        @OperationsDoor.decorator(own, service)
        def answer(self, requests: list[OperationRequest]) -> list[Reply]:
            return execute(door, engine, requests)

        @EventsDoor.decorator(own, service, Lane.URGENT)
        def hear_urgent(self, bodies: list[bytes], given_up: list[bytes]) -> None:
            hear(bodies, given_up)

        @EventsDoor.decorator(own, service, Lane.NORMAL)
        def hear_normal(self, bodies: list[bytes], given_up: list[bytes]) -> None:
            hear(bodies, given_up)

        @EventsDoor.decorator(own, service, Lane.BULK)
        def hear_bulk(self, bodies: list[bytes], given_up: list[bytes]) -> None:
            hear(bodies, given_up)

        @ClockDoor.decorator()
        def tick(self) -> bool:
            return clocks.tick(engine, door) + parking.retry_due(events) > 0

    return Carried
