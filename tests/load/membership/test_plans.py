"""Membership's lists find their page by indexes when a city is large: none reads a register from end to end, and none looks
at more rows than a community has people and keys. What is asserted are plans for any parameters, never seconds."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from runtime.settings import settings
from runtime.testing.harness import DoorUnderTest
from runtime.testing.plans import rows_read, scans, selects
from tests.load.membership import city, lists

pytestmark = [pytest.mark.service("membership"), pytest.mark.integration, pytest.mark.timeout(1_800)]

SCALE, PEOPLE_A_HOME = (1.0, city.PEOPLE_A_HOME) if settings.scale >= 1 else (0.05, 0.5)
REGISTERS = {"area", "area_name", "person_search"} | ({"person"} if SCALE >= 1 else set())
"""Those that are too large to be read from end to end; the people of the small city are not."""
MOST_ROWS = 60_000 if SCALE >= 1 else 20_000
"""Of 485,000 areas, 1,200,000 people and fourteen million keys; in the small city of 24,000, 11,500 and 130,000."""
LED = {"roll of an organisation": "member_by_sort_key"}
"""Lists that are led to their rows, and the index by which PostgreSQL would rather walk their order."""
AMONG_ALL = "= ANY ((InitPlan"
"""A filter, no condition of an index: the area of each row is compared with ten thousand, one after the other."""


@pytest.fixture
def ids(door_under_test: DoorUnderTest) -> lists.Ids:
    """Of a city that is loaded."""
    city.fill(door_under_test.engine, SCALE, PEOPLE_A_HOME)
    with door_under_test.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return lists.ids_of(door_under_test.engine)


def test_each_list_of_a_city_looks_at_few_rows(door_under_test: DoorUnderTest, ids: lists.Ids) -> None:
    door = door_under_test
    for name, operation, words in lists.asked(ids):
        by = lists.reader(door, ids)
        with selects(door.engine) as seen:
            answer = door.call(operation, by, **words())
        assert answer.ok, (name, answer.problem)
        for asked in seen:
            found = scans(door.engine, asked, executed=True)
            whole = {scan["Relation Name"] for scan in found if scan["Node Type"] == "Seq Scan"} & REGISTERS
            assert not whole, f"{name} reads {whole} from end to end: {asked[0]}"
            assert sum(map(rows_read, found)) <= MOST_ROWS, f"{name}: {asked[0]}"
            walked = [
                scan for scan in found if scan["Node Type"].startswith("Index") and AMONG_ALL in scan.get("Filter", "")
            ]
            assert not walked, f"{name} walks an order and looks for each row among all areas: {asked[0]}"
            indexes = {scan.get("Index Name") for scan in found}
            assert LED.get(name) not in indexes - {None}, f"{name} walks its order: {asked[0]}"
