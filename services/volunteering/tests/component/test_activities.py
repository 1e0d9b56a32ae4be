"""Planning activities, signing up, checking in, closing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from contracts.volunteering import operations as ops
from contracts.volunteering.events import ActivityHeldV1, NoShowRecordedV1
from runtime.testing.harness import Answer


def refused(answer: Answer) -> tuple[int, str | None]:
    return answer.status, answer.code


def test_planning_says_when_where_and_for_how_many(here: Any) -> None:
    team = here.form()
    words = {"team_id": team, "area_id": here.community, "title": "清理楼道", "seats": 3}
    by, plan = here.the_leader(), ops.plan_activity
    made = here.door.call(plan, by, **words, starts_at=here.at(9), ends_at=here.at(11))
    assert (made.status, made.data["taken"], made.data["waiting"], made.data["state"]) == (201, 0, 0, "planned")
    backwards = here.door.call(plan, by, **words, starts_at=here.at(11), ends_at=here.at(11))
    assert refused(backwards) == (422, "ends_before_start")
    past = here.door.call(plan, by, **words, starts_at=here.at(7), ends_at=here.at(9))
    assert refused(past) == (422, "activity_in_the_past")
    nowhere = here.door.call(plan, by, **words | {"area_id": uuid4()}, starts_at=here.at(9), ends_at=here.at(11))
    assert refused(nowhere) == (404, "area_unknown")
    here.done(here.door.call(ops.disband_team, here.secretary(), team_id=team))
    late = here.door.call(plan, here.secretary(), **words, starts_at=here.at(9), ends_at=here.at(11))
    assert refused(late) == (409, "team_disbanded")


def test_a_resident_may_not_plan(here: Any) -> None:
    words = {"team_id": here.form(), "area_id": here.community, "title": "?", "seats": None}
    answer = here.door.call(ops.plan_activity, here.someone(0), **words, starts_at=here.at(9), ends_at=here.at(10))
    assert refused(answer) == (403, "not_allowed")


def test_overlaps_are_refused_and_back_to_back_is_none(here: Any) -> None:
    team = here.form()
    morning, late_morning, noon = here.plan(team, 9, 11), here.plan(team, 10, 12), here.plan(team, 11, 13)
    assert here.done(here.sign_up(morning, 0)).data["state"] == "seated"
    assert refused(here.sign_up(morning, 0)) == (409, "already_signed_up")
    assert refused(here.sign_up(late_morning, 0)) == (409, "overlapping_sign_up")
    assert here.sign_up(noon, 0).ok


def test_when_full_one_waits_or_is_refused_and_moves_up_by_itself(here: Any) -> None:
    activity = here.plan(here.form(), seats=1)
    seat = here.done(here.sign_up(activity, 0)).data["sign_up_id"]
    assert refused(here.sign_up(activity, 1, wait=False)) == (409, "activity_full")
    assert here.done(here.sign_up(activity, 1)).data["state"] == "waiting"
    assert here.done(here.sign_up(activity, 2)).data["state"] == "waiting"
    shown = here.done(here.door.call(ops.show_activity, here.someone(5), activity_id=activity)).data
    assert (shown["taken"], shown["waiting"]) == (1, 2)
    assert here.done(here.door.call(ops.cancel_sign_up, here.someone(0), sign_up_id=seat)).data["state"] == "cancelled"
    listed = here.done(here.door.call(ops.list_sign_ups, here.the_leader(), activity_id=activity)).data["items"]
    assert [(item["person_id"], item["state"]) for item in listed] == [
        (str(here.people[0]), "cancelled"),
        (str(here.people[1]), "seated"),
        (str(here.people[2]), "waiting"),
    ]
    again = here.door.call(ops.cancel_sign_up, here.the_leader(), sign_up_id=seat)
    assert refused(again) == (409, "sign_up_not_open")


def test_who_is_taken_up_elsewhere_does_not_move_up(here: Any) -> None:
    team = here.form()
    first, other = here.plan(team, 9, 11, seats=1), here.plan(team, 10, 12)
    seat = here.done(here.sign_up(first, 0)).data["sign_up_id"]
    here.done(here.sign_up(first, 1))
    here.done(here.sign_up(other, 1))
    here.done(here.sign_up(first, 2))
    here.done(here.door.call(ops.cancel_sign_up, here.someone(0), sign_up_id=seat))
    listed = here.done(here.door.call(ops.list_sign_ups, here.the_leader(), activity_id=first)).data["items"]
    assert [item["state"] for item in listed] == ["cancelled", "waiting", "seated"]


def test_a_seat_that_nobody_waits_for_becomes_free(here: Any) -> None:
    activity = here.plan(here.form(), seats=1)
    seat = here.done(here.sign_up(activity, 0)).data["sign_up_id"]
    here.done(here.door.call(ops.cancel_sign_up, here.someone(0), sign_up_id=seat))
    assert here.done(here.sign_up(activity, 1, wait=False)).data["state"] == "seated"
    assert here.done(here.sign_up(activity, 0)).data["state"] == "waiting"


def test_only_volunteers_and_where_said_only_members_sign_up(here: Any) -> None:
    team = here.form()
    here.join(team, 0)
    activity = here.plan(team, members_only=True)
    stranger = here.door.sign_in(person_id=here.door.person(here.community))
    assert refused(here.door.call(ops.sign_up, stranger, activity_id=activity)) == (409, "not_a_volunteer")
    nobody = here.door.sign_in(("volunteer", "area", here.community))
    assert refused(here.door.call(ops.sign_up, nobody, activity_id=activity)) == (409, "not_a_volunteer")
    assert refused(here.sign_up(activity, 1)) == (409, "members_only")
    assert here.sign_up(activity, 0).ok


def test_the_leader_signs_others_up_and_others_do_not(here: Any) -> None:
    activity = here.plan(here.form())
    words = {"activity_id": activity, "person_id": here.people[1]}
    assert refused(here.door.call(ops.sign_up, here.someone(0), **words)) == (403, "not_for_others")
    assert here.door.call(ops.sign_up, here.the_leader(), **words).ok


def test_sign_ups_are_seen_by_oneself_and_the_leader(here: Any) -> None:
    activity = here.plan(here.form())
    mine = here.done(here.sign_up(activity, 0)).data["sign_up_id"]
    here.done(here.sign_up(activity, 1))
    own = here.done(here.door.call(ops.list_sign_ups, here.someone(0), activity_id=activity)).data["items"]
    assert [item["sign_up_id"] for item in own] == [mine]
    assert len(here.done(here.door.call(ops.list_sign_ups, here.the_leader(), activity_id=activity)).data["items"]) == 2
    stolen = here.door.call(ops.cancel_sign_up, here.someone(1), sign_up_id=mine)
    unknown = here.door.call(ops.cancel_sign_up, here.someone(1), sign_up_id=uuid4())
    assert stolen.status == unknown.status == 404
    assert stolen.problem == unknown.problem


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ((8, 29), "outside_check_in_window"),
        ((11, 1), "outside_check_in_window"),
        ((8, 0, 16), "check_in_from_the_future"),
    ],
)
def test_check_in_is_possible_from_half_an_hour_before_to_the_end(here: Any, at: tuple[int, ...], code: str) -> None:
    activity = here.plan(here.form())
    here.done(here.sign_up(activity, 0))
    here.clock.hold(here.at(12))
    answer = here.check_in(activity, 0, here.at(*at))
    assert refused(answer) == (422, code)
    assert answer.pointers == ["/at"]


def test_half_an_hour_before_and_the_very_end_are_in_time(here: Any) -> None:
    activity = here.plan(here.form())
    here.done(here.sign_up(activity, 0))
    here.done(here.sign_up(activity, 1))
    here.clock.hold(here.at(11))
    assert here.check_in(activity, 0, here.at(8, 30)).status == 201
    assert here.check_in(activity, 1).ok
    assert refused(here.check_in(activity, 0)) == (409, "already_checked_in")


def test_only_the_leader_lets_somebody_in_on_the_spot(here: Any) -> None:
    activity = here.plan(here.form(), seats=2)
    here.done(here.sign_up(activity, 0))
    here.clock.hold(here.at(9))
    oneself = here.door.call(ops.check_in, here.someone(1), activity_id=activity)
    assert refused(oneself) == (409, "not_signed_up")
    other = here.door.call(ops.check_in, here.someone(1), activity_id=activity, person_id=here.people[0])
    assert refused(other) == (403, "not_for_others")
    assert here.done(here.check_in(activity, 1)).data["walk_in"] is True
    assert refused(here.check_in(activity, 2)) == (409, "activity_full")
    assert here.done(here.check_in(activity, 0)).data["walk_in"] is False
    stranger = here.door.call(ops.check_in, here.the_leader(), activity_id=activity, person_id=uuid4())
    assert refused(stranger) == (409, "not_a_volunteer")


def test_who_waited_is_let_in_while_a_seat_is_left(here: Any) -> None:
    activity = here.plan(here.form(), seats=1)
    seat = here.done(here.sign_up(activity, 0)).data["sign_up_id"]
    here.done(here.sign_up(activity, 1))
    here.clock.hold(here.at(8, 45))
    assert refused(here.check_in(activity, 1)) == (409, "activity_full")
    here.done(here.door.call(ops.cancel_sign_up, here.someone(0), sign_up_id=seat))
    assert here.done(here.check_in(activity, 1)).data["walk_in"] is False


def test_nobody_gives_a_seat_back_after_the_start(here: Any) -> None:
    activity = here.plan(here.form())
    seat = here.done(here.sign_up(activity, 0)).data["sign_up_id"]
    came = here.done(here.sign_up(activity, 1)).data["sign_up_id"]
    here.clock.hold(here.at(9))
    here.done(here.check_in(activity, 1))
    late = here.door.call(ops.cancel_sign_up, here.someone(0), sign_up_id=seat)
    assert refused(late) == (409, "sign_up_not_open")
    there = here.door.call(ops.cancel_sign_up, here.someone(1), sign_up_id=came)
    assert refused(there) == (409, "already_checked_in")


def test_closing_records_who_did_not_come(here: Any) -> None:
    activity = here.plan(here.form(), seats=2)
    here.attend(activity, 0, here.at(8, 50))
    here.done(here.sign_up(activity, 1))
    here.done(here.sign_up(activity, 2))
    assert refused(here.door.call(ops.close_activity, here.the_leader(), activity_id=activity)) == (
        409,
        "activity_not_over",
    )
    here.clock.hold(here.at(11))
    closed = here.done(here.door.call(ops.close_activity, here.the_leader(), activity_id=activity)).data
    assert (closed["state"], closed["attended"], closed["no_shows"]) == ("closed", 1, 1)
    (missing,) = here.door.emitted(NoShowRecordedV1)
    assert missing["data"]["person_id"] == str(here.people[1])
    (held,) = here.door.emitted(ActivityHeldV1)
    assert (held["data"]["attended"], held["data"]["no_shows"], held["data"]["held_on"]) == (1, 1, "2031-06-15")
    for operation, words in (
        (ops.close_activity, {}),
        (ops.cancel_activity, {"reason": "rain"}),
        (ops.sign_up, {}),
        (ops.check_in, {"person_id": here.people[3]}),
    ):
        answer = here.door.call(operation, here.the_leader(), activity_id=activity, **words)
        assert refused(answer) == (409, "activity_not_open"), operation.name


def test_an_activity_that_nobody_came_to_was_not_held(here: Any) -> None:
    activity = here.plan(here.form())
    here.clock.hold(here.at(11))
    here.done(here.door.call(ops.close_activity, here.the_leader(), activity_id=activity))
    assert not here.door.emitted(ActivityHeldV1)


def test_calling_off_frees_everybody(here: Any) -> None:
    team = here.form()
    activity, other = here.plan(team), here.plan(team, 10, 12)
    here.done(here.sign_up(activity, 0))
    here.done(here.door.call(ops.cancel_activity, here.the_leader(), activity_id=activity, reason="typhoon"))
    assert here.sign_up(other, 0).ok
    here.clock.hold(here.at(10))
    here.done(here.check_in(other, 0))
    late = here.door.call(ops.cancel_activity, here.the_leader(), activity_id=other, reason="typhoon")
    assert refused(late) == (409, "activity_has_attendances")


def test_activities_are_listed_by_time(here: Any) -> None:
    team = here.form()
    noon, morning = here.plan(team, 12, 13), here.plan(team, 9, 10)
    listed = here.done(here.door.call(ops.list_activities, here.someone(0), area_id=here.street)).data["items"]
    assert [item["activity_id"] for item in listed] == [str(morning), str(noon)]
    later = here.done(here.door.call(ops.list_activities, here.someone(0), team_id=team, begins_from=here.at(10))).data
    assert [item["activity_id"] for item in later["items"]] == [str(noon)]
    early = here.done(here.door.call(ops.list_activities, here.someone(0), begins_before=here.at(10), state="planned"))
    assert [item["activity_id"] for item in early.data["items"]] == [str(morning)]


def test_a_group_of_sign_ups_takes_the_seats_there_are(here: Any) -> None:
    activity = here.plan(here.form(), seats=3)
    calls = [here.door.request(ops.sign_up, here.someone(n), activity_id=activity) for n in range(6)]
    states = [here.done(answer).data["state"] for answer in here.door.call_together(calls)]
    assert states == ["seated"] * 3 + ["waiting"] * 3
