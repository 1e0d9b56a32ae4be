"""Lists find their rows by an index when there are many: no statement of theirs reads a large table from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, text

from contracts.operations import Operation
from contracts.volunteering import operations as ops
from runtime import access
from runtime.testing import bulk
from runtime.testing.harness import DoorUnderTest, SignedIn

pytestmark = pytest.mark.integration

Call = tuple[Operation, SignedIn, dict[str, Any]]
LARGE = (
    "volunteer", "team_seat", "activity", "sign_up", "attendance", "served_minutes", "pairing",
    "bank_account", "bank_posting", "bank_entry", "bank_lot", "reservation", "entitlement", "deed", "need",
)  # fmt: skip
ORDERS = {
    "activity_by_time", "attendance_by_time", "deed_by_day", "deed_by_publication", "need_by_time", "pairing_by_start",
    "reservation_by_time", "entitlement_by_start",
}  # fmt: skip

LOAD = """
CREATE TEMP TABLE place AS SELECT area_id, row_number() OVER () - 1 AS n FROM runtime.area WHERE kind = 'community';
INSERT INTO runtime.person (person_id, display_name, home_area)
SELECT gen_random_uuid(), '志愿者' || n, (SELECT area_id FROM place p WHERE p.n = g.n % 50) FROM generate_series(1, 20000) g (n);
INSERT INTO volunteer (id, person_id, area, skills, registered_on, version)
SELECT gen_random_uuid(), person_id, home_area, CASE WHEN random() < 0.02 THEN '{first_aid}'::text[] ELSE '{}' END,
       date '2020-01-01' + (random() * 900)::int, 1 FROM runtime.person;
INSERT INTO team (id, area, name, kind, leader_id, formed_on, version)
SELECT gen_random_uuid(), (SELECT area_id FROM place p WHERE p.n = g.n % 50), '队' || n, 'general', NULL, '2020-01-01', 1
  FROM generate_series(1, 1000) g (n);
CREATE TEMP TABLE t AS SELECT id, area, row_number() OVER () - 1 AS n FROM team;
CREATE TEMP TABLE v AS SELECT person_id, row_number() OVER () - 1 AS n FROM volunteer;
INSERT INTO team_seat (id, team_id, person_id, role, joined_on)
SELECT gen_random_uuid(), t.id, v.person_id, 'member', '2021-01-01' FROM v JOIN t ON t.n = v.n % 1000;
INSERT INTO activity (id, team_id, area, title, starts_at, ends_at, taken, members_only, state)
SELECT gen_random_uuid(), t.id, t.area, '活动', d, d + interval '2 hours', 0, false, 'closed'
  FROM t, generate_series(timestamptz '2021-01-01', '2021-12-20', '1 month') d;
INSERT INTO sign_up (id, activity_id, team_id, area, person_id, state, during, signed_up_at)
SELECT gen_random_uuid(), a.id, a.team_id, a.area, s.person_id, 'attended', tstzrange(a.starts_at, a.ends_at), a.starts_at
  FROM activity a JOIN team_seat s ON s.team_id = a.team_id WHERE extract(month FROM a.starts_at) <= 4;
INSERT INTO attendance (id, activity_id, sign_up_id, team_id, area, person_id, checked_in_at, walk_in)
SELECT gen_random_uuid(), activity_id, id, team_id, area, person_id, signed_up_at, false FROM sign_up;
INSERT INTO served_minutes (id, person_id, team_id, area, served_on, minutes, source, source_id, entered_at)
SELECT gen_random_uuid(), person_id, team_id, area, checked_in_at::date, 120, 'activity', id, now() FROM attendance;
INSERT INTO pairing (id, area, helper_kind, helper_id, helped_kind, helped_key, subject, subject_year, started_on)
SELECT gen_random_uuid(), (SELECT area_id FROM place p WHERE p.n = v.n % 50), 'person', person_id, 'household',
       md5(person_id::text), md5(person_id::text), 2021, date '2021-01-01' FROM v;
