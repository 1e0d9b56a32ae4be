"""Activities with parts, activities that come again, seats that change hands."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.volunteering import operations as ops
from contracts.volunteering.events import VolunteerAssignedV1
from runtime.database import transaction
from runtime.testing.harness import Answer
from volunteering.use_cases.series import plan_all_ahead


def planned(here: Any, team: UUID, **words: Any) -> list[str]:
    """The beginnings of the team's activities, as the wall says them."""
    listed = here.done(here.door.call(ops.list_activities, here.someone(0), team_id=team, limit=200, **words)).data
    return [item["starts_at"] for item in listed["items"]]


class TestParts:
    def parts(self, here: Any) -> tuple[UUID, dict[str, str]]:
        wanted = [
            {"name": "登记台", "seats": 1, "starts_at": here.at(9), "ends_at": here.at(10)},
            {"name": "理发", "seats": 2, "skill": "haircut", "starts_at": here.at(10), "ends_at": here.at(12)},
        ]
        activity = here.plan(here.form(), 9, 12, seats=None, parts=wanted)
        shown = here.done(here.door.call(ops.show_activity, here.someone(0), activity_id=activity)).data
        assert shown["seats"] == 3
        return activity, {part["name"]: part["part_id"] for part in shown["parts"]}

    def test_everybody_takes_a_part_with_seats_of_its_own(self, here: Any) -> None:
        activity, part = self.parts(here)
        assert here.sign_up(activity, 0).code == "part_needed"
        assert here.sign_up(activity, 0, part_id=uuid4()).code == "part_unknown"
        assert here.sign_up(activity, 0, part_id=part["理发"]).code == "skill_missing"
        first = here.done(here.sign_up(activity, 0, part_id=part["登记台"])).data
        second = here.done(here.sign_up(activity, 1, part_id=part["登记台"])).data
        assert (first["state"], second["state"]) == ("seated", "waiting")
        here.done(here.door.call(ops.cancel_sign_up, here.someone(0), sign_up_id=first["sign_up_id"]))
        listed = here.done(here.door.call(ops.list_sign_ups, here.the_leader(), activity_id=activity)).data["items"]
        assert [(item["person_id"], item["state"]) for item in listed] == [
            (str(here.people[0]), "cancelled"),
            (str(here.people[1]), "seated"),
        ]

    def test_a_part_takes_no_more_time_and_no_more_minutes_than_it_lasts(self, here: Any) -> None:
        activity, part = self.parts(here)
        here.done(here.sign_up(activity, 0, part_id=part["登记台"]))
        here.done(here.sign_up(here.plan(here.form("二队"), 10, 12), 0))
        assert here.sign_up(here.plan(here.form("三队"), 9, 10), 0).code == "overlapping_sign_up"
        here.clock.hold(here.at(9))
        attendance = here.done(here.check_in(activity, 0)).data["attendance_id"]
        here.clock.hold(here.at(12))
        approve = {"attendance_id": attendance, "minutes": 61}
        assert here.door.call(ops.approve_hours, here.the_leader(), **approve).code == "minutes_exceed_activity"
        here.done(here.door.call(ops.approve_hours, here.the_leader(), **approve | {"minutes": 60}))

    def test_a_part_lies_within_its_activity(self, here: Any) -> None:
        outside = [{"name": "收尾", "seats": 1, "starts_at": here.at(11), "ends_at": here.at(13)}]
        words = {"team_id": here.form(), "area_id": here.community, "title": "集市", "parts": outside}
        times = {"starts_at": here.at(9), "ends_at": here.at(12)}
        assert here.door.call(ops.plan_activity, here.secretary(), **words, **times).code == "part_outside_activity"


class TestSeries:
    def plan(self, here: Any, team: UUID, rule: str = "FREQ=WEEKLY;BYDAY=SA", **words: Any) -> Answer:
        usual = {"area_id": here.community, "title": "周六清洁日", "first_on": date(2031, 6, 15), "starts": "09:00:00"}
        answer: Answer = here.door.call(
            ops.plan_series, here.secretary(), **usual | {"team_id": team, "rule": rule, "minutes": 120} | words
        )
        return answer

    def test_occurrences_are_planned_some_weeks_ahead_and_once(self, here: Any) -> None:
        team = here.form()
        made = here.done(self.plan(here, team)).data
        saturdays = [f"2031-06-{day}T01:00:00+00:00" for day in (21, 28)]
        saturdays += [f"2031-07-{day:02}T01:00:00+00:00" for day in (5, 12, 19)]
        assert (planned(here, team), made["planned_until"]) == (saturdays, "2031-07-20")
        here.clock.hold(here.at(8, day=30))
        for _ in range(2):
            with transaction(here.door.engine) as session:
                plan_all_ahead(session)
        further = [f"{day}T01:00:00+00:00" for day in ("2031-07-26", "2031-08-02")]
        assert planned(here, team) == saturdays + further

    @pytest.mark.parametrize(
        ("rule", "days"),
        [
            ("FREQ=MONTHLY;BYMONTHDAY=1", ["2031-07-01"]),
            ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", ["2031-06-16", "2031-06-18", "2031-06-23"]),
            ("FREQ=DAILY;INTERVAL=10;UNTIL=20310705", ["2031-06-15", "2031-06-25", "2031-07-05"]),
            ("FREQ=MONTHLY;BYDAY=-1FR", ["2031-06-27"]),
            ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", []),
        ],
    )
    def test_rules(self, here: Any, rule: str, days: list[str]) -> None:
        team = here.form()
        here.done(self.plan(here, team, rule))
        assert planned(here, team) == [f"{day}T01:00:00+00:00" for day in days]

    @pytest.mark.parametrize(
        "rule",
        ["FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=1", "weekly", "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX",
         "FREQ=DAILY\nRRULE:FREQ=DAILY", "FREQ=DAILY;COUNT=99999"],
    )  # fmt: skip
    def test_what_is_no_rule_of_days_is_refused(self, here: Any, rule: str) -> None:
        assert self.plan(here, here.form(), rule).code == "rule_not_understood"

    def test_an_ended_series_calls_off_what_lies_behind(self, here: Any) -> None:
        team = here.form()
        series = here.done(self.plan(here, team)).data["series_id"]
        end = {"series_id": series, "on": date(2031, 7, 1)}
        assert here.door.call(ops.end_series, here.someone(0), **end).status == 403
        past = here.door.call(ops.end_series, here.the_leader(), **end | {"on": date(2031, 6, 1)})
        assert past.code == "date_in_past"
        here.done(here.door.call(ops.end_series, here.the_leader(), **end))
        assert here.door.call(ops.end_series, here.the_leader(), **end).code == "series_ended"
        assert len(planned(here, team, state="planned")) == 2
        assert not here.done(here.door.call(ops.list_series, here.someone(0), team_id=team)).data["items"]


