"""Beta's door: effects are rows appended; a row too many, or one out of order, is what the tests look for."""

from __future__ import annotations

from alpha.contract import AlarmRaisedV1, ThingDoneV1
from sqlalchemy import text
from sqlalchemy.orm import Session

from beta import mischief
from runtime.doors import Door
from runtime.inbox import Received

EFFECT = """
    CREATE TABLE effect (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL,
                         aggregate_id uuid NOT NULL, seq bigint NOT NULL, kind text NOT NULL)
"""

_APPEND = text("INSERT INTO effect (event_id, aggregate_id, seq, kind) VALUES (:event_id, :aggregate_id, :seq, :kind)")


def write_down(session: Session, events: list[Received]) -> None:
    for event in events:
        mischief.maybe(event)
    session.execute(
        _APPEND,
        [{"event_id": e.event_id, "aggregate_id": e.aggregate_id, "seq": e.seq, "kind": e.kind} for e in events],
    )


def write_down_one(session: Session, event: Received) -> None:
    write_down(session, [event])


door = Door("beta")
door.react(ThingDoneV1, write_down, batch=True)
door.react(AlarmRaisedV1, write_down_one)
