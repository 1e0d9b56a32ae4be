"""A history of half a million events is on its way, in the outbox and in the consumer's queue: a call for help passes it."""

from __future__ import annotations

import sys
import time
from statistics import quantiles
from uuid import UUID

import pytest
from alpha.contract import AlarmRaisedV1
from sqlalchemy import Engine, TextClause, text
from two import TwoServices

from kernel.ids import uuid7
from runtime.database import transaction
from runtime.outbox import emit
from runtime.settings import settings

pytestmark = [pytest.mark.broker, pytest.mark.measured]

BACKLOG = int(500_000 * settings.scale)
EACH = 5
"""Events per aggregate of the history."""
ALARMS = 200
LOOK = 0.01
"""Seconds between two looks at what took effect: the precision of the measurement."""
PROMISE = 1.0
"""Seconds, at full size: that run has the machine to itself, a tenth shares it with whatever else is tested there."""
WITHIN = 600.0

# What imports write, as one set: numbers given out, and envelopes of kind "import" in the bulk lane.
_HISTORY = text("""
    WITH made AS (
        INSERT INTO runtime.aggregate_position_out (aggregate, aggregate_id, seq)
        SELECT 'thing', gen_random_uuid(), :each FROM generate_series(1, :things) RETURNING aggregate_id)
    INSERT INTO runtime.outbox (recorded_at, event_id, lane, name, aggregate, aggregate_id, aggregate_seq, body)
    SELECT now(), e.event_id, 'bulk', 'alpha.thing_done.v1', 'thing', e.aggregate_id, e.seq,
           convert_to(json_build_object(
               'event_id', e.event_id, 'name', 'alpha.thing_done.v1', 'occurred_at', now(), 'recorded_at', now(),
               'aggregate', 'thing', 'aggregate_id', e.aggregate_id, 'aggregate_seq', e.seq, 'area', NULL,
               'actor_id', NULL, 'correlation_id', 'history', 'causation_id', NULL, 'traceparent', NULL,
               'kind', 'import', 'data', json_build_object('number', e.seq))::text, 'UTF8')
      FROM (SELECT gen_random_uuid() AS event_id, aggregate_id, n AS seq
              FROM made, generate_series(1, :each) AS n ORDER BY n, aggregate_id) AS e
""")
_UNPUBLISHED = text("SELECT count(*) FROM runtime.outbox WHERE published_at IS NULL AND lane = 'bulk'")
_EFFECTS = text("SELECT count(*) FROM effect WHERE kind = 'import'")
_TAKEN = text("SELECT event_id FROM runtime.inbox WHERE event_id = ANY(CAST(:waited AS uuid[]))")
_OUT_OF_ORDER = text("""
    SELECT count(*) FROM (SELECT seq, row_number() OVER (PARTITION BY aggregate_id ORDER BY n) AS turn FROM effect) AS e
     WHERE seq <> turn
""")


def enter_history(alpha: Engine, events: int) -> None:
    with alpha.begin() as connection:
        connection.execute(_HISTORY, {"each": EACH, "things": events // EACH})


def count(engine: Engine, statement: TextClause) -> int:
    with engine.connect() as connection:
        return int(connection.execute(statement).scalar_one())


def call_for_help(services: TwoServices) -> list[float]:
    """Raise alarms one after the other without waiting for their effects; the seconds from each commit to its effect."""
    committed: dict[UUID, float] = {}
    took: list[float] = []
    raised, deadline = 0, time.monotonic() + WITHIN
    with services.beta.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while raised < ALARMS or committed:
            assert time.monotonic() < deadline, f"{len(committed)} alarms without effect\n{services.tails()}"
            if raised < ALARMS:
                with transaction(services.alpha) as session:
                    event_id = emit(session, AlarmRaisedV1, aggregate_id=uuid7(), number=1)
                committed[event_id] = time.monotonic()
                raised += 1
            time.sleep(LOOK)
            for event_id in connection.execute(_TAKEN, {"waited": list(committed)}).scalars():
                took.append(time.monotonic() - committed.pop(event_id))
    return took


def told(took: list[float]) -> str:
    """The distribution in milliseconds."""
    cuts = quantiles(took, n=100)
    shown = {"min": min(took), "p50": cuts[49], "p90": cuts[89], "p99": cuts[98], "max": max(took)}
    return ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in shown.items())


@pytest.mark.timeout(1_200)
def test_an_urgent_event_passes_a_backlog_in_the_bulk_lane(
    two_services: TwoServices, capsys: pytest.CaptureFixture[str]
) -> None:
    alpha, beta = two_services.alpha, two_services.beta
    enter_history(alpha, BACKLOG // 2)
    two_services.start("relay", "alpha")
    two_services.until(lambda: count(alpha, _UNPUBLISHED) == 0, within=WITHIN)
    two_services.start("serve", "beta")
    two_services.until(lambda: count(beta, _EFFECTS) > 0, within=WITHIN)
    enter_history(alpha, BACKLOG // 2)
    before = count(beta, _EFFECTS)
    took = call_for_help(two_services)
    after, unpublished = count(beta, _EFFECTS), count(alpha, _UNPUBLISHED)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(took)} urgent events, commit to effect: {told(took)}; bulk effects meanwhile {after - before}, "
            f"{BACKLOG - after} of {BACKLOG} left, {unpublished} of them in the outbox\n"
        )
    assert after < BACKLOG, "the backlog was gone before the last alarm"
    assert after > before, "the bulk lane stood still"
    assert settings.scale < 1 or quantiles(took, n=100)[98] <= PROMISE, told(took)
    assert count(beta, _OUT_OF_ORDER) == 0, "an event took effect twice, or before its predecessor"
