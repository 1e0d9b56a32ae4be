"""The stories' desk (来龙去脉): a service's part of a civic act, read from its own tables and served by every service.

What it did stands in the audit, what it said in the outbox, what it means to do in its clocks; what became of others' events in
the inbox, or in parking. Nothing is written for stories' sake but the correlation id of each event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from contracts import catalogue
from contracts.story import MOST, story_operations
from runtime import audit
from runtime.access import Caller
from runtime.audit import Actor
from runtime.doors import Door, Reaction
from runtime.envelope import decode
from runtime.parking_control import SELECT_PARKED

_ACTS = text("""
    SELECT at, act, actor_account AS account_id, target FROM runtime.audit
     WHERE correlation_id = :story ORDER BY at, id LIMIT :most
""")
_EVENTS = text("""
    SELECT event_id, name, aggregate_id, aggregate_seq, target AS consumer, recorded_at, published_at, body
      FROM runtime.outbox WHERE correlation_id = :story ORDER BY recorded_at, id LIMIT :most
""")
_CLOCKS = text("""
    SELECT name, key, due_at, attempts FROM runtime.clock
     WHERE correlation_id = :story AND every IS NULL ORDER BY due_at, name, key LIMIT :most
""")
_HANDLED = text("""
    SELECT event_id, handler, handled_at FROM runtime.inbox WHERE event_id = ANY(CAST(:ids AS uuid[])) ORDER BY handled_at
""")
_PARKED = text(SELECT_PARKED + " WHERE k.event_id = ANY(CAST(:ids AS uuid[]))")
_POSITIONS = text("""
    SELECT aggregate, aggregate_id, seq FROM runtime.aggregate_position_in
     WHERE (aggregate, aggregate_id) IN (SELECT * FROM unnest(CAST(:aggregates AS text[]), CAST(:ids AS uuid[])))
""")


@dataclass(frozen=True)
class Told:
    """An event of another service, as it is asked about."""

    event_id: UUID
    name: str
    aggregate: str
    aggregate_id: UUID
    seq: int

    @classmethod
    def read(cls, word: str) -> Told:
        """From `event_id/name/aggregate_id/aggregate_seq`. An event that this release does not know has no aggregate."""
        event_id, name, aggregate_id, seq = word.split("/")
        known = catalogue.event_named(name)
        aggregate = f"{known.producer()}.{known.aggregate}" if known is not None else ""
        return cls(UUID(event_id), name, aggregate, UUID(aggregate_id), int(seq))


def open_at(door: Door) -> None:
    """Serve the story operations of the door's service."""
    showing, listing = story_operations(door.service)

    def show_story(session: Session, caller: Caller, *, correlation_id: UUID) -> dict[str, Any]:
        look(session, caller, correlation_id)
        return part(session, correlation_id)

    def list_effects(session: Session, caller: Caller, *, told: list[str]) -> dict[str, Any]:
        return {"items": effects(session, door, [Told.read(word) for word in told])}

    door.serve(showing, show_story)
    door.serve(listing, list_effects)


def look(session: Session, watcher: Actor, correlation_id: UUID, **detail: Any) -> None:
    """Write down who looked at a story."""
    audit.record(session, watcher, act="read:story", target=correlation_id, detail=detail)


def part(session: Session, correlation_id: UUID) -> dict[str, Any]:
    """What the service did, said and still means to do: `StoryPart`."""
    words = {"story": str(correlation_id), "most": MOST + 1}
    acts, events, clocks = (list(session.execute(query, words).mappings()) for query in (_ACTS, _EVENTS, _CLOCKS))
    cut = any(len(found) > MOST for found in (acts, events, clocks))
    return {"acts": acts[:MOST], "events": [_said(row) for row in events[:MOST]], "clocks": clocks[:MOST], "cut": cut}


def _said(row: Mapping[Any, Any]) -> dict[str, Any]:
    """An event with what only its envelope says: who acted, and what it answers."""
    envelope = decode(bytes(row["body"]))
    return {**row, "account_id": envelope.actor_id, "causation_id": envelope.causation_id}


def effects(session: Session, door: Door, told: Iterable[Told]) -> list[dict[str, Any]]:
    """What became of those events that the service handles, handler by handler: `Effect`s."""
    handlers: dict[str, list[Reaction]] = {}
    for reaction in door.reactions:
        handlers.setdefault(reaction.event.name, []).append(reaction)
    awaited = [event for event in told if event.name in handlers]
    if not awaited:
        return []
    ids = {"ids": [event.event_id for event in awaited]}
    # The inbox last: what takes effect or leaves parking while the others are read is then found handled.
    positions = _positions(session, awaited)
    parked = {row.event_id: row for row in session.execute(_PARKED, ids)}
    handled: dict[UUID, list[Row[Any]]] = {}
    for row in session.execute(_HANDLED, ids):
        handled.setdefault(row.event_id, []).append(row)
    return [
        each
        for event in awaited
        for each in _became(event, handled.get(event.event_id, []), parked.get(event.event_id), positions)
    ]


def _positions(session: Session, awaited: list[Told]) -> dict[tuple[str, UUID], int]:
    words = {"aggregates": [e.aggregate for e in awaited], "ids": [e.aggregate_id for e in awaited]}
    return {(row.aggregate, row.aggregate_id): row.seq for row in session.execute(_POSITIONS, words)}


def _became(
    event: Told, handled: list[Row[Any]], parked: Row[Any] | None, positions: dict[tuple[str, UUID], int]
) -> Iterator[dict[str, Any]]:
    nothing = {"handler": None, "at": None, "parked_id": None, "parked_state": None, "attempts": 0, "due_at": None}
    if handled:
        for row in handled:
            yield nothing | {
                "event_id": event.event_id,
                "state": "done",
                "handler": row.handler,
                "at": row.handled_at,
            }
    elif parked is not None:
        yield nothing | {
            "event_id": event.event_id,
            "state": "parked",
            "at": parked.parked_at,
            "parked_id": parked.id,
            "parked_state": parked.state,
            "attempts": parked.attempts,
            "due_at": parked.due_at,
        }
    else:
        passed = positions.get((event.aggregate, event.aggregate_id), 0) >= event.seq
        yield nothing | {"event_id": event.event_id, "state": "overtaken" if passed else "waiting"}
