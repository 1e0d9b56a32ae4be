"""The one promise: every committed event takes effect exactly once per consumer, and per aggregate never out of order.

And what it stands on: an act is done with all that belongs to it, or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, text

FIRST_ACT = 1_000_000
"""Acts asked for by clients are numbered from here on; smaller numbers are told without an act, or mean mischief."""

# Seals of the audit come by the minute, and beta does not follow them: nobody here ever takes them.
_TOLD = text("SELECT event_id FROM runtime.outbox WHERE target IS NULL AND aggregate <> 'audit_seal'")
_UNPUBLISHED = text("SELECT count(*) FROM runtime.outbox WHERE published_at IS NULL AND aggregate <> 'audit_seal'")
_MARKS = text("SELECT number FROM mark")
_TOLD_OF = text("""
    SELECT number FROM (SELECT (convert_from(body, 'UTF8')::jsonb -> 'data' ->> 'number')::integer AS number
                          FROM runtime.outbox WHERE aggregate = 'thing' AND target IS NULL) AS told
     WHERE number >= :first
""")


@dataclass(frozen=True)
class State:
    """What alpha has committed and what a consumer has made of it: ids in alpha, (id, aggregate, number) of the effects.

    `parked` counts all parked rows by their state; `stopped` are the events among them that are dead or wait behind one.
    """

    told: frozenset[UUID]
    effects: tuple[tuple[UUID, UUID, int], ...]
    parked: Counter[str]
    stopped: frozenset[UUID]
    unpublished: int

    @property
    def settled(self) -> bool:
        """Everything told has had an effect, or is dead or behind something dead; nothing is under way."""
        on_its_way = self.parked["retry"] + (0 if self.parked["dead"] else self.parked["waiting"])
        return self.unpublished == 0 and on_its_way == 0 and not self.missing()

    def missing(self) -> frozenset[UUID]:
        """Events that were told, have had no effect and are not parked for good either."""
        return self.told - {event_id for event_id, _, _ in self.effects} - self.stopped


def state(producer: Engine, consumer: Engine) -> State:
    """Reads both databases, the producer's first: an effect may be newer than what is known to be told, never older."""
    with producer.connect() as connection:
        ids = frozenset(connection.execute(_TOLD).scalars())
        unpublished = connection.execute(_UNPUBLISHED).scalar_one()
    with consumer.connect() as connection:
        rows = connection.execute(text("SELECT event_id, aggregate_id, seq FROM effect ORDER BY n"))
        effects = tuple((row.event_id, row.aggregate_id, row.seq) for row in rows)
        parked = connection.execute(text("SELECT state, event_id FROM runtime.parked")).all()
    stopped = frozenset(row.event_id for row in parked if row.event_id and row.state in ("dead", "waiting"))
    return State(ids, effects, Counter(row.state for row in parked), stopped, unpublished)


def broken_promises(found: State, committed: Collection[UUID] = ()) -> list[str]:
    """What is wrong, in words; empty when the promise is kept. Events that are parked for good are not counted missing.

    `committed` are events of which a caller knows that their transaction was committed.
    """
    counts = Counter(event_id for event_id, _, _ in found.effects)
    faults = [f"{event_id} took effect {n} times" for event_id, n in counts.items() if n > 1]
    faults += [f"{event_id} took effect but was never told" for event_id in counts.keys() - found.told]
    faults += [f"{event_id} never took effect" for event_id in found.missing()]
    faults += [f"{event_id} was committed and is gone" for event_id in set(committed) - found.told]
    last: dict[UUID, int] = {}
    for _, aggregate_id, seq in found.effects:
        if seq != last.get(aggregate_id, 0) + 1:
            faults.append(f"{aggregate_id} went from {last.get(aggregate_id, 0)} to {seq}")
        last[aggregate_id] = seq
    return faults


def half_done(alpha: Engine) -> list[str]:
    """Acts of alpha that lack a part: each has one row, one event and one stored reply, or nothing of it exists."""
    with alpha.connect() as connection:
        rows = Counter(connection.execute(_MARKS).scalars())
        events = Counter(connection.execute(_TOLD_OF, {"first": FIRST_ACT}).scalars())
        replies = connection.execute(text("SELECT count(*) FROM runtime.operation_reply")).scalar_one()
    faults = [f"act {number} was done {n} times" for number, n in rows.items() if n > 1]
    faults += [f"act {number} was told {events[number]} times" for number in rows if events[number] != 1]
    faults += [f"act {number} was told but not done" for number in events.keys() - rows.keys()]
    if replies != rows.total():
        faults.append(f"{rows.total()} acts and {replies} stored replies")
    return faults


def broken_acts(alpha: Engine, answered: Collection[int]) -> list[str]:
    """What is wrong once every client has its answer: each act answered is done, whole, once, and no other is."""
    with alpha.connect() as connection:
        done = set(connection.execute(_MARKS).scalars())
    faults = [f"act {number} was answered and not done" for number in set(answered) - done]
    faults += [f"act {number} was done and not answered" for number in done - set(answered)]
    return faults + half_done(alpha)
