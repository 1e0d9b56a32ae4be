"""Parking (暂存): events that could not take effect yet, as rows.

A failed event is due again after a while (urgent 0.2, 1, 5 s; others 5 s, 30 s, 5 min, 30 min), by the clock; after the
last wait, or at once if it can never be read, it is dead and an operator decides. Later events of its aggregate wait
behind it, as early ones wait for their predecessor; those of other aggregates flow on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from runtime.envelope import Received, decode
from runtime.positions import Key, key_of
from runtime.settings import settings
from runtime.time import now

WINDOW = 200
"""So many waiting events of an aggregate are looked at in one transaction."""

RETRIES = 100
"""So many aggregates with a due event are taken up at a time."""

# Sent right after the statement that locks the positions, together with it. The position is looked up for each that waits:
# a join, planned while the table was small, would read all of it for ever after.
OF = """
    SELECT k.id, k.aggregate, k.aggregate_id, k.aggregate_seq, k.state, k.attempts,
           CASE WHEN k.state = 'waiting' OR k.state = 'retry' AND k.due_at <= %(now)s THEN k.body END AS body
      FROM json_to_recordset(CAST(%(keys)s AS json)) AS t (aggregate text, aggregate_id uuid)
      JOIN runtime.parked AS k ON k.aggregate_id = t.aggregate_id AND k.aggregate = t.aggregate
     WHERE k.state <> 'skipped'
       AND (k.state <> 'waiting'
            OR k.aggregate_seq <= %(window)s + (SELECT p.seq FROM runtime.aggregate_position_in AS p
                                                 WHERE p.aggregate = k.aggregate AND p.aggregate_id = k.aggregate_id))
     ORDER BY k.aggregate_seq
"""

_REMOVE = text("DELETE FROM runtime.parked WHERE id = ANY(CAST(:ids AS bigint[]))")

_OVERTAKEN = text("""
    DELETE FROM runtime.parked AS k
     USING unnest(CAST(:aggregates AS text[]), CAST(:ids AS uuid[]), CAST(:seqs AS bigint[]))
           AS t (aggregate, aggregate_id, seq)
     WHERE k.aggregate_id = t.aggregate_id AND k.aggregate = t.aggregate AND k.aggregate_seq <= t.seq
       AND k.state <> 'skipped'
""")

_PARK = text("""
    INSERT INTO runtime.parked (state, event_id, name, aggregate, aggregate_id, aggregate_seq, body, parked_at)
    SELECT 'waiting', t.*, :now
      FROM unnest(CAST(:event_ids AS uuid[]), CAST(:names AS text[]), CAST(:aggregates AS text[]),
                  CAST(:ids AS uuid[]), CAST(:seqs AS bigint[]), CAST(:bodies AS bytea[])) AS t
    ON CONFLICT DO NOTHING
""")

_PARK_FAILED = text("""
    INSERT INTO runtime.parked (state, event_id, name, aggregate, aggregate_id, aggregate_seq, body,
                                error, trace, attempts, due_at, parked_at)
    VALUES (:state, :event_id, :name, :aggregate, :aggregate_id, :seq, :body, :error, :trace, :attempts, :due_at, :now)
    ON CONFLICT (aggregate_id, aggregate, aggregate_seq) WHERE state <> 'skipped'
    DO UPDATE SET state = excluded.state, event_id = excluded.event_id, name = excluded.name, body = excluded.body,
                  error = excluded.error, trace = excluded.trace, attempts = excluded.attempts, due_at = excluded.due_at
""")

_PARK_UNREADABLE = text("""
    INSERT INTO runtime.parked (state, body, error, attempts, parked_at) VALUES ('dead', :body, :error, 1, :now)
    ON CONFLICT DO NOTHING
""")

_FREE = text("""
    UPDATE runtime.parked AS k SET state = 'retry', due_at = :now
      FROM unnest(CAST(:aggregates AS text[]), CAST(:ids AS uuid[]), CAST(:seqs AS bigint[]))
           AS t (aggregate, aggregate_id, seq)
     WHERE k.aggregate_id = t.aggregate_id AND k.aggregate = t.aggregate AND k.aggregate_seq = t.seq + 1
       AND k.state = 'waiting'
""")

_DUE = text("""
    SELECT DISTINCT ON (aggregate, aggregate_id) aggregate, aggregate_id, body
      FROM (SELECT aggregate, aggregate_id, aggregate_seq, body FROM runtime.parked
             WHERE state = 'retry' AND due_at <= :now ORDER BY due_at LIMIT :retries) AS first
     ORDER BY aggregate, aggregate_id, aggregate_seq
