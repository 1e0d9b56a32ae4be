"""The one promise: every committed event takes effect exactly once per consumer, and per aggregate never out of order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, text


@dataclass(frozen=True)
class State:
    """What alpha has committed and what beta has made of it: ids in alpha, (id, aggregate, number) in beta."""

    told: frozenset[UUID]
    effects: tuple[tuple[UUID, UUID, int], ...]
    parked: Counter[str]
    unpublished: int

    @property
    def settled(self) -> bool:
        """Everything told has had an effect, or is dead or behind something dead; nothing is under way."""
        dead_end = self.parked["dead"] > 0
        on_its_way = self.parked["retry"] + (0 if dead_end else self.parked["waiting"])
        arrived = len({each[0] for each in self.effects}) + (
            self.parked["waiting"] + self.parked["dead"] if dead_end else 0
        )
        return self.unpublished == 0 and on_its_way == 0 and arrived >= len(self.told)


def state(alpha: Engine, beta: Engine) -> State:
    with alpha.connect() as connection:
        # Seals of the audit come by the minute, and beta does not follow them.
        facts = text("SELECT event_id FROM runtime.outbox WHERE target IS NULL AND aggregate <> 'audit_seal'")
        told = connection.execute(facts).scalars()
        ids = frozenset(told)
        waiting = text("SELECT count(*) FROM runtime.outbox WHERE published_at IS NULL")
        unpublished = connection.execute(waiting).scalar_one()
    with beta.connect() as connection:
        rows = connection.execute(text("SELECT event_id, aggregate_id, seq FROM effect ORDER BY n"))
        effects = tuple((row.event_id, row.aggregate_id, row.seq) for row in rows)
        states = connection.execute(text("SELECT state FROM runtime.parked")).scalars()
        return State(ids, effects, Counter(states), unpublished)


def broken_promises(found: State) -> list[str]:
    """What is wrong, in words; empty when the promise is kept. Events that are parked for good are not counted missing."""
    counts = Counter(event_id for event_id, _, _ in found.effects)
    faults = [f"{event_id} took effect {n} times" for event_id, n in counts.items() if n > 1]
    faults += [f"{event_id} took effect but was never told" for event_id in counts.keys() - found.told]
    missing = found.told - counts.keys()
    if len(missing) > found.parked["dead"] + found.parked["waiting"]:
        faults.append(f"{len(missing)} events never took effect")
    last: dict[UUID, int] = {}
    for _, aggregate_id, seq in found.effects:
        if seq != last.get(aggregate_id, 0) + 1:
            faults.append(f"{aggregate_id} went from {last.get(aggregate_id, 0)} to {seq}")
        last[aggregate_id] = seq
    return faults
