"""Beta's door: effects are rows appended; a row too many, or one out of order, is what the tests look for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alpha.contract import AlarmRaisedV1, ThingDoneV1
from sqlalchemy import text
from sqlalchemy.orm import Session

from beta import contract, mischief
from runtime.access import Caller
from runtime.clocks import set_clock
from runtime.doors import Door
from runtime.inbox import Received
from runtime.time import now

EFFECT = """
    CREATE TABLE effect (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL,
                         aggregate_id uuid NOT NULL, seq bigint NOT NULL, kind text NOT NULL)
"""

REMINDER = "CREATE TABLE reminder (key text NOT NULL)"

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


def remind(session: Session, caller: Caller, *, key: str, minutes: int) -> None:
    set_clock(session, "remind", key=key, due_at=now() + timedelta(minutes=minutes))


def rung(session: Session, key: str, payload: dict[str, Any]) -> None:
    session.execute(text("INSERT INTO reminder (key) VALUES (:key)"), {"key": key})


def count_known(session: Session, caller: Caller) -> dict[str, int]:
    return {"things": session.execute(text("SELECT count(DISTINCT aggregate_id) FROM effect")).scalar_one()}


door = Door("beta")
door.react(ThingDoneV1, write_down, batch=True)
door.react(AlarmRaisedV1, write_down_one)
door.serve(contract.remind, remind)
door.serve(contract.count_known, count_known)
door.when("remind", rung)
