"""The inbox (收件箱): events of other services take effect here, each once and per aggregate in order.

`EventDoor.handle` takes a batch through one transaction: positions locked, duplicates dropped, what is early or behind a
parked event parked, the rest given to its handlers, set by set. If that fails, all is rolled back and each event runs
again in a savepoint of its own; those that fail are parked, the others take effect. When `handle` returns, everything
is committed and the messages may be acknowledged.
"""

from __future__ import annotations

import hashlib
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from contracts import catalogue
from contracts.events import Lane
from runtime import arrival, parking, telemetry
from runtime.act import Act, acting
from runtime.database import transaction
from runtime.database_errors import is_environment
from runtime.envelope import Malformed, Received, decode, load
from runtime.positions import Key, Plan, key_of, plan
from runtime.savepoint import savepoint
from runtime.time import now

if TYPE_CHECKING:
    from runtime.doors import Door, Reaction

__all__ = ["EventDoor", "Received", "act_for", "aggregates_of"]


log = structlog.get_logger("runtime.inbox")

_CLAIM = text("""
    INSERT INTO runtime.inbox (handler, event_id, handled_at)
    SELECT handler, event_id, :now
      FROM unnest(CAST(:handlers AS text[]), CAST(:event_ids AS uuid[])) AS t (handler, event_id)
     ORDER BY event_id, handler
    ON CONFLICT DO NOTHING
    RETURNING handler, event_id
""")


@dataclass(slots=True)
class _Set:
    """Events that the same handlers take together, in order."""

    reactions: tuple[Reaction, ...]
    history: bool
    events: list[Received] = field(default_factory=list)


@dataclass(slots=True)
class _Outcome:
    """What became of the events that were run."""

    applied: list[Received] = field(default_factory=list)
    failed: list[parking.Failure] = field(default_factory=list)
    behind: list[Received] = field(default_factory=list)

    def apply(self, event: Received) -> None:
        """It took effect; if it is a snapshot, in place of those of its aggregate that failed before it."""
        self.applied.append(event)
        if event.kind == "snapshot":
            key = key_of(event)
            self.failed = [failure for failure in self.failed if key_of(failure.event) != key]
            self.behind = [each for each in self.behind if key_of(each) != key]


_Run = Callable[[Session, list[Received]], _Outcome]
"""A way of running events: all together, or one by one."""


def aggregates_of(door: Door) -> frozenset[tuple[str, str]]:
    """What a service follows, as pairs of producer and aggregate: it hears every event of these, handled or not."""
    return frozenset((reaction.event.producer(), reaction.event.aggregate) for reaction in door.reactions)


def act_for(event: Received) -> Act:
    """The act of answering `event`. A set-based handler that emits does so within `acting(session, act_for(event))`."""
    return Act(
        actor_id=event.actor_id,
        correlation_id=event.correlation_id,
        causation_id=event.event_id,
        traceparent=event.traceparent,
        kind="import" if event.kind == "import" else "live",
    )


