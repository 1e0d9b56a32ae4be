"""The outbox (发件箱): events written in the transaction of the act that they tell of.

A use case calls `emit`; the door calls `flush` once at the end of the transaction. Sequence numbers are given out by
rows of `runtime.aggregate_position_out`, locked until the commit, so per aggregate the order of commits is the order of
numbers. The relay (or the in-process bus) publishes what is committed.
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
from runtime.time import now

_KEY = "outbox"

# Ordered by key: two transactions that touch the same aggregates lock them in the same order.
_NUMBERS = text("""
    INSERT INTO runtime.aggregate_position_out AS p (aggregate, aggregate_id, seq)
    SELECT aggregate, aggregate_id, n
      FROM unnest(CAST(:aggregates AS text[]), CAST(:ids AS uuid[]), CAST(:counts AS bigint[])) AS t (aggregate, aggregate_id, n)
     ORDER BY aggregate, aggregate_id
    ON CONFLICT (aggregate, aggregate_id) DO UPDATE SET seq = p.seq + excluded.seq
    RETURNING aggregate, aggregate_id, seq
""")

_WRITE = text("""
    INSERT INTO runtime.outbox
           (recorded_at, event_id, lane, name, aggregate, aggregate_id, aggregate_seq, target, body)
    SELECT :recorded_at, t.event_id, t.lane, t.name, t.aggregate, t.aggregate_id, t.seq, t.target, t.body
      FROM unnest(CAST(:event_ids AS uuid[]), CAST(:lanes AS text[]), CAST(:names AS text[]),
                  CAST(:aggregates AS text[]), CAST(:ids AS uuid[]), CAST(:seqs AS bigint[]),
                  CAST(:targets AS text[]), CAST(:bodies AS bytea[]))
           WITH ORDINALITY AS t (event_id, lane, name, aggregate, aggregate_id, seq, target, body, n)
     ORDER BY n
""")

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


def flush(session: Session) -> int:
    """Write what was emitted since the last flush; how many. The door calls it once, right before the commit."""
    pending = session.info.pop(_KEY, None)
    if not pending:
        return 0
    _number(session, pending)
    recorded_at = now()
    session.execute(
        _WRITE,
        {
            "recorded_at": recorded_at,
            "event_ids": [p.event_id for p in pending],
            "lanes": [str(p.lane) for p in pending],
            "names": [p.event.name for p in pending],
            "aggregates": [p.event.aggregate for p in pending],
            "ids": [p.aggregate_id for p in pending],
            "seqs": [p.seq for p in pending],
            "targets": [p.target for p in pending],
            "bodies": [_body(p, recorded_at) for p in pending],
        },
    )
    return len(pending)


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


def _number(session: Session, pending: list[_Pending]) -> None:
    """Give each event the next number of its aggregate, in the order of emission."""
    counts = Counter(p.key for p in pending if p.seq is None)
    if not counts:
        return
    words = {
        "aggregates": [aggregate for aggregate, _ in counts],
        "ids": [aggregate_id for _, aggregate_id in counts],
        "counts": list(counts.values()),
    }
    following = {
        (aggregate, aggregate_id): seq - counts[aggregate, aggregate_id] + 1
        for aggregate, aggregate_id, seq in session.execute(_NUMBERS, words)
    }
    for p in pending:
        if p.seq is None:
            p.seq = following[p.key]
            following[p.key] += 1


def _body(p: _Pending, recorded_at: datetime) -> bytes:
    return orjson.dumps(
        {
            "event_id": p.event_id,
            "name": p.event.name,
            "occurred_at": p.occurred_at,
            "recorded_at": recorded_at,
            "aggregate": p.event.aggregate,
            "aggregate_id": p.aggregate_id,
            "aggregate_seq": p.seq,
            "area": p.area,
            "actor_id": p.act.actor_id,
            "correlation_id": p.act.correlation_id,
            "causation_id": p.act.causation_id,
            "traceparent": p.act.traceparent,
            "kind": p.kind,
            "data": orjson.Fragment(p.data),
        }
    )
