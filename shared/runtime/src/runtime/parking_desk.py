"""The operators' desk (暂存处置): `gongjian parking` as operations, served by every service.

A replay only makes an event due; the clock runs it, in the order of its aggregate, as it runs every other try. Whoever
looks sees neither the data of an event nor an error's words, which may quote it: for these one has to be at the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, String, select, text
from sqlalchemy.orm import Session
from sqlalchemy.types import NULLTYPE

from contracts.parking import parking_operations
from runtime import parking_control
from runtime.access import Caller
from runtime.doors import Door
from runtime.envelope import Malformed, Received, decode
from runtime.paging import page
from runtime.parking_control import SELECT_PARKED, Operator

_COLUMNS = (
    "name",
    "event_id",
    "aggregate",
    "aggregate_id",
    "aggregate_seq",
    "attempts",
    "due_at",
    "parked_at",
    "error",
    "reason",
    "awaited_id",
    "awaited_seq",
)
_PARKED = (
    text(SELECT_PARKED).columns(id=BigInteger, state=String, **dict.fromkeys(_COLUMNS, NULLTYPE)).subquery("parked")
)


def open_at(door: Door) -> None:
    """Serve the parking operations of the door's service."""
    listing, showing, replaying, skipping = parking_operations(door.service)
    door.serve(listing, list_parked)
    door.serve(showing, show_parked)
    door.serve(replaying, replay_parked)
    door.serve(skipping, skip_parked)


def list_parked(
    session: Session, caller: Caller, *, state: str | None, limit: int | None, after: str | None
) -> dict[str, Any]:
    """A page of parked events, oldest first; without a state all but those that were given up."""
    chosen = _PARKED.c.state != "skipped" if state is None else _PARKED.c.state == state
    found = page(session, select(_PARKED).where(chosen), keys=[_PARKED.c.id], limit=limit, after=after)
    return {"items": [_told(row) for row in found["items"]], "next": found["next"]}


def show_parked(session: Session, caller: Caller, *, parked_id: int) -> dict[str, Any]:
    """One of them with its envelope."""
    row = parking_control.shown(session, parked_id)._mapping
    return {**_told(row), "position": row["position"], "envelope": _envelope(bytes(row["body"]))}


def replay_parked(session: Session, caller: Caller, *, parked_id: int) -> dict[str, Any]:
    """Make it due now."""
    parking_control.replay(session, parked_id, _operator(caller), "")
    return _told(parking_control.shown(session, parked_id)._mapping)


def skip_parked(session: Session, caller: Caller, *, parked_id: int, reason: str) -> dict[str, Any]:
    """Give it up for a reason."""
    parking_control.skip(session, parked_id, _operator(caller), reason)
    return _told(parking_control.shown(session, parked_id)._mapping)


def _operator(caller: Caller) -> Operator:
    return Operator(account_id=caller.account_id, person_id=caller.person_id, acting_for=caller.acting_for)


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    awaited = {"aggregate_seq": row["awaited_seq"], "parked_id": row["awaited_id"]}
    return {
        **{name: row[name] for name in ("state", *_COLUMNS)},
        "parked_id": row["id"],
        "error": _kind_of(row["error"]),
        "waits_for": None if row["awaited_seq"] is None else awaited,
    }


def _kind_of(error: str | None) -> str | None:
    """`IntegrityError: Key (name)=(…)` → `IntegrityError`: messages of databases and schemas quote values."""
    return None if error is None else error.partition(":")[0]


def _envelope(body: bytes) -> Received | None:
    try:
        return decode(body)
    except Malformed:
        return None