class EventDoor:
    """Where events enter a service. Safe to use from several threads, greenlets and replicas at once."""

    def __init__(self, door: Door, engine: Engine) -> None:
        self.service = door.service
        self.engine = engine
        self.aggregates = aggregates_of(door)
        self._passed_by: set[str] = set()
        self._reactions: dict[str, tuple[Reaction, ...]] = {}
        for reaction in door.reactions:
            name = reaction.event.name
            self._reactions[name] = (*self._reactions.get(name, ()), reaction)

    def handle(self, bodies: Sequence[bytes], *, company: bool = True) -> None:
        """Bring a batch into effect, exactly once; parks what cannot be.

        What waited in the parking for one of them follows it at once, or, without `company`, becomes due by itself.
        Raises only what is the environment's (`is_environment`: the database is gone, a deadlock): nothing of the batch
        is committed then, and the caller tries again later.
        """
        events, unreadable = _decoded(bodies)
        followed = [event for event in events if (event.producer, event.aggregate) in self.aggregates]
        if len(followed) < len(events):
            log.warning(
                "events of aggregates that nobody follows", service=self.service, count=len(events) - len(followed)
            )
        if followed or unreadable:
            self._work([key_of(event) for event in followed], followed, unreadable, company)

    def give_up(self, body: bytes, reason: str) -> None:
        """Park a message as dead without trying it: it is suspected of killing the process. Raises like `handle`."""
        events, unreadable = _decoded([body])
        with transaction(self.engine) as session:
            positions, parked = arrival.lock(session, [key_of(event) for event in events])
            # It alone, whatever else of its aggregate is due or missing: what follows it waits behind it.
            refused = [self._failure(event, reason, "", final=True) for event in _ahead(events, positions)]
            parking.park_failures(session, refused, parked)
            parking.park_unreadable(session, unreadable)
        self._count(_Outcome(failed=refused))

    def resume(self, keys: Iterable[Key], *, company: bool = True) -> None:
        """Bring into effect what is parked of these aggregates and may run now; without `company` of each only the first
        that is due. Raises like `handle`."""
        # What failed once is likely to fail again: one by one from the start, so that a try is one try.
        self._go_on(*self._attempt(_distinct(keys), [], [], self._run_singly, company), company)

    def _work(
        self, keys: Iterable[Key], incoming: list[Received], unreadable: list[parking.Unreadable], company: bool
    ) -> None:
        distinct = _distinct(keys)
        try:
            rest = self._attempt(distinct, incoming, unreadable, self._run_together, company)
        except Exception as wrong:
            if is_environment(wrong):
                raise
            log.info("batch runs one by one", service=self.service, size=len(incoming), error=type(wrong).__name__)
            rest = self._attempt(distinct, incoming, unreadable, self._run_singly, company)
        self._go_on(*rest, company)

    def _go_on(self, crowded: list[Key], again: list[Received], company: bool) -> None:
        if crowded or again:
            self._work([*crowded, *map(key_of, again)], again, [], company)

    def _attempt(
        self,
        keys: list[Key],
        incoming: list[Received],
        unreadable: list[parking.Unreadable],
        run: _Run,
        company: bool,
    ) -> tuple[list[Key], list[Received]]:
        """One transaction; what it leaves to be done: aggregates of which so many wait that only the first of them were
        looked at, and events that a snapshot would have made superfluous, had it not failed."""
        with transaction(self.engine) as session:
            positions, parked = arrival.lock(session, keys)
            if not company:
                parked.stay_behind(due=0 if incoming else 1)
            plans = _plans(positions, incoming, parked)
            runs = _in_order_of_arrival(incoming, plans)
            outcome = run(session, runs)
            reached = {key_of(event): event.seq for event in outcome.applied}
            arrival.advance(session, reached)
            parking.settle(session, parked, positions, reached)
            parking.park_failures(session, outcome.failed, parked)
            parking.park(session, outcome.behind + [event for made in plans.values() for event in made.park])
            parking.park_unreadable(session, unreadable)
            if not company:
                parking.free(session, reached)
        self._count(outcome)
        return [key for key in parked.crowded if key in reached], _not_overtaken(incoming, outcome, reached)

    def _count(self, outcome: _Outcome) -> None:
        for name, count in Counter(event.name for event in outcome.applied).items():
            telemetry.EVENTS.labels(self.service, name).inc(count)
        for failure in outcome.failed:
            telemetry.PARKED.labels(self.service, "dead" if failure.final else "retry").inc()

    def _run_together(self, session: Session, runs: list[Received]) -> _Outcome:
        # A single event gains nothing by the set; in its savepoint a failing handler runs once, not twice.
        if len(runs) == 1:
            return self._run_singly(session, runs)
        self._apply(session, runs)
        return _Outcome(applied=runs)

    def _apply(self, session: Session, runs: list[Received]) -> None:
        """Give the events to their handlers, set by set."""
        sets = self._sets(runs)
        fresh = _claim(session, sets)
        for one in sets:
            for event in one.events:
                self._load(event)
            for reaction in one.reactions:
                _react(session, reaction, _unhandled(reaction, one.events, fresh))
        session.flush()

    def _run_singly(self, session: Session, runs: list[Received]) -> _Outcome:
        # A deferred constraint must speak inside the savepoint of the event that breaks it, not at the commit.
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        outcome, stopped = _Outcome(), set[Key]()
        for event in runs:
            # A snapshot lifts its aggregate over whatever is parked below it.
            if key_of(event) in stopped and event.kind != "snapshot":
                outcome.behind.append(event)
                continue
            failure = self._try(session, event)
            if failure is None:
                outcome.apply(event)
                stopped.discard(key_of(event))
            else:
                stopped.add(key_of(event))
                outcome.failed.append(failure)
        return outcome

    def _try(self, session: Session, event: Received) -> parking.Failure | None:
        """Run one event in a savepoint; what went wrong, or None."""
        try:
            with savepoint(session):
                self._apply(session, [event])
        except Exception as wrong:
            if is_environment(wrong):
                raise
            told = {"event_id": str(event.event_id), "event_name": event.name, "error": type(wrong).__name__}
            log.warning("event could not take effect", service=self.service, **told)
            final = isinstance(wrong, Malformed)
            return self._failure(event, f"{type(wrong).__name__}: {wrong}", traceback.format_exc(), final=final)
        return None

    def _failure(self, event: Received, error: str, trace: str, *, final: bool) -> parking.Failure:
        reactions = self._reactions.get(event.name, ())
        urgent = any(reaction.event.lane is Lane.URGENT for reaction in reactions)
        return parking.Failure(event, error, trace, urgent, final)

    def _sets(self, runs: list[Received]) -> list[_Set]:
        """Gather events of the same handlers, never moving one before an earlier one of its aggregate."""
        sets: list[_Set] = []
        last: dict[Key, int] = {}
        for event in runs:
            reactions = self._reactions.get(event.name)
            if not reactions:
                self._pass_by(event)
                continue
            key, history = key_of(event), event.kind == "import"
            at = last.get(key, 0)
            while at < len(sets) and (sets[at].reactions, sets[at].history) != (reactions, history):
                at += 1
            if at == len(sets):
                sets.append(_Set(reactions, history))
            sets[at].events.append(event)
            last[key] = at
        return sets

    def _pass_by(self, event: Received) -> None:
        """Nobody here handles it. A name that this release does not know comes of a newer producer; told once."""
        if event.name not in self._passed_by and catalogue.event_named(event.name) is None:
            log.info("event of an unknown name", service=self.service, event_name=event.name)
        self._passed_by.add(event.name)

    def _load(self, event: Received) -> None:
        load(self._reactions[event.name][0].event, event)


