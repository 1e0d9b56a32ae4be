"""Checking in by the code shown on the spot: now, or noted offline and handed in later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.volunteering import operations as ops
from runtime.testing.harness import Answer


@pytest.fixture
def activity(here: Any) -> UUID:
    """From nine to eleven, with three who signed up."""
    made: UUID = here.plan(here.form(), seats=5)
    for number in range(3):
        here.done(here.sign_up(made, number))
    return made


def shown(here: Any, activity: UUID) -> str:
    answer = here.door.call(ops.show_check_in_code, here.the_leader(), activity_id=activity)
    return str(here.done(answer).data["code"])


def scan(here: Any, activity: UUID, number: int, code: str | None, **words: Any) -> Answer:
    answer: Answer = here.door.call(ops.check_in, here.someone(number), activity_id=activity, code=code, **words)
    return answer


def test_the_code_of_this_moment_lets_in(here: Any, activity: UUID) -> None:
    here.clock.hold(here.at(9))
    told = here.done(here.door.call(ops.show_check_in_code, here.the_leader(), activity_id=activity)).data
    assert told["valid_until"] == "2031-06-15T01:00:30+00:00"
    came = here.done(scan(here, activity, 0, told["code"])).data
    assert (came["way"], came["walk_in"]) == ("code", False)
    assert scan(here, activity, 0, told["code"]).code == "already_checked_in"


def test_the_code_rotates_and_an_old_one_is_stale(here: Any, activity: UUID) -> None:
    here.clock.hold(here.at(9))
    old = shown(here, activity)
    here.clock.hold(here.at(9) + timedelta(seconds=30))
    assert shown(here, activity) != old
    here.done(scan(here, activity, 0, old))
    here.clock.hold(here.at(9) + timedelta(seconds=60))
    assert scan(here, activity, 1, old).code == "check_in_code_stale"


def test_a_forged_code_and_another_activitys_are_refused(here: Any, activity: UUID) -> None:
    other = here.plan(here.form("邻里队"), 13, 15)
    here.clock.hold(here.at(9))
    mine, others = shown(here, activity), shown(here, other)
    window, _, proof = mine.partition("-")
    forged = [others, f"{int(window) + 1}-{proof}", f"{window}-", proof, "１２-AAAA", "", f"0{mine}", mine.lower()]
    assert {scan(here, activity, 0, code).code for code in forged} == {"check_in_code_forged"}
    assert scan(here, activity, 0, None).code == "check_in_code_needed"
    here.done(scan(here, activity, 0, mine))


def test_a_check_in_noted_offline_is_handed_in_later_with_its_proof(here: Any, activity: UUID) -> None:
    here.clock.hold(here.at(9, 10))
    code = shown(here, activity)
    here.clock.hold(here.at(20))
    assert scan(here, activity, 0, code).code == "outside_check_in_window"
    assert scan(here, activity, 0, code, at=here.at(9, 30)).code == "check_in_code_stale"
    came = here.done(scan(here, activity, 0, code, at=here.at(9, 10))).data
    assert (came["way"], came["checked_in_at"]) == ("offline", "2031-06-15T01:10:00+00:00")
    assert scan(here, activity, 1, code, at=here.at(9, 10, day=16)).code == "check_in_from_the_future"


def test_only_the_keeper_sees_the_code_and_needs_none(here: Any, activity: UUID) -> None:
    here.clock.hold(here.at(9))
    assert here.door.call(ops.show_check_in_code, here.someone(0), activity_id=activity).status == 403
    came = here.done(here.check_in(activity, 0)).data
    assert came["way"] == "keeper"
    here.door.call(ops.cancel_activity, here.the_leader(), activity_id=activity, reason="rain")


def test_who_did_not_come_is_a_no_show_by_the_clock(here: Any, activity: UUID) -> None:
    here.clock.hold(here.at(9))
    here.done(scan(here, activity, 0, shown(here, activity)))
    here.clock.hold(here.at(10, 59, day=16))
    here.door.tick()
    assert (
        here.done(here.door.call(ops.show_activity, here.someone(0), activity_id=activity)).data["state"] == "planned"
    )
    here.clock.hold(here.at(11, day=16))
    here.door.tick()
    assert here.done(here.door.call(ops.show_activity, here.someone(0), activity_id=activity)).data["state"] == "closed"
    listed = here.done(here.door.call(ops.list_sign_ups, here.the_leader(), activity_id=activity)).data["items"]
    assert sorted(item["state"] for item in listed) == ["attended", "no_show", "no_show"]
    late = here.door.call(ops.show_check_in_code, here.the_leader(), activity_id=activity)
    assert late.code == "activity_not_open"
