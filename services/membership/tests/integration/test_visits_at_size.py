"""Visits of a community of 8,000 households among fifty: lists, routes and figures find their rows by an index."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.membership import operations as ops
from runtime.testing.harness import DoorUnderTest
from runtime.testing.plans import read_whole, selects

pytestmark = pytest.mark.integration

VISITS = frozenset({"household_visit", "visit_reason"})
GRID = frozenset({"area"})
"""What no list may go through from end to end: `area` is the grid as well as its replica."""

LOAD = """
CREATE TEMP TABLE spot AS
SELECT gen_random_uuid() AS id, c.area_id AS community, c.path, c.n AS m, g.n AS n, 0 AS number
  FROM (SELECT *, row_number() OVER (ORDER BY number) AS n FROM runtime.area WHERE kind = 'community') c,
       generate_series(1, 40) g (n);
UPDATE spot SET number = 100000 + m * 100 + n;
INSERT INTO runtime.area (area_id, number, path, kind, name, parent_id, valid_from)
SELECT id, number, path || CAST(number::text AS ltree), 'building', n || '幢', community, '2000-01-01' FROM spot;
CREATE TEMP TABLE door AS
SELECT gen_random_uuid() AS id, s.id AS building, s.community, s.path || CAST(s.number::text AS ltree) AS path, s.n AS b,
       g.n AS n, 1000000 + s.m * 20000 + s.n * 200 + g.n AS number
  FROM spot s, LATERAL generate_series(1, CASE WHEN s.m = 1 THEN 200 ELSE 10 END) g (n);
INSERT INTO runtime.area (area_id, number, path, kind, name, parent_id, valid_from)
SELECT id, number, path || CAST(number::text AS ltree), 'household', n || '室', building, '2000-01-01' FROM door;
INSERT INTO area (area_id, number, path, parent_id, parent_kind, kind, name, valid_from, version)
SELECT a.area_id, a.number, a.path, a.parent_id, p.kind, a.kind, a.name, a.valid_from, 1
  FROM runtime.area a LEFT JOIN runtime.area p ON p.area_id = a.parent_id;
INSERT INTO household_visit (visit_id, household_id, area, community_id, place_key, state, urgency, turn, raised_at,
                             due_at, attempts, version)
SELECT gen_random_uuid(), id, building, community, b || '/' || n, 'due', 'round', 1, '2031-01-01',
       timestamptz '2031-01-01' + random() * interval '360 days', 0, 1 FROM door;
INSERT INTO household_visit (visit_id, household_id, area, community_id, place_key, state, urgency, turn, raised_at,
                             due_at, made_at, attempts, version)
SELECT gen_random_uuid(), id, building, community, b || '/' || n, 'made', 'call', 1, made, made, made, 0, 1
  FROM door, LATERAL (SELECT timestamptz '2030-01-01' + random() * interval '500 days' AS made) d;
INSERT INTO visit_reason (reason_id, visit_id, deadline_id, kind_sealed, urgency, raised_at, due_at, stands)
SELECT gen_random_uuid(), visit_id, gen_random_uuid(), '', urgency, raised_at, due_at, true FROM household_visit;
ANALYZE;
"""


@pytest.fixture
def place(door_under_test: DoorUnderTest) -> UUID:
    """A community of 8,000 households in a street of fifty communities; each is due for a visit and had one."""
    city = door_under_test.area("city")
    street = door_under_test.area("street", city)
    places = [door_under_test.area("community", street) for _ in range(50)]
    with door_under_test.engine.begin() as connection:
        for statement in LOAD.split(";\n"):
            if statement.strip():
                connection.execute(text(statement))
    return places[0]


def test_no_reading_of_visits_goes_through_a_large_table(door_under_test: DoorUnderTest, place: UUID) -> None:
    door = door_under_test
    with door.engine.connect() as connection:
        visit, building, household = connection.execute(
            text("SELECT visit_id, area, household_id FROM household_visit WHERE community_id = :c LIMIT 1"),
            {"c": place},
        ).one()
    secretary = door.sign_in(("community_secretary", "area", place))
    warden = door.sign_in(("warden", "area", building), person_id=visit)
    for operation, by, words in (
        (ops.show_route, secretary, {"area_id": place, "days": 366}),
        (ops.show_route, secretary, {"area_id": place, "untaken": True}),
        (ops.show_route, warden, {"area_id": building}),
        (ops.show_route, warden, {}),
        (ops.list_visits, secretary, {"area_id": place}),
        (ops.list_visits, secretary, {"area_id": place, "overdue": True}),
        (ops.list_visits, secretary, {"household_id": household}),
        (ops.list_visits, warden, {"area_id": building, "state": "due"}),
        (ops.show_visit_figures, secretary, {"area_id": place}),
    ):
        with selects(door.engine) as seen:
            answer = door.call(operation, by, **words)
        assert answer.ok, (operation.name, answer.problem)
        # Figures count the doors of the community, a quarter of this grid.
        large = VISITS if operation is ops.show_visit_figures else VISITS | GRID
        for asked in seen:
            assert not read_whole(door.engine, asked) & large, f"{operation.name} {words}: {asked[0]}"
