"""A city's volunteers with years of service behind them: signing up and finding a helper cost what they touch.

`GONGJIAN_SCALE=1` makes 400,000 volunteers in 3,000 teams with five million attendances, any smaller scale a twentieth of
the people and a hundredth of the attendances. What is asserted are plans, never seconds; the seconds stand in the report.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.volunteering import operations as ops
from runtime.database import transaction
from runtime.replicas import area_path
from runtime.settings import settings
from runtime.testing import bulk
from runtime.testing.harness import DoorUnderTest
from runtime.time import now
from volunteering.domain.needs import Category
from volunteering.use_cases import matching

pytestmark = [pytest.mark.integration, pytest.mark.timeout(1_800)]

FULL = settings.scale >= 1
VOLUNTEERS, TEAMS, ATTENDANCES = (400_000, 3_000, 5_000_000) if FULL else (20_000, 150, 50_000)
COMMUNITIES = 300 if FULL else 15
TRIES = 40
# Large tables from end to end; and the constraint that begins with the team, where a person's seats are wanted.
SLOW = {"volunteer", "team_seat", "sign_up", "attendance", "served_minutes", "certificate", "team_seat_no_overlap"}
LOADED = ("runtime.person", "volunteer", "team_seat", "activity", "attendance", "sign_up")

LOAD = """
CREATE TEMP TABLE place AS SELECT area_id, row_number() OVER (ORDER BY path) - 1 AS n FROM runtime.area WHERE kind = 'community';
INSERT INTO runtime.person (person_id, display_name, home_area)
SELECT gen_random_uuid(), '志愿者' || g.n, p.area_id
  FROM generate_series(1, {volunteers}) g (n) JOIN place p ON p.n = g.n % {places};
INSERT INTO volunteer (id, person_id, area, skills, registered_on, version)
SELECT person_id, person_id, home_area,
       CASE WHEN random() < 0.01 THEN '{{first_aid}}'::text[] WHEN random() < 0.1 THEN '{{repair}}'::text[] ELSE '{{}}' END,
       date '2020-01-01' + (random() * 900)::int, 1 FROM runtime.person;
INSERT INTO team (id, area, name, kind, leader_id, formed_on, version)
SELECT gen_random_uuid(), p.area_id, '队' || g.n, (ARRAY['general', 'repair', 'clinic'])[1 + g.n % 3], NULL, '2020-01-01', 1
  FROM generate_series(1, {teams}) g (n) JOIN place p ON p.n = g.n % {places};
CREATE TEMP TABLE t AS SELECT id, area, row_number() OVER () - 1 AS n FROM team;
CREATE TEMP TABLE v AS SELECT person_id, row_number() OVER () - 1 AS n FROM volunteer;
INSERT INTO team_seat (id, team_id, person_id, role, joined_on)
SELECT gen_random_uuid(), t.id, v.person_id, 'member', '2021-01-01' FROM v JOIN t ON t.n = v.n % {teams};
INSERT INTO activity (id, team_id, area, title, starts_at, ends_at, taken, members_only, state)
SELECT gen_random_uuid(), t.id, t.area, '活动', d, d + interval '2 hours', 0, false, 'closed'
  FROM t, generate_series(timestamptz '2024-01-01', '2025-01-20', '1 month') d;
CREATE TEMP TABLE a AS SELECT id, team_id, area, starts_at, ends_at, row_number() OVER () - 1 AS n FROM activity;
INSERT INTO attendance (id, activity_id, sign_up_id, team_id, area, person_id, checked_in_at, walk_in)
SELECT gen_random_uuid(), a.id, gen_random_uuid(), a.team_id, a.area, v.person_id, a.starts_at, false
  FROM generate_series(1, {attendances}) g (n) JOIN v ON v.n = g.n % {volunteers}
  JOIN a ON a.n = (g.n / {volunteers}) * {teams} + g.n % {teams};
INSERT INTO sign_up (id, activity_id, team_id, area, person_id, state, during, signed_up_at)
SELECT sign_up_id, activity_id, team_id, area, person_id, 'attended',
       tstzrange(checked_in_at, checked_in_at + interval '2 hours'), checked_in_at FROM attendance LIMIT {sign_ups}
