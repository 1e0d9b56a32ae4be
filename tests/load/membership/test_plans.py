"""Membership's lists find their page by indexes when a city is large: none reads a register from end to end, and none looks
at more rows than the people of a community and their keys. What is asserted are plans, never seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from runtime.settings import settings
from runtime.testing.harness import DoorUnderTest
from tests.load.membership import city, lists

pytestmark = [pytest.mark.service("membership"), pytest.mark.timeout(1_800)]

SCALE, PEOPLE_A_HOME = (1.0, city.PEOPLE_A_HOME) if settings.scale >= 1 else (0.05, 0.5)
REGISTERS = {"area", "area_name", "person_search"} | ({"person"} if SCALE >= 1 else set())
"""Those that are too large to be read from end to end; the people of the small city are not."""
MOST_ROWS = 60_000 if SCALE >= 1 else 20_000
"""Of 485,000 areas, 1,200,000 people and fourteen million keys; in the small city of 24,000, 11,500 and 130,000."""


@pytest.fixture
def ids(door_under_test: DoorUnderTest) -> lists.Ids:
    """Of a city that is loaded."""
    city.fill(door_under_test.engine, SCALE, PEOPLE_A_HOME)
    with door_under_test.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return lists.ids_of(door_under_test.engine)


@contextmanager
def selects(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What is asked within the block, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def scans(engine: Engine, statement: str, parameters: Any) -> Iterator[dict[str, Any]]:
    """The places of a plan, as it was really executed, where rows of a table are read."""
    with engine.connect() as connection:
        (found,) = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar_one()
    waiting = [found["Plan"]]
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", ())
        if "Relation Name" in node:
            yield node


def rows_read(scan: dict[str, Any]) -> float:
    """Rows that a place looked at, those that it threw away included."""
    each = scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0) + scan.get("Rows Removed by Index Recheck", 0)
    return float(each * scan["Actual Loops"])


def test_each_list_of_a_city_looks_at_few_rows(door_under_test: DoorUnderTest, ids: lists.Ids) -> None:
    door = door_under_test
    for name, operation, words in lists.asked(ids):
        by = lists.reader(door, ids)
        with selects(door.engine) as seen:
            answer = door.call(operation, by, **words())
        assert answer.ok, (name, answer.problem)
        for statement, parameters in seen:
            found = list(scans(door.engine, statement, parameters))
            whole = {scan["Relation Name"] for scan in found if scan["Node Type"] == "Seq Scan"} & REGISTERS
            assert not whole, f"{name} reads {whole} from end to end: {statement}"
            assert sum(map(rows_read, found)) <= MOST_ROWS, f"{name}: {statement}"
