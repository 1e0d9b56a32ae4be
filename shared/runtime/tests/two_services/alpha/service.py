"""Alpha's door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from alpha import contract
from runtime.access import Caller
from runtime.doors import Door
from runtime.outbox import emit

MARK = """
    CREATE TABLE mark (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, thing_id uuid NOT NULL, number integer NOT NULL)
"""


def do_thing(session: Session, caller: Caller, *, thing_id: UUID, number: int) -> dict[str, Any]:
    emit(session, contract.ThingDoneV1, aggregate_id=thing_id, number=number)
    return {"thing_id": thing_id, "number": number}


def mark_thing(session: Session, caller: Caller, *, thing_id: UUID, number: int, takes: float) -> dict[str, Any]:
    if takes:
        session.execute(text("SELECT pg_sleep(:takes)"), {"takes": takes})
    session.execute(
        text("INSERT INTO mark (thing_id, number) VALUES (:thing_id, :number)"),
        {"thing_id": thing_id, "number": number},
    )
    emit(session, contract.ThingDoneV1, aggregate_id=thing_id, number=number)
    return {"thing_id": thing_id, "number": number}


def wait_long(session: Session, caller: Caller, *, thing_id: UUID) -> dict[str, Any]:
    session.execute(text("SELECT pg_sleep(0.5)"))
    return {"thing_id": thing_id, "number": 0}


door = Door("alpha")
door.serve(contract.do_thing, do_thing)
door.serve(contract.mark_thing, mark_thing)
door.serve(contract.wait_long, wait_long)
