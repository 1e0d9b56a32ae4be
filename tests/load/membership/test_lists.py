"""The lists of grid and organisations find their rows by an index: none reads a large table from end to end."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from runtime.testing.harness import DoorUnderTest
from tests.load.membership.lists import fill, lists

pytestmark = [pytest.mark.integration, pytest.mark.service("membership")]

SCALE = 0.04
"""19 communities: enough for the planner to prefer an index, made in seconds."""
LARGE = {"area", "area_name", "person", "organisation", "member_seat", "roll_disclosure", "assignment", "roll_board"}


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from nodes(below)


def read_whole(engine: Engine, statement: str, parameters: Any) -> set[str]:
    """The large tables that the plan reads from end to end."""
    with engine.connect() as connection:
        (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    found = json.loads(json.dumps(plan))["Plan"]
    return {node["Relation Name"] for node in nodes(found) if node["Node Type"] == "Seq Scan"} & LARGE


def test_no_list_reads_a_large_table_from_end_to_end(door_under_test: DoorUnderTest) -> None:
    door = door_under_test
    random.seed(7)
    ids = fill(door.engine, SCALE)
    communities = ids["area"][-5:]
    by = door.sign_in(("community_secretary", "area", communities[0]))
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")) and not statement.lstrip().startswith("EXPLAIN"):
            seen.append((statement, parameters))

    faults = []
    for name, operation, words in lists(ids | {"area": communities}):
        seen.clear()
        event.listen(door.engine, "before_cursor_execute", note)
        answer = door.call(operation, by, **words())
        event.remove(door.engine, "before_cursor_execute", note)
        assert answer.ok, (name, answer.problem)
        faults += [(name, whole) for sql, given in seen if (whole := read_whole(door.engine, sql, given))]
    assert faults == []