def _distinct(keys: Iterable[Key]) -> list[Key]:
    return sorted(set(keys), key=lambda key: (key[0], str(key[1])))


def _decoded(bodies: Sequence[bytes]) -> tuple[list[Received], list[parking.Unreadable]]:
    events: list[Received] = []
    unreadable: list[parking.Unreadable] = []
    for body in bodies:
        try:
            events.append(decode(body))
        except Malformed as wrong:
            log.warning("parked a message that is no event", sha256=hashlib.sha256(body).hexdigest())
            unreadable.append(parking.Unreadable(bytes(body), str(wrong)))
    return events, unreadable


def _plans(positions: dict[Key, int], incoming: list[Received], parked: parking.Parked) -> dict[Key, Plan]:
    arrived: dict[Key, list[Received]] = {key: list(parked.due.get(key, ())) for key in positions}
    for event in incoming:
        arrived[key_of(event)].append(event)
    return {
        key: plan(position, arrived[key], parked.waiting.get(key, {}), parked.blocked.get(key, frozenset()))
        for key, position in positions.items()
    }


def _in_order_of_arrival(incoming: list[Received], plans: dict[Key, Plan]) -> list[Received]:
    """The events of all plans, interleaved as they came, each followed by what waited for it."""
    rest = {key: iter(made.run) for key, made in plans.items()}
    running = {id(event) for made in plans.values() for event in made.run}
    ordered: list[Received] = []
    for event in incoming:
        if id(event) in running:
            for each in rest[key_of(event)]:
                ordered.append(each)
                if each is event:
                    break
    for remaining in rest.values():
        ordered.extend(remaining)
    return ordered


def _claim(session: Session, sets: list[_Set]) -> set[tuple[str, object]]:
    """Write down which handler takes which event; the pairs that were not written down before."""
    pairs = [(reaction.name, event.event_id) for one in sets for reaction in one.reactions for event in one.events]
    if not pairs:
        return set()
    words = {"handlers": [name for name, _ in pairs], "event_ids": [one for _, one in pairs], "now": now()}
    return {(name, one) for name, one in session.execute(_CLAIM, words)}


def _unhandled(reaction: Reaction, events: list[Received], fresh: set[tuple[str, object]]) -> list[Received]:
    return [event for event in events if (reaction.name, event.event_id) in fresh]


def _react(session: Session, reaction: Reaction, events: list[Received]) -> None:
    if not events:
        return
    if not reaction.batch:
        for event in events:
            with acting(session, act_for(event)):
                reaction.handler(session, event)
        return
    # One event has one cause; a set has many, and only its being history or not is common to all.
    act = act_for(events[0]) if len(events) == 1 else Act(kind=act_for(events[0]).kind)
    with acting(session, act):
        reaction.handler(session, events)


def _ahead(events: list[Received], positions: dict[Key, int]) -> list[Received]:
    """Those that have not taken effect, nor been made superfluous."""
    return [event for event in events if event.seq > positions[key_of(event)]]


def _not_overtaken(incoming: list[Received], outcome: _Outcome, reached: dict[Key, int]) -> list[Received]:
    """The other events of aggregates whose snapshot failed, as far as they are still ahead: planned as superfluous."""
    snapshots = {key_of(failure.event) for failure in outcome.failed if failure.event.kind == "snapshot"}
    if not snapshots:
        return []
    ahead = [event for event in incoming if key_of(event) in snapshots and event.seq > reached.get(key_of(event), 0)]
    failed = {id(failure.event) for failure in outcome.failed}
    return [event for event in ahead if id(event) not in failed]
