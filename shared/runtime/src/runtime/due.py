"""What is due: clocks and parked events of a service. One look several times a second nearly always says: nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from runtime import clocks, suspects
from runtime.doors import Door
from runtime.inbox import EventDoor
from runtime.time import now

_LOOK = """
    SELECT EXISTS (SELECT FROM runtime.clock WHERE due_at <= %(now)s AND name = ANY(CAST(%(names)s AS text[]))),
           EXISTS (SELECT FROM runtime.parked WHERE state = 'retry' AND due_at <= %(now)s)
"""


def run_due(engine: Engine, door: Door, events: EventDoor) -> int:
    """Run what is due; how many clocks and aggregates were taken up. Raises what the database raises."""
    clock, parked = _look(engine, clocks.names_of(door))
    return (clocks.tick(engine, door) if clock else 0) + (suspects.retry_due(events) if parked else 0)


def _look(engine: Engine, names: list[str]) -> tuple[bool, bool]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Without SQLAlchemy's part of a statement, which would be the larger one.
        driver: Any = connection.connection.driver_connection
        clock, parked = driver.execute(_LOOK, {"now": now(), "names": names}).fetchone()
        return clock, parked
