"""What activities are for, what comes of them, and how often somebody is meant to serve."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    ActivityLoggedV1,
    CadenceLostV1,
    CadenceMetV1,
    OutputRecordedV1,
    OutputStruckV1,
)


def held(here: Any, team: UUID, day: int, *numbers: int, **words: Any) -> list[str]:
    """An activity of a day of June from nine to eleven that these came to; their attendances."""
    times = {"starts_at": here.at(9, day=day), "ends_at": here.at(11, day=day)}
    activity = here.plan(team, **times, **words)
    for number in numbers:
        here.done(here.sign_up(activity, number))
    here.clock.hold(here.at(9, day=day))
    came = [here.done(here.check_in(activity, number)).data["attendance_id"] for number in numbers]
    here.clock.hold(here.at(11, day=day))
    here.done(here.door.call(ops.close_activity, here.the_leader(), activity_id=activity))
    return came


def behind(here: Any, cadence: str) -> list[tuple[str, int]]:
    words = {"area_id": here.community, "cadence": cadence, "behind": True}
    listed = here.done(here.door.call(ops.list_cadence, here.secretary(), **words)).data["items"]
    return [(item["subject_id"], item["done"]) for item in listed]


def test_the_account_hears_what_an_activity_was_for(here: Any) -> None:
    team = here.form("党员志愿队", "party")
    held(here, team, 16, 0, 1, programme="neighbours_tidy")
    (logged,) = here.door.emitted(ActivityLoggedV1)
    known = {word: logged["data"][word] for word in ("team_kind", "programme", "programme_root", "attended")}
    assert known == {
        "team_kind": "party",
        "programme": "neighbours_tidy",
        "programme_root": "neighbours",
        "attended": 2,
    }
    words = {"team_id": team, "area_id": here.community, "title": "清扫"}
    times = {"starts_at": here.at(12, day=16), "ends_at": here.at(13, day=16)}
    unknown = here.door.call(ops.plan_activity, here.secretary(), programme="moon", **words, **times)
    assert unknown.code == "programme_unknown"


def test_outputs_are_recorded_once_begun_and_struck_once(here: Any) -> None:
    activity = here.plan(here.form("党员志愿队", "party"))
    output = {"activity_id": activity, "unit": "leaflet", "number": 500}
    assert here.door.call(ops.record_output, here.the_leader(), **output).code == "activity_not_begun"
    here.clock.hold(here.at(9))
    assert here.door.call(ops.record_output, here.someone(0), **output).status == 403
    assert here.door.call(ops.record_output, here.the_leader(), **output | {"unit": "smile"}).code == "unit_unknown"
    made = here.done(here.door.call(ops.record_output, here.the_leader(), **output)).data
    (told,) = here.door.emitted(OutputRecordedV1)
    assert (told["data"]["unit"], told["data"]["number"], told["data"]["team_kind"]) == ("leaflet", 500, "party")
    strike = {"activity_id": activity, "output_id": made["output_id"], "reason": "counted_twice"}
    assert (
        here.done(here.door.call(ops.strike_output, here.the_leader(), **strike)).data["struck_for"] == "counted_twice"
    )
    assert here.door.call(ops.strike_output, here.the_leader(), **strike).code == "output_already_struck"
    other = here.plan(here.form("二队"), 13, 14)
    assert (
        here.door.call(ops.strike_output, here.the_leader(), **strike | {"activity_id": other}).code == "output_unknown"
    )
    assert len(here.door.emitted(OutputStruckV1)) == 1
    (listed,) = here.done(here.door.call(ops.list_outputs, here.someone(0), activity_id=activity)).data["items"]
    assert listed["number"] == 500


def test_nothing_comes_of_an_activity_that_was_called_off(here: Any) -> None:
    activity = here.plan(here.form())
    here.done(here.door.call(ops.cancel_activity, here.the_leader(), activity_id=activity, reason="rain"))
    here.clock.hold(here.at(9))
    output = {"activity_id": activity, "unit": "load", "number": 1}
    assert here.door.call(ops.record_output, here.the_leader(), **output).code == "activity_cancelled"


def test_a_team_meets_its_cadence_with_its_first_activity_of_the_month(here: Any) -> None:
    team = here.form("党员志愿队", "party")
    here.form("舞蹈队", "culture")
    assert behind(here, "party_team_monthly") == [(str(team), 0)]
    held(here, team, 16, 0)
    (met,) = here.door.emitted(CadenceMetV1)
    told = {word: met["data"][word] for word in ("cadence", "of", "subject_id", "first_day")}
    assert told == {"cadence": "party_team_monthly", "of": "team", "subject_id": str(team), "first_day": "2031-06-01"}
    held(here, team, 17, 0)
    assert len(here.door.emitted(CadenceMetV1)) == 1
    assert behind(here, "party_team_monthly") == []


def test_a_member_meets_the_cadence_with_the_third_approved_service_and_loses_it_again(here: Any) -> None:
    team = here.form("党员志愿队", "party")
    here.join(team, 0)
    came = [held(here, team, day, 0)[0] for day in (16, 17, 18)]
    for attendance in came[:2]:
        here.done(here.door.call(ops.approve_hours, here.the_leader(), attendance_id=attendance, minutes=60))
    assert (str(here.people[0]), 2) in behind(here, "party_member_monthly")
    here.done(here.door.call(ops.approve_hours, here.the_leader(), attendance_id=came[2], minutes=60))
    (met,) = [each for each in here.door.emitted(CadenceMetV1) if each["data"]["of"] == "member"]
    assert met["data"]["subject_id"] == str(here.people[0])
    assert behind(here, "party_member_monthly") == [(str(here.leader), 0)]
    strike = {"attendance_id": came[0], "reason": "recorded_in_error"}
    here.done(here.door.call(ops.reverse_hours, here.the_leader(), **strike))
    (lost,) = here.door.emitted(CadenceLostV1)
    assert lost["data"]["standing_id"] == met["data"]["standing_id"]


def test_who_is_behind_is_for_those_who_answer_for_the_area(here: Any) -> None:
    words = {"area_id": here.community, "cadence": "party_team_monthly"}
    assert here.door.call(ops.list_cadence, here.someone(0), **words).status == 403
    assert here.door.call(ops.list_cadence, here.secretary(), **words | {"cadence": "hourly"}).code == "cadence_unknown"