INSERT INTO love_bank (id, area, own_account, opened_on)
SELECT gen_random_uuid(), area_id, gen_random_uuid(), '2020-01-01' FROM place;
INSERT INTO bank_account (id, bank_id, area) SELECT own_account, id, area FROM love_bank;
INSERT INTO bank_account (id, bank_id, area, person_id)
SELECT gen_random_uuid(), b.id, b.area, v.person_id FROM volunteer v JOIN love_bank b ON b.area = v.area;
CREATE TEMP TABLE p AS
SELECT gen_random_uuid() AS id, a.id AS account_id, b.own_account FROM bank_account a JOIN love_bank b ON b.id = a.bank_id,
       generate_series(1, 3) WHERE a.person_id IS NOT NULL;
INSERT INTO bank_posting (id, kind, source_id, posted_at) SELECT id, 'earned', id, '2021-02-01' FROM p;
INSERT INTO bank_entry (posting_id, account_id, book, minutes, expires_on, posted_at)
SELECT id, account_id, 'savings', 60, date '2099-01-01', timestamptz '2021-02-01' FROM p
 UNION ALL SELECT id, own_account, 'issued', -60, NULL, timestamptz '2021-02-01' FROM p;
INSERT INTO love_shop (id, area, name, kind, opened_on, version)
SELECT gen_random_uuid(), area_id, '店' || n, 'shop', '2020-01-01', 1 FROM place;
INSERT INTO reservation (id, shop_id, area, person_id, items, minutes, value_fen, state, reserved_at, expires_at,
                         settled_at, version)
SELECT gen_random_uuid(), s.id, s.area, v.person_id, 1, 0, 0, 'handed_over', timestamptz '2021-01-01' + v.n * interval '1 minute',
       '2022-01-01', '2021-06-01', 1 FROM v JOIN place ON place.n = v.n % 50 JOIN love_shop s ON s.area = place.area_id;
INSERT INTO entitlement (id, area, helped_key, state, valid_from, valid_until, version)
SELECT gen_random_uuid(), (SELECT area_id FROM place WHERE place.n = v.n % 50), md5(person_id::text), 'approved',
       date '2021-01-01' + (v.n % 300)::int, '2022-01-01', 1 FROM v;
INSERT INTO bank_lot (account_id, expires_on, minutes) SELECT DISTINCT account_id, date '2099-01-01', 180 FROM p;
INSERT INTO deed (id, area, board, doer_id, teller_id, story, state, told_on, published_on)
SELECT gen_random_uuid(), (SELECT area_id FROM place p WHERE p.n = v.n % 50), 'kindness', person_id, person_id, '送早餐',
       'published', date '2021-01-01' + v.n::int / 50, date '2021-01-02' + v.n::int / 50 FROM v;
INSERT INTO need (id, area, source, category, state, result, raised_at, overdue)
SELECT gen_random_uuid(), (SELECT area_id FROM place p WHERE p.n = v.n % 50), 'resident', 'repair',
       CASE WHEN v.n < 19900 THEN 'closed' ELSE 'accepted' END, CASE WHEN v.n < 19900 THEN 'solved' END,
       timestamptz '2021-01-01' + v.n * interval '1 hour', false FROM v
