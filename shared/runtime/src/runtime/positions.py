"""What to do with events, given how far their aggregate has come here: pure, so that it can be tried with any history.

Per aggregate, nothing takes effect out of order: the next event is applied, and with it what waited for it; one at or
below the position is a duplicate; one beyond the next, or behind a parked one, is parked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from runtime.envelope import Received

Key = tuple[str, UUID]


def key_of(event: Received) -> Key:
    """Whose order the event belongs to: `<producer>.<aggregate>` and the aggregate's id."""
    return f"{event.producer}.{event.aggregate}", event.aggregate_id


@dataclass(slots=True)
class Plan:
    """What becomes of the events of one aggregate.

    run         in this order, now
    park        cannot run yet and are not parked so far
    duplicates  took effect before, or lie in the parking already
    """

    run: list[Received] = field(default_factory=list)
    park: list[Received] = field(default_factory=list)
    duplicates: list[Received] = field(default_factory=list)


def plan(
    position: int, incoming: Iterable[Received], waiting: Mapping[int, Received], blocked: Collection[int]
) -> Plan:
    """Sort `incoming`, in order of arrival, of one aggregate that stands at `position`.

    `waiting` are parked events that may run when their turn comes, by number; `blocked` the numbers of those that may
    not (a retry is due later, or dead). A snapshot lifts the position to its own number, over whatever is parked below.
    """
    made = Plan()
    held = dict(waiting)
    position = _follow(made, position, held)
    for event in incoming:
        snapshot = event.kind == "snapshot"
        if event.seq <= position or (not snapshot and (event.seq in held or event.seq in blocked)):
            made.duplicates.append(event)
        elif snapshot:
            made.run.append(event)
            position = _follow(made, event.seq, held)
        else:
            held[event.seq] = event
            position = _follow(made, position, held)
    made.park = [held[seq] for seq in sorted(held) if seq > position and seq not in waiting]
    return made


def _follow(made: Plan, position: int, held: dict[int, Received]) -> int:
    """Run what follows without a gap; the position reached. Blocked numbers are never held, so they end the run."""
    while (event := held.pop(position + 1, None)) is not None:
        made.run.append(event)
        position += 1
    return position
