"""Clocks (时钟): what has to happen at a time, as rows. They survive restarts and run once among replicas.

A use case sets a clock; `when(name, handler)` in the service's table of contents says what it does. Recurring jobs
(`every`) are rows as well. A clock that fails comes again, later each time; it is never lost and never given up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from sqlalchemy import Engine, Row, text
from sqlalchemy.orm import Session

from runtime.act import Act, act_of, acting
from runtime.database import transaction
from runtime.database_errors import is_environment
from runtime.savepoint import savepoint
from runtime.time import now

if TYPE_CHECKING:
    from runtime.doors import Door, Job

BATCH = 100
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=10)

log = structlog.get_logger("runtime.clocks")

_SET = text("""
    INSERT INTO runtime.clock (name, key, due_at, payload, correlation_id)
    VALUES (:name, :key, :due_at, CAST(:payload AS jsonb), :correlation_id)
    ON CONFLICT (name, key) DO UPDATE
       SET due_at = excluded.due_at, payload = excluded.payload, correlation_id = excluded.correlation_id,
           attempts = 0, last_error = NULL
""")
_CANCEL = text("DELETE FROM runtime.clock WHERE name = :name AND key = :key RETURNING name")
_TAKE = text("""
    SELECT name, key, due_at, every, payload, correlation_id, attempts FROM runtime.clock
     WHERE due_at <= :now AND name = ANY(CAST(:names AS text[]))
     ORDER BY due_at LIMIT :batch FOR UPDATE SKIP LOCKED
""")
_AGAIN = text(
    "UPDATE runtime.clock SET due_at = :due_at, attempts = 0, last_error = NULL WHERE name = :name AND key = :key"
)
_FAILED = text("""
    UPDATE runtime.clock SET due_at = :due_at, attempts = attempts + 1, last_error = :error
     WHERE name = :name AND key = :key
""")
_RECUR = text("""
    INSERT INTO runtime.clock (name, key, due_at, every) VALUES (:name, '', :now, :every)
    ON CONFLICT (name, key) DO UPDATE SET every = excluded.every
     WHERE clock.every IS DISTINCT FROM excluded.every
""")


def set_clock(
    session: Session, name: str, *, key: str, due_at: datetime, payload: dict[str, Any] | None = None
) -> None:
    """Have `name`'s handler called with `key` and `payload` at `due_at` (timezone-aware), in this transaction or not at all.

    One clock per name and key: setting it again moves it. Does nothing while history is imported.
    """
    if due_at.tzinfo is None:
        raise TypeError("due_at has no timezone")
    act = act_of(session)
    if act.kind == "import":
        return
    words = {"name": name, "key": key, "due_at": due_at, "payload": orjson.dumps(payload or {}).decode()}
    session.execute(_SET, words | {"correlation_id": act.correlation_id})


def cancel_clock(session: Session, name: str, *, key: str) -> bool:
    """Take a clock back; whether there was one."""
    return session.execute(_CANCEL, {"name": name, "key": key}).first() is not None


def wind(engine: Engine, door: Door) -> None:
    """Make the rows of the door's recurring jobs; the first run is due at once. Called when a service starts."""
    rows = [{"name": job.name, "every": job.seconds, "now": now()} for job in door.jobs]
    if rows:
        with engine.begin() as connection:
            connection.execute(_RECUR, rows)


def names_of(door: Door) -> list[str]:
    """The clocks that a service knows: those of other releases are left alone."""
    return [*(job.name for job in door.jobs), *door.clocks]


def tick(engine: Engine, door: Door) -> int:
    """Run what is due, up to 100 clocks; how many were taken. The same function in both modes and in tests."""
    jobs = {job.name: job.job for job in door.jobs}
    with transaction(engine) as session:
        session.info["constraints"] = door.constraints
        taken = session.execute(_TAKE, {"now": now(), "names": names_of(door), "batch": BATCH}).all()
        for row in taken:
            _strike(session, door, row, jobs.get(row.name))
    return len(taken)


def _strike(session: Session, door: Door, row: Row[Any], job: Job | None) -> None:
    """Run one clock in a savepoint; a failure moves it and touches no other."""
    try:
        with savepoint(session), acting(session, _act(row)):
            _run(session, door, row, job)
    except Exception as wrong:
        if is_environment(wrong):
            raise
        log.warning("clock failed", service=door.service, clock=row.name, key=row.key, error=type(wrong).__name__)
        words = {"name": row.name, "key": row.key, "due_at": now() + _wait(row.attempts)}
        session.execute(_FAILED, words | {"error": f"{type(wrong).__name__}: {wrong}".replace("\x00", "")})


def _run(session: Session, door: Door, row: Row[Any], job: Job | None) -> None:
    # The row is settled before the handler runs, so that a handler may set its own clock anew.
    if job is not None:
        session.execute(_AGAIN, {"name": row.name, "key": row.key, "due_at": _following(row.due_at, row.every)})
        job(session)
        return
    session.execute(_CANCEL, {"name": row.name, "key": row.key})
    door.clocks[row.name](session, row.key, row.payload)


def _act(row: Row[Any]) -> Act:
    return Act(correlation_id=row.correlation_id) if row.correlation_id else Act()


def _following(due_at: datetime, every: float) -> datetime:
    """The next time on the job's own grid; what was missed while nobody ran is not made up for."""
    missed = max(0, int((now() - due_at).total_seconds() // every))
    return due_at + timedelta(seconds=every * (missed + 1))


def _wait(attempts: int) -> timedelta:
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, 20))