"""


@pytest.fixture
def place(door_under_test: DoorUnderTest) -> UUID:
    """One of fifty communities of a city with 20,000 volunteers, 1,000 teams and 80,000 attendances."""
    street = door_under_test.area("street")
    places = [door_under_test.area("community", street) for _ in range(50)]
    with closing(door_under_test.engine.raw_connection()) as raw:
        cursor = raw.cursor()
        with bulk.in_bulk(cursor, LARGE):
            cursor.execute(LOAD)
        cursor.execute("ANALYZE")
        raw.commit()
    return places[0]


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The selects that run within the block, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan_of(engine: Engine, statement: str, parameters: Any) -> tuple[set[str], set[str]]:
    """The large tables that the plan reads from end to end, and the indexes that it goes by."""
    with engine.connect() as connection:
        (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    nodes = list(_nodes(plan["Plan"]))
    whole = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"} & set(LARGE)
    return whole, {node["Index Name"] for node in nodes if "Index Name" in node}


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def test_no_list_reads_a_large_table_from_end_to_end(
    door_under_test: DoorUnderTest, place: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_through(door_under_test, of_a_community(door_under_test, place), walked=False)
    monkeypatch.setattr(access, "areas_below", lambda _session, _paths: access.WIDE)
    look_through(door_under_test, of_a_wide_area(door_under_test), walked=True)


def of_a_community(door: DoorUnderTest, place: UUID) -> list[Call]:
    """What its secretary and one of its volunteers ask."""
    secretary = door.sign_in(("community_secretary", "area", place))
    with door.engine.connect() as connection:
        person, volunteer, team, activity = connection.execute(
            text(
                "SELECT v.person_id, v.id, s.team_id, a.id FROM volunteer v JOIN team_seat s USING (person_id) "
                "JOIN activity a USING (team_id) WHERE v.area = :area LIMIT 1"
            ),
            {"area": place},
        ).one()
        account, bank = connection.execute(
            text("SELECT id, bank_id FROM bank_account WHERE person_id = :person"), {"person": person}
        ).one()
    oneself = door.sign_in(("volunteer", "area", place), person_id=person)
    return [
        (ops.list_volunteers, secretary, {"area_id": place}),
        (ops.list_volunteers, secretary, {"skill": "first_aid"}),
        (ops.list_volunteers, oneself, {}),
        (ops.show_hours, oneself, {"volunteer_id": volunteer}),
        (ops.list_teams, oneself, {"area_id": place}),
        (ops.list_teams, oneself, {}),
        (ops.show_team, oneself, {"team_id": team}),
        (ops.list_activities, oneself, {"area_id": place, "state": "closed"}),
        (ops.list_activities, oneself, {"team_id": team}),
        (ops.list_activities, oneself, {"begins_from": "2021-06-01T00:00:00+00:00"}),
        (ops.list_sign_ups, oneself, {"activity_id": activity}),
        (ops.list_attendances, secretary, {"activity_id": activity}),
        (ops.list_attendances, secretary, {"area_id": place}),
        (ops.list_attendances, oneself, {}),
        (ops.list_pairings, secretary, {"area_id": place, "open": True}),
        (ops.list_bank_accounts, secretary, {"area_id": place}),
        (ops.list_bank_accounts, oneself, {}),
        (ops.show_bank_account, oneself, {"account_id": account}),
        (ops.show_bank_account, oneself, {"account_id": account, "on": "2021-12-31"}),
        (ops.list_bank_entries, oneself, {"account_id": account}),
        (ops.show_bank, secretary, {"bank_id": bank, "on": "2021-12-31"}),
        (ops.list_reservations, secretary, {"area_id": place}),
        (ops.list_reservations, oneself, {}),
        (ops.list_entitlements, secretary, {"area_id": place, "state": "approved"}),
        (ops.list_deeds, secretary, {"area_id": place}),
        (ops.list_deeds, oneself, {}),
        (ops.list_board, oneself, {"area_id": place}),
    ]


def of_a_wide_area(door: DoorUnderTest) -> list[Call]:
    """First pages of all that lies anywhere (ADR 26)."""
    with door.engine.connect() as connection:
        street = connection.execute(text("SELECT area_id FROM runtime.area WHERE kind = 'street'")).scalar_one()
    secretary = door.sign_in(("community_secretary", "area", street))
    lists: list[tuple[Operation, dict[str, Any]]] = [
        (ops.list_volunteers, {}),
        (ops.list_teams, {}),
        (ops.list_activities, {}),
        (ops.list_activities, {"state": "planned"}),
        (ops.list_attendances, {}),
        (ops.list_pairings, {}),
        (ops.list_bank_accounts, {}),
        (ops.list_reservations, {}),
        (ops.list_entitlements, {}),
        (ops.list_needs, {}),
        (ops.list_needs, {"state": "accepted"}),
        (ops.list_deeds, {}),
        (ops.list_board, {}),
    ]
    return [(operation, secretary, {"area_id": street} | words) for operation, words in lists]


def look_through(door: DoorUnderTest, calls: list[Call], *, walked: bool) -> None:
    """Make each call and look at the plan of every statement that it made: those of a small area walk no list's order."""
    for operation, by, words in calls:
        with statements(door.engine) as seen:
            answer = door.call(operation, by, **words)
        assert answer.ok, (operation.name, answer.problem)
        for statement, parameters in seen:
            whole, indexes = plan_of(door.engine, statement, parameters)
            assert not whole, f"{operation.name} {words}: {statement}"
            if "area_id" in words and not walked:
                assert not indexes & ORDERS, f"{operation.name} {words}: {statement}"
