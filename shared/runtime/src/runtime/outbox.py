"""The outbox (发件箱): events written in the transaction of the act that they tell of.

A use case calls `emit`; events are written at the end of the transaction, all at once (`runtime.closing`). Sequence
numbers are given out by rows of `runtime.aggregate_position_out`, locked until the commit, so per aggregate the order of
commits is the order of numbers. The relay (or the in-process bus) publishes what is committed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from contracts.events import Event, Lane
from kernel.ids import uuid7
from runtime.act import Act, Kind, act_of
from runtime.envelope import dumped
from runtime.held import Held
from runtime.time import now

_KEY = "outbox"

# `later` is how many events of the same aggregate come after this one in the same transaction; a snapshot has its number.
# Numbers are given out in the order of keys: two transactions that touch the same aggregates lock them in one order.
_WRITE = """
    told AS (
        SELECT *
          FROM json_to_recordset(CAST(%(events)s AS json))
               AS t (n integer, recorded_at timestamptz, event_id uuid, lane text, name text, aggregate text,
                     aggregate_id uuid, later integer, seq bigint, target text, correlation_id text, body json)
    ), numbers AS (
        INSERT INTO runtime.aggregate_position_out AS p (aggregate, aggregate_id, seq)
        SELECT aggregate, aggregate_id, count(*) FROM told WHERE seq IS NULL GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (aggregate, aggregate_id) DO UPDATE SET seq = p.seq + excluded.seq
        RETURNING aggregate, aggregate_id, seq
    ), written AS (
        INSERT INTO runtime.outbox
               (recorded_at, event_id, lane, name, aggregate, aggregate_id, aggregate_seq, target, correlation_id, body)
        SELECT t.recorded_at, t.event_id, t.lane, t.name, t.aggregate, t.aggregate_id, s.seq, t.target, t.correlation_id,
               convert_to('{"aggregate_seq":' || s.seq || ',' || substr(CAST(t.body AS text), 2), 'UTF8')
          FROM told AS t LEFT JOIN numbers AS p ON p.aggregate = t.aggregate AND p.aggregate_id = t.aggregate_id,
               LATERAL (SELECT coalesce(t.seq, p.seq - t.later) AS seq) AS s
         ORDER BY t.n
    )
"""

# The lock keeps the number and the state that the snapshot was read from together.
_NUMBER_NOW = text("""
    SELECT seq FROM runtime.aggregate_position_out
     WHERE aggregate = :aggregate AND aggregate_id = :aggregate_id FOR UPDATE
""")


@dataclass(slots=True)
class _Pending:
    """An event that waits for the end of its transaction. `seq` is set only for snapshots, which take no new number."""

    event: type[Event]
    event_id: UUID
    aggregate_id: UUID
    area: UUID | None
    occurred_at: datetime
    data: bytes
    act: Act
    kind: Kind
    seq: int | None = None
    target: str | None = None

    @property
    def key(self) -> tuple[str, UUID]:
        return self.event.aggregate, self.aggregate_id

    @property
    def lane(self) -> Lane:
        return Lane.BULK if self.kind in ("import", "snapshot") else self.event.lane


def emit(
    session: Session,
    event: type[Event],
    *,
    aggregate_id: UUID,
    area: UUID | None = None,
    occurred_at: datetime | None = None,
    **data: Any,
) -> UUID:
    """Tell the other services of a fact; it is written with the state it tells of, or not at all. Returns the event's id.

    `area` is where it happened (figures are counted by it); `occurred_at` is timezone-aware and defaults to now.
    Raises `marshmallow.ValidationError` or TypeError for data that the event does not declare: here, where the fault is,
    not at the end of a transaction that carries others as well.
    """
    if not isinstance(aggregate_id, UUID) or not isinstance(area, UUID | None):
        raise TypeError(f"{event.name}: aggregate_id and area are UUIDs")
    act = act_of(session)
    kind: Kind = "import" if act.kind == "import" else "live"
    pending = _Pending(event, uuid7(), aggregate_id, area, _aware(occurred_at), dumped(event, data), act, kind)
    _buffer(session).append(pending)
    return pending.event_id


def emit_snapshot(
    session: Session,
    event: type[Event],
    *,
    aggregate_id: UUID,
    target: str,
    area: UUID | None = None,
    **data: Any,
) -> UUID | None:
    """Tell one new consumer (`target`) the state as of now, under the last number that its aggregate was given.

    None where the aggregate never told anything: the consumer will hear of it from its first event on.
    """
    words = {"aggregate": event.aggregate, "aggregate_id": aggregate_id}
    seq = session.execute(_NUMBER_NOW, words).scalar_one_or_none()
    if seq is None:
        return None
    body, act = dumped(event, data), act_of(session)
    pending = _Pending(event, uuid7(), aggregate_id, area, now(), body, act, "snapshot", seq, target)
    _buffer(session).append(pending)
    return pending.event_id


def mark(session: Session) -> int:
    """Where the buffer stands now; `rewind` to it when the savepoint taken with it is rolled back."""
    return len(_buffer(session))


def rewind(session: Session, to: int) -> None:
    """Forget what was emitted since `mark`."""
    del _buffer(session)[to:]


def _buffer(session: Session) -> list[_Pending]:
    return session.info.setdefault(_KEY, [])


def _aware(moment: datetime | None) -> datetime:
    if moment is None:
        return now()
    if moment.tzinfo is None:
        raise TypeError("occurred_at has no timezone")
    return moment


def _rows(session: Session) -> list[dict[str, Any]]:
    """What was emitted, in the order of emission."""
    pending: list[_Pending] = session.info.pop(_KEY, [])
    recorded_at, after = now(), Counter[tuple[str, UUID]]()
    rows: list[dict[str, Any]] = []
    for n, p in reversed(list(enumerate(pending))):
        rows.append(
            {
                "n": n,
                "recorded_at": recorded_at,
                "event_id": p.event_id,
                "lane": str(p.lane),
                "name": p.event.name,
                "aggregate": p.event.aggregate,
                "aggregate_id": p.aggregate_id,
                "later": after[p.key],
                "seq": p.seq,
                "target": p.target,
                "correlation_id": p.act.correlation_id,
                "body": _body(p, recorded_at),
            }
        )
        if p.seq is None:
            after[p.key] += 1
    return rows


def _body(p: _Pending, recorded_at: datetime) -> dict[str, Any]:
    """The envelope but for its number, which the database gives."""
    return {
        "event_id": p.event_id,
        "name": p.event.name,
        "occurred_at": p.occurred_at,
        "recorded_at": recorded_at,
        "aggregate": p.event.aggregate,
        "aggregate_id": p.aggregate_id,
        "area": p.area,
        "actor_id": None if p.event.unsigned else p.act.actor_id,
        "correlation_id": p.act.correlation_id,
        "causation_id": p.act.causation_id,
        "traceparent": p.act.traceparent,
        "kind": p.kind,
        "data": orjson.Fragment(p.data),
    }


HELD = Held("events", _WRITE, _rows)