""")


@dataclass(slots=True)
class Failure:
    """An event whose handler failed. `final`: no later try can end otherwise (its data has the wrong shape)."""

    event: Received
    error: str
    trace: str
    urgent: bool
    final: bool


@dataclass(slots=True)
class Unreadable:
    """A message that is no event at all."""

    body: bytes
    error: str


@dataclass(slots=True)
class Parked:
    """What is parked of some aggregates: `due` runs again now, `waiting` when its turn comes, `blocked` not now.

    `crowded` are aggregates of which more wait than were looked at.
    """

    due: dict[Key, list[Received]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[Key, dict[int, Received]] = field(default_factory=lambda: defaultdict(dict))
    blocked: dict[Key, set[int]] = field(default_factory=lambda: defaultdict(set))
    crowded: list[Key] = field(default_factory=list)
    rows: dict[tuple[Key, int], tuple[int, int]] = field(default_factory=dict)

    def attempts(self, event: Received) -> int:
        """How often the event was tried before; 0 if it is not parked."""
        return self.rows.get((key_of(event), event.seq), (0, 0))[1]

    def stay_behind(self, *, due: int) -> None:
        """Let nothing of this run now but so many due events of each aggregate, the first ones."""
        for key, events in self.due.items():
            self.blocked[key].update(event.seq for event in events[due:])
            del events[due:]
        for key, held in self.waiting.items():
            self.blocked[key].update(held)
        self.waiting.clear()
        self.crowded.clear()


def limits() -> dict[str, Any]:
    """What `OF` wants to know besides its keys."""
    return {"now": now(), "window": WINDOW}


def found(rows: Iterable[tuple[Any, ...]], positions: Mapping[Key, int]) -> Parked:
    """What the rows of `OF` say, given the aggregates' positions."""
    parked = Parked()
    for id_, aggregate, aggregate_id, seq, state, attempts, body in rows:
        key = aggregate, aggregate_id
        parked.rows[key, seq] = id_, attempts
        if body is None:
            parked.blocked[key].add(seq)
        elif state == "waiting":
            parked.waiting[key][seq] = decode(body)
        else:
            parked.due[key].append(decode(body))
    # Where the last place of the window is empty there is a gap, and nothing beyond it can have its turn yet.
    parked.crowded = [key for key, seq in positions.items() if seq + WINDOW in parked.waiting.get(key, ())]
    return parked


def settle(session: Session, parked: Parked, positions: Mapping[Key, int], reached: Mapping[Key, int]) -> None:
    """Remove what took effect, came twice, or was made superfluous by a snapshot: all up to where the aggregates stand.

    `positions` is where they stood before.
    """
    done = [row for (key, seq), (row, _) in parked.rows.items() if seq <= reached.get(key, 0)]
    if done:
        session.execute(_REMOVE, {"ids": done})
    beyond = {key: seq for key, seq in reached.items() if seq > positions[key] + WINDOW}
    if beyond:
        session.execute(_OVERTAKEN, {**_columns(beyond), "seqs": list(beyond.values())})


def park(session: Session, events: list[Received]) -> None:
    """Keep events that are early or behind a parked one; those that lie here already stay as they are."""
    if not events:
        return
    keys = [key_of(event) for event in events]
    words = {
        **_columns(keys),
        "event_ids": [event.event_id for event in events],
        "names": [event.name for event in events],
        "seqs": [event.seq for event in events],
        "bodies": [event.body for event in events],
        "now": now(),
    }
    session.execute(_PARK, words)


def park_failures(session: Session, failures: list[Failure], parked: Parked) -> None:
    """Keep events whose handler failed, due again or, after the last wait, dead."""
    if failures:
        session.execute(_PARK_FAILED, [_failed_row(one, parked.attempts(one.event) + 1) for one in failures])


def park_unreadable(session: Session, messages: list[Unreadable]) -> None:
    """Keep messages that are no events; dead, and in nobody's way."""
    if messages:
        moment = now()
        session.execute(_PARK_UNREADABLE, [{"body": m.body, "error": m.error, "now": moment} for m in messages])


def free(session: Session, reached: Mapping[Key, int]) -> None:
    """Make due by itself what waits right behind where the aggregates stand now."""
    if reached:
        session.execute(_FREE, {**_columns(reached), "seqs": list(reached.values()), "now": now()})


def due(engine: Engine) -> dict[Key, bytes]:
    """The aggregates with a parked event whose time has come, and the body of each one's first."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        rows = connection.execute(_DUE, {"now": now(), "retries": RETRIES})
        return {(row.aggregate, row.aggregate_id): bytes(row.body) for row in rows}


def _columns(keys: Iterable[Key]) -> dict[str, list[Any]]:
    pairs = list(keys)
    return {"aggregates": [aggregate for aggregate, _ in pairs], "ids": [one for _, one in pairs]}


def _failed_row(failure: Failure, attempts: int) -> dict[str, Any]:
    event, moment = failure.event, now()
    delays = settings.parking_delays(urgent=failure.urgent)
    again = not failure.final and attempts <= len(delays)
    aggregate, aggregate_id = key_of(event)
    return {
        "state": "retry" if again else "dead",
        "event_id": event.event_id,
        "name": event.name,
        "aggregate": aggregate,
        "aggregate_id": aggregate_id,
        "seq": event.seq,
        "body": event.body,
        "error": failure.error.replace("\x00", ""),
        "trace": failure.trace.replace("\x00", ""),
        "attempts": attempts,
        "due_at": moment + delays[attempts - 1] if again else None,
        "now": moment,
    }
