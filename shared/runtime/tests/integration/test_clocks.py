"""Clocks on a real PostgreSQL: once among replicas, after a failure again, never while history is imported."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from runtime.act import Act, act_of
from runtime.clocks import cancel_clock, set_clock, tick, wind
from runtime.database import transaction
from runtime.doors import Door
from runtime.time import now

pytestmark = pytest.mark.integration


class Bells:
    """A door whose clocks write down that they struck."""

    def __init__(self) -> None:
        self.struck: list[tuple[str, dict[str, Any], str]] = []
        self.jobs = 0
        self.door = Door("alpha")
        self.door.when("close_shift", self.strike)
        self.door.every(minutes=1, job=self.job)

    def strike(self, session: Session, key: str, payload: dict[str, Any]) -> None:
        if payload.get("fails"):
            raise RuntimeError("stuck")
        self.struck.append((key, payload, act_of(session).correlation_id))

    def job(self, session: Session) -> None:
        self.jobs += 1


def clocks(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT name, key, attempts, last_error, due_at FROM runtime.clock")))


def set_one(engine: Engine, key: str = "1", act: Act | None = None, **payload: Any) -> None:
    with transaction(engine, act) as session:
        set_clock(session, "close_shift", key=key, due_at=now() - timedelta(seconds=1), payload=payload)


def test_a_clock_strikes_once_and_belongs_to_the_story_of_its_act(alpha: Engine) -> None:
    bells = Bells()
    set_one(alpha, act=Act(correlation_id="story"), number=7)
    assert tick(alpha, bells.door) == 1
    assert tick(alpha, bells.door) == 0
    assert bells.struck == [("1", {"number": 7}, "story")]


def test_one_that_is_not_due_or_was_cancelled_does_not_strike(alpha: Engine) -> None:
    bells = Bells()
    with transaction(alpha) as session:
        set_clock(session, "close_shift", key="later", due_at=now() + timedelta(hours=1))
        set_clock(session, "close_shift", key="never", due_at=now())
        assert cancel_clock(session, "close_shift", key="never")
        assert not cancel_clock(session, "close_shift", key="unknown")
    assert tick(alpha, bells.door) == 0


def test_history_starts_no_clock(alpha: Engine) -> None:
    set_one(alpha, act=Act(kind="import"))
    assert clocks(alpha) == []


def test_a_failure_moves_its_own_clock_only(alpha: Engine) -> None:
    bells = Bells()
    set_one(alpha, "good")
    set_one(alpha, "bad", fails=True)
    assert tick(alpha, bells.door) == 2
    assert [key for key, _, _ in bells.struck] == ["good"]
    (left,) = clocks(alpha)
    assert (left.key, left.attempts, left.last_error) == ("bad", 1, "RuntimeError: stuck")
    assert left.due_at > now()


def test_a_second_replica_passes_by_what_the_first_has_taken(alpha: Engine) -> None:
    bells, other = Bells(), Bells()
    set_one(alpha)
    bells.door.clocks["close_shift"] = lambda session, key, payload: bells.struck.append(
        (key, payload, str(tick(alpha, other.door)))
    )
    tick(alpha, bells.door)
    assert (len(bells.struck), bells.struck[0][2], other.struck) == (1, "0", [])


def test_a_job_runs_at_its_pace_and_not_twice_for_what_was_missed(alpha: Engine) -> None:
    bells = Bells()
    wind(alpha, bells.door)
    wind(alpha, bells.door)
    assert (tick(alpha, bells.door), tick(alpha, bells.door), bells.jobs) == (1, 0, 1)
    with alpha.begin() as connection:
        connection.execute(text("UPDATE runtime.clock SET due_at = due_at - interval '10 minutes'"))
    assert (tick(alpha, bells.door), tick(alpha, bells.door), bells.jobs) == (1, 0, 2)


def test_a_handler_may_set_its_own_clock_anew(alpha: Engine) -> None:
    bells = Bells()

    def again(session: Session, key: str, payload: dict[str, Any]) -> None:
        set_clock(session, "close_shift", key=key, due_at=now() + timedelta(hours=1))

    bells.door.clocks["close_shift"] = again
    set_one(alpha)
    tick(alpha, bells.door)
    (left,) = clocks(alpha)
    assert left.due_at > now()
