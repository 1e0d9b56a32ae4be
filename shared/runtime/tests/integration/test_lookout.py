"""The lookout tells in which lanes something waits, without reading what waits in others."""

from __future__ import annotations

import pytest
from alpha.contract import ThingDoneV1
from sqlalchemy import Engine, text

from contracts.events import Lane
from kernel.ids import uuid7
from runtime import outlet
from runtime.database import transaction
from runtime.outbox import emit
from runtime.outlet import Lookout

pytestmark = pytest.mark.integration

CROWD = 2_000


@pytest.fixture
def crowded(alpha: Engine) -> Engine:
    """Many events wait in the normal lane, and the planner knows it."""
    with transaction(alpha) as session:
        for number in range(CROWD):
            emit(session, ThingDoneV1, aggregate_id=uuid7(), number=number)
    with alpha.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE runtime.outbox"))
    return alpha


def test_only_the_lanes_asked_about_are_told(crowded: Engine) -> None:
    lookout = Lookout(crowded)
    assert lookout.lanes(set(Lane)) == {Lane.NORMAL}
    assert lookout.lanes({Lane.URGENT, Lane.BULK}) == set()
    lookout.close()


def test_a_look_into_empty_lanes_reads_nothing_of_a_full_one(crowded: Engine) -> None:
    with crowded.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute(outlet._BY_INDEX)
        shown = driver.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {outlet._LOOK}", (["urgent", "bulk"],)).fetchone()[0]
    assert _rows_read(shown[0]["Plan"]) < CROWD / 10


def _rows_read(plan: dict[str, object]) -> float:
    """Rows that the scans of tables met, those that a filter threw away included."""
    met = sum(_rows_read(each) for each in plan.get("Plans", []))
    if "Relation Name" in plan:
        loops = plan["Actual Loops"]
        met += (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * loops
    return met