class TestSwaps:
    @pytest.fixture
    def seats(self, here: Any) -> tuple[str, str]:
        """The morning's seat of the first, the afternoon's of the second."""
        team = here.form()
        morning, afternoon = here.plan(team, 9, 12, 1), here.plan(team, 11, 14, 1)
        first = here.done(here.sign_up(morning, 0)).data["sign_up_id"]
        return first, here.done(here.sign_up(afternoon, 1)).data["sign_up_id"]

    def propose(self, here: Any, number: int, offered: str, wanted: str) -> Answer:
        answer: Answer = here.door.call(ops.propose_swap, here.someone(number), sign_up_id=offered, wanted_id=wanted)
        return answer

    def test_both_change_seats_though_each_overlaps_with_the_old(self, here: Any, seats: tuple[str, str]) -> None:
        swap = here.done(self.propose(here, 0, *seats)).data["swap_id"]
        assert self.propose(here, 0, *seats).code == "swap_proposed_before"
        assert here.door.call(ops.accept_swap, here.someone(0), swap_id=swap).status == 403
        assert here.door.call(ops.accept_swap, here.someone(2), swap_id=swap).status == 404
        assert here.done(here.door.call(ops.accept_swap, here.someone(1), swap_id=swap)).data["state"] == "accepted"
        held = {}
        for activity in here.done(here.door.call(ops.list_activities, here.someone(0))).data["items"]:
            words = {"activity_id": activity["activity_id"]}
            listed = here.done(here.door.call(ops.list_sign_ups, here.the_leader(), **words)).data["items"]
            held[activity["starts_at"][11:13]] = [i["person_id"] for i in listed if i["state"] == "seated"]
            assert activity["taken"] == 1
        assert held == {"01": [str(here.people[1])], "03": [str(here.people[0])]}
        assert here.door.call(ops.decline_swap, here.someone(1), swap_id=swap).code == "swap_settled"
        assert not here.door.emitted(VolunteerAssignedV1)

    def test_who_has_no_time_for_the_other_seat_cannot_accept(self, here: Any, seats: tuple[str, str]) -> None:
        here.done(here.sign_up(here.plan(here.form("二队"), 8, 10), 1))
        swap = here.done(self.propose(here, 0, *seats)).data["swap_id"]
        assert here.door.call(ops.accept_swap, here.someone(1), swap_id=swap).code == "overlapping_sign_up"
        (known,) = here.done(here.door.call(ops.list_swaps, here.someone(1))).data["items"]
        assert known["state"] == "proposed"
        assert here.done(here.door.call(ops.decline_swap, here.someone(0), swap_id=swap)).data["state"] == "declined"

    def test_what_cannot_be_swapped(self, here: Any, seats: tuple[str, str]) -> None:
        assert self.propose(here, 0, seats[0], str(uuid4())).code == "swap_unknown_seat"
        assert self.propose(here, 1, *seats).status == 404
        mine = here.done(here.sign_up(here.plan(here.form("二队"), 14, 16), 0)).data["sign_up_id"]
        assert self.propose(here, 0, seats[0], mine).code == "swap_with_oneself"
        here.done(here.door.call(ops.cancel_sign_up, here.someone(1), sign_up_id=seats[1]))
        assert self.propose(here, 0, *seats).code == "sign_up_not_open"


def test_late_notice_needs_a_reason(here: Any) -> None:
    here.door.pack(here.community, {"cancel_notice_hours": 2})
    activity = here.plan(here.form(), 11, 13)
    seat = here.done(here.sign_up(activity, 0)).data["sign_up_id"]
    other = here.done(here.sign_up(activity, 1)).data["sign_up_id"]
    early = here.done(here.door.call(ops.cancel_sign_up, here.someone(1), sign_up_id=other)).data
    assert early["late"] is False
    here.clock.hold(here.at(9, 1))
    assert here.door.call(ops.cancel_sign_up, here.someone(0), sign_up_id=seat).code == "notice_too_short"
    late = here.door.call(ops.cancel_sign_up, here.someone(0), sign_up_id=seat, reason="ill")
    assert here.done(late).data["late"] is True
