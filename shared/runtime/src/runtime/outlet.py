"""The reading end of an outbox lane: one leader at a time, unpublished events in order, marked when they have arrived.

Never a cursor `id > last_seen`: ids become visible in the order of commits, not of numbers. A row is unpublished until
whoever `deliver`s it says that it has arrived; a process that dies in between leaves it to the next leader, and the
inbox drops what came twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from contracts.events import Lane
from runtime import telemetry
from runtime.failpoints import die_at
from runtime.pace import Pace
from runtime.time import now
from runtime.turned_away import TurnedAway

BATCH = {Lane.URGENT: 100, Lane.NORMAL: 500, Lane.BULK: 500}
PACES = {Lane.URGENT: (0.005, 0.05), Lane.NORMAL: (0.005, 0.1), Lane.BULK: (0.01, 0.25)}
FEW = 4
GATHERS = 0.05
"""Seconds that a busy lane (more than a few events in a turn, less than a batch) gathers: every consumer then has one
transaction for what would have been several. A quiet lane and the urgent one never wait for company."""
LEADER_TRY = 1.0
"""Seconds between two tries of a process that is not the leader."""

log = structlog.get_logger("runtime.outlet")

# The lanes' advisory locks: a number that nothing else in these databases uses, and one per lane.
_LOCK_SPACE = 7_355_608
_LOCKS = {Lane.URGENT: 1, Lane.NORMAL: 2, Lane.BULK: 3}

_UNHURRIED = text("SET synchronous_commit = off")
_LEAD = text("SELECT pg_try_advisory_lock(:space, :lane)")
_TAKE = text("""
    SELECT id, recorded_at, event_id, name, aggregate, target, body FROM runtime.outbox
     WHERE lane = :lane AND published_at IS NULL AND id > :above AND id <> ALL(CAST(:held AS bigint[]))
     ORDER BY id LIMIT :batch
""")
# The bounds let PostgreSQL skip the other months; never a join or a CTE here (planned while empty, it scans).
_PUBLISHED = text("""
    UPDATE runtime.outbox SET published_at = :now
     WHERE id = ANY(CAST(:ids AS bigint[])) AND recorded_at BETWEEN :first AND :last
""")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An event on its way out. `target` is one consumer, None is everybody who follows the aggregate."""

    lane: Lane
    id: int
    recorded_at: datetime
    event_id: UUID
    name: str
    aggregate: str
    target: str | None
    body: bytes

    @property
    def producer(self) -> str:
        return self.name.split(".", 1)[0]

    @property
    def routing_key(self) -> str:
        return f"{self.lane}.{self.target or 'all'}.{self.aggregate}.{self.name}"


# Mostly nothing waits in the lanes asked about, and only the index tells that without reading what waits in others: a
# scalar subquery, because EXISTS becomes a join that reads all, by no other way than the index, planned once for all months.
_BY_INDEX = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET plan_cache_mode = force_generic_plan"
_LOOK = """
    SELECT lane FROM unnest(CAST(%s AS text[])) AS asked (lane)
     WHERE (SELECT o.id FROM runtime.outbox AS o WHERE o.lane = asked.lane AND o.published_at IS NULL LIMIT 1) IS NOT NULL
"""

Deliver = Callable[[Sequence[Outgoing]], Collection[Outgoing]]
"""Brings events to their consumers and returns those that have arrived."""


_WAITING = text("""
    SELECT lane, count(*) AS waiting, extract(epoch FROM :now - min(recorded_at)) AS age
      FROM runtime.outbox WHERE published_at IS NULL GROUP BY lane
""")


