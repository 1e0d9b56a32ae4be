"""What many do at once: the database has the last word, and each gets the same rule as alone."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from contracts.volunteering import operations as ops
from kernel.ids import uuid7
from kernel.period import civil_day
from runtime.database import transaction
from runtime.replicas import put_people
from runtime.settings import settings
from runtime.testing.harness import Answer, DoorUnderTest
from runtime.time import now
from volunteering.domain.volunteers import Volunteer

pytestmark = pytest.mark.integration

PEOPLE, SEATS, WORKERS = max(200, min(1_000, round(1_000 * settings.scale))), 50, 8


@pytest.fixture
def place(door_under_test: DoorUnderTest) -> UUID:
    return door_under_test.area("community", door_under_test.area("street"))


@pytest.fixture
def crowd(door_under_test: DoorUnderTest, place: UUID) -> list[UUID]:
    """A thousand volunteers at full size."""
    people = [uuid7() for _ in range(PEOPLE)]
    on = civil_day(now())
    with transaction(door_under_test.engine) as session:
        put_people(session, [{"person_id": p, "display_name": "志愿者", "home_area": place} for p in people])
        words = {"area": place, "skills": [], "registered_on": on, "version": 1}
        session.execute(insert(Volunteer), [{"id": uuid7(), "person_id": person, **words} for person in people])
    return people


@pytest.fixture
def team(door_under_test: DoorUnderTest, place: UUID, crowd: list[UUID]) -> UUID:
    by = door_under_test.sign_in(("community_secretary", "area", place))
    words = {"area_id": place, "name": "大队", "kind": "general", "leader_id": crowd[0]}
    return UUID(door_under_test.call(ops.form_team, by, **words).data["team_id"])


def plan(door: DoorUnderTest, place: UUID, team: UUID, start: float, hours: float, seats: int | None = None) -> UUID:
    by = door.sign_in(("community_secretary", "area", place))
    begins = now() + timedelta(hours=start)
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=hours)}
    words = {"team_id": team, "area_id": place, "title": "活动", "seats": seats}
    return UUID(door.call(ops.plan_activity, by, **words, **times).data["activity_id"])


def at_once(door: DoorUnderTest, requests: list[Any]) -> list[Answer]:
    """Every request by itself, from as many threads as a busy service has workers."""
    with ThreadPoolExecutor(WORKERS) as workers:
        return list(workers.map(lambda request: door.call_together([request])[0], requests))


def test_a_thousand_for_fifty_seats_give_exactly_fifty(
    door_under_test: DoorUnderTest, place: UUID, team: UUID, crowd: list[UUID]
) -> None:
    door = door_under_test
    activity = plan(door, place, team, 1, 2, SEATS)
    requests = [
        door.request(ops.sign_up, door.sign_in(person_id=person), activity_id=activity, wait=False) for person in crowd
    ]
    outcomes = Counter(answer.code or answer.data["state"] for answer in at_once(door, requests))
    assert outcomes == {"seated": SEATS, "activity_full": PEOPLE - SEATS}
    with door.engine.connect() as connection:
        counted = connection.execute(
            text("SELECT taken, (SELECT count(*) FROM sign_up WHERE state = 'seated') FROM activity")
        ).one()
    assert tuple(counted) == (SEATS, SEATS)


def test_who_finds_no_seat_waits_in_the_order_of_asking(
    door_under_test: DoorUnderTest, place: UUID, team: UUID, crowd: list[UUID]
) -> None:
    door, leader = door_under_test, door_under_test.sign_in(("community_secretary", "area", place))
    activity = plan(door, place, team, 1, 2, SEATS)
    requests = [door.request(ops.sign_up, door.sign_in(person_id=person), activity_id=activity) for person in crowd]
    outcomes = Counter(answer.data["state"] for answer in at_once(door, requests))
    assert outcomes == {"seated": SEATS, "waiting": PEOPLE - SEATS}

    def in_order() -> list[dict[str, Any]]:
        items, after = [], None
        while True:
            told = door.call(ops.list_sign_ups, leader, activity_id=activity, limit=200, after=after).data
            items += told["items"]
            if (after := told["next"]) is None:
                return items

    before = in_order()
    assert [one["state"] for one in before] == ["seated"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
    leaving = before[:10]
    for one in leaving:
        by = door.sign_in(person_id=UUID(one["person_id"]))
        assert door.call(ops.cancel_sign_up, by, sign_up_id=one["sign_up_id"]).ok
    seated = [one["sign_up_id"] for one in in_order() if one["state"] == "seated"]
    assert seated == [one["sign_up_id"] for one in before[10 : SEATS + 10]]


def test_one_person_in_two_places_at_once_is_in_one(
    door_under_test: DoorUnderTest, place: UUID, team: UUID, crowd: list[UUID]
) -> None:
    door = door_under_test
    activities = [plan(door, place, team, 1 + n / 10, 2) for n in range(8)]
    by = door.sign_in(person_id=crowd[0])
    answers = at_once(door, [door.request(ops.sign_up, by, activity_id=each) for each in activities])
    assert Counter(answer.code for answer in answers) == {None: 1, "overlapping_sign_up": 7}


def test_one_name_for_two_teams_formed_at_once(door_under_test: DoorUnderTest, place: UUID, crowd: list[UUID]) -> None:
    door = door_under_test
    by = door.sign_in(("community_secretary", "area", place))
    words = {"area_id": place, "name": "夜巡队", "kind": "patrol", "leader_id": crowd[0]}
    answers = at_once(door, [door.request(ops.form_team, by, **words) for _ in range(6)])
    assert Counter(answer.code for answer in answers) == {None: 1, "team_name_taken": 5}


def test_one_seat_for_two_who_add_the_same_member(
    door_under_test: DoorUnderTest, place: UUID, team: UUID, crowd: list[UUID]
) -> None:
    door = door_under_test
    by = door.sign_in(("community_secretary", "area", place))
    words = {"team_id": team, "person_id": crowd[1]}
    answers = at_once(door, [door.request(ops.add_member, by, **words) for _ in range(6)])
    assert Counter(answer.code for answer in answers) == {None: 1, "already_member": 5}


def test_overlapping_stays_are_impossible_even_by_hand(
    door_under_test: DoorUnderTest, team: UUID, crowd: list[UUID]
) -> None:
    statement = text(
        "INSERT INTO team_seat (id, team_id, person_id, role, joined_on, left_on) "
        "VALUES (gen_random_uuid(), :team, :person, 'member', :joined, :left)"
    )
    words = {"team": team, "person": crowd[5]}
    with door_under_test.engine.begin() as connection:
        connection.execute(statement, {**words, "joined": "2020-01-01", "left": "2020-06-01"})
        connection.execute(statement, {**words, "joined": "2020-06-01", "left": None})
    with pytest.raises(IntegrityError, match="team_seat_no_overlap"), door_under_test.engine.begin() as connection:
        connection.execute(statement, {**words, "joined": "2020-05-31", "left": "2020-06-02"})