"""


class Loaded:
    """A city, and the ways in which it is asked."""

    def __init__(self, door: DoorUnderTest) -> None:
        self.door = door
        city = door.area("city")
        streets = [door.area("street", door.area("district", city)) for _ in range(3)]
        self.places = [door.area("community", streets[number % 3]) for number in range(COMMUNITIES)]
        words = {"volunteers": VOLUNTEERS, "teams": TEAMS, "attendances": ATTENDANCES, "places": COMMUNITIES}
        with closing(door.engine.raw_connection()) as raw:
            cursor = raw.cursor()
            with bulk.in_bulk(cursor, LOADED):
                cursor.execute(LOAD.format(**words, sign_ups=min(ATTENDANCES, 500_000)))
            raw.commit()
        with door.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            people = connection.execute(text("SELECT person_id FROM volunteer ORDER BY registered_on, id LIMIT 200"))
            self.people = list(people.scalars())
            teams = connection.execute(text("SELECT id FROM team WHERE area = :area LIMIT 1"), {"area": self.places[0]})
            self.team: UUID = teams.scalar_one()

    def plan(self, seats: int) -> UUID:
        begins = now() + timedelta(hours=2)
        by = self.door.sign_in(("community_secretary", "area", self.places[0]))
        times = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
        words = {"team_id": self.team, "area_id": self.places[0], "title": "活动", "seats": seats}
        return UUID(self.door.call(ops.plan_activity, by, **words, **times).data["activity_id"])

    def wanted(self, skill: str | None, team_kind: str | None = None) -> matching.Wanted:
        a_day = timedelta(days=1)
        category = Category("any", skill, team_kind, None, a_day, a_day)
        return matching.Wanted(self.places[7], category, now() + a_day, now() + 2 * a_day, certified=False)


@pytest.fixture
def city(door_under_test: DoorUnderTest) -> Loaded:
    return Loaded(door_under_test)


def milliseconds(act: Callable[[int], Any]) -> dict[str, float]:
    """The middle and the slow end of many tries."""
    took = []
    for number in range(TRIES):
        began = time.perf_counter()
        act(number)
        took.append((time.perf_counter() - began) * 1_000)
    took.sort()
    return {"p50": round(took[TRIES // 2], 1), "p95": round(took[int(TRIES * 0.95)], 1)}


def ways(city: Loaded, statement: Any, words: dict[str, Any]) -> set[str]:
    """The large tables that a statement's plan would read from end to end, and the indexes that it would use."""
    with city.door.engine.connect() as connection:
        (plan,) = connection.execute(text(f"EXPLAIN (FORMAT JSON) {statement.text}"), words).one()
    found: set[str] = set()

    def look(node: dict[str, Any]) -> None:
        if node["Node Type"] == "Seq Scan":
            found.add(node["Relation Name"])
        if "Index Name" in node:
            found.add(node["Index Name"])
        for below in node.get("Plans", ()):
            look(below)

    look((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return found


def test_a_city_of_volunteers_is_asked_by_index(city: Loaded, record_property: Any) -> None:
    with transaction(city.door.engine) as session:
        place = area_path(session, city.places[7]) or ""
        for skill, kind in ((None, None), ("repair", "repair"), ("first_aid", "clinic")):
            wanted = city.wanted(skill, kind)
            found = matching.candidates(session, wanted, 10)
            assert len(found) == 10 and all("no_clash" in one.reasons for one in found)
            took = milliseconds(lambda _, wanted=wanted: matching.candidates(session, wanted, 10))
            record_property(f"match {skill or 'anybody'} ms", took)
            words = matching.words_of(wanted, place) | {"ring": place, "limit": 20}
            assert ways(city, matching.NEAR, words) & SLOW == set()
    activity = city.plan(TRIES)
    signed_in = [city.door.sign_in(person_id=person) for person in city.people[:TRIES]]

    def sign_up(number: int) -> None:
        assert city.door.call(ops.sign_up, signed_in[number], activity_id=activity).data["state"] == "seated"

    record_property("sign-up ms", milliseconds(sign_up))