class Lookout:
    """Looks into all lanes of an outbox at once, so that idle lanes need not look each for itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def lanes(self, asked: Collection[Lane]) -> set[Lane]:
        """Those of `asked` in which something waits. Raises what the database raises; the next call connects anew."""
        try:
            if self._connection is None:
                self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                self._connection.exec_driver_sql(_BY_INDEX)
            # Dozens of times a second: without SQLAlchemy's part of a statement it costs half.
            driver: Any = self._connection.connection.driver_connection
            return {Lane(lane) for (lane,) in driver.execute(_LOOK, (list(asked),))}
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def measure(session: Session) -> None:
    """Tell the metrics how many events wait in each lane, and for how long. The clock runs it every quarter of a minute."""
    found = {row.lane: row for row in session.execute(_WAITING, {"now": now()})}
    for lane in Lane:
        row = found.get(str(lane))
        telemetry.OUTBOX_WAITING.labels(session.info["service"], lane).set(row.waiting if row else 0)
        telemetry.OUTBOX_AGE.labels(session.info["service"], lane).set(row.age if row else 0)


class Outlet:
    """One lane of one service's outbox, read by whoever holds the lane's advisory lock."""

    def __init__(self, engine: Engine, lane: Lane, deliver: Deliver, *, longest: float | None = None) -> None:
        """`longest` is the pause in seconds of an idle lane, where somebody wakes the reader when there is something."""
        self.engine = engine
        self.lane = lane
        self.deliver = deliver
        self._connection: Connection | None = None
        first, usual = PACES[lane]
        self._pace = Pace(first, longest or usual)
        self._ask_again = 0.0
        self._turned_away = TurnedAway()

    def __enter__(self) -> Outlet:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def leads(self) -> bool:
        """Whether this process passes on the lane's events, as far as is known."""
        return self._connection is not None

    def turn(self) -> float:
        """Pass on one batch, if this process leads; the seconds to wait until the next turn.

        Raises what `deliver` and the database raise; the lock is given up then, so that somebody else may lead.
        """
        try:
            if not self._leads():
                return LEADER_TRY
            arrived = self._pass_on()
        except BaseException:
            self.close()
            raise
        pause = self._pace.after(worked=arrived > 0)
        return GATHERS if self.lane is not Lane.URGENT and FEW < arrived < BATCH[self.lane] else pause

    def close(self) -> None:
        """Give up the lock; the connection is dropped, because its state is not known."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _leads(self) -> bool:
        if self._connection is not None:
            return True
        if time.monotonic() < self._ask_again:
            return False
        # The lock is the session's; taking and marking are one statement each. A transaction around them would hold
        # nothing together and make three round trips of every look into an empty lane.
        connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            words = {"space": _LOCK_SPACE, "lane": _LOCKS[self.lane]}
            leads = bool(connection.execute(_LEAD, words).scalar_one())
        except BaseException:
            connection.close()
            raise
        if not leads:
            connection.close()
            self._ask_again = time.monotonic() + LEADER_TRY
            return False
        # A mark that a crash of the database forgets means that an event goes out twice, and the inbox drops the second:
        # not worth waiting for the disk.
        connection.execute(_UNHURRIED)
        self._connection = connection
        return True

    def _pass_on(self) -> int:
        """Deliver the next batch; how many events arrived."""
        assert self._connection is not None
        above, held = self._turned_away.bounds()
        words = {"lane": str(self.lane), "batch": BATCH[self.lane], "above": above, "held": held}
        batch = [Outgoing(self.lane, *row) for row in self._connection.execute(_TAKE, words)]
        arrived = self.deliver(batch) if batch else []
        if arrived:
            die_at("relay.confirmed")
        self._mark(arrived)
        away = {event.id for event in batch} - {event.id for event in arrived}
        self._turned_away.settle([event.id for event in batch], away)
        if away:
            log.warning("events turned away", lane=str(self.lane), count=len(away))
        return len(arrived)

    def _mark(self, arrived: Collection[Outgoing]) -> None:
        if not arrived:
            return
        assert self._connection is not None
        moments = [event.recorded_at for event in arrived]
        words = {"ids": [event.id for event in arrived], "first": min(moments), "last": max(moments), "now": now()}
        self._connection.execute(_PUBLISHED, words)
