"""Needs: brought to a station, taken on, matched, done, confirmed by the helped, credited. Closed is not solved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.membership.events import PersonErasureOrderedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    HoursApprovedV1,
    HoursReversedV1,
    MatchConfirmedV1,
    MatchFailedV1,
    NeedAcceptedV1,
    NeedClosedV1,
    NeedRaisedV1,
    NeedReopenedV1,
    NeedSolvedV1,
    NoShowRecordedV1,
)
from runtime.testing.harness import Answer

TEXT = "厨房水龙头漏水"
ASKER, HELPER, OTHER = 5, 0, 1


@dataclass
class Desk:
    """A station of the community and its clerk."""

    here: Any
    station: UUID

    def clerk(self) -> Any:
        return self.here.door.sign_in(("desk_clerk", "area", self.here.community))

    def raise_need(self, category: str = "general", **words: Any) -> UUID:
        asked = {"station_id": self.station, "category": category, "text": TEXT} | words
        answer = self.here.door.call(ops.raise_need, self.here.someone(ASKER), **asked)
        return UUID(self.here.done(answer).data["need_id"])

    def accepted(self, category: str = "general", **words: Any) -> UUID:
        need = self.raise_need(category, **words)
        self.here.done(self.here.door.call(ops.accept_need, self.clerk(), need_id=need))
        return need

    def offer(self, need: UUID, number: int, start: int = 9, end: int = 11) -> Answer:
        times = {"starts_at": self.here.at(start), "ends_at": self.here.at(end)}
        words = {"need_id": need, "person_id": self.here.people[number]}
        answer: Answer = self.here.door.call(ops.offer_match, self.clerk(), **words, **times)
        return answer

    def matched(self, need: UUID, number: int = HELPER) -> UUID:
        match = UUID(self.here.done(self.offer(need, number)).data["match_id"])
        self.here.done(self.here.door.call(ops.accept_match, self.here.someone(number), match_id=match))
        return match

    def done(self, need: UUID, number: int = HELPER, minutes: int = 60) -> None:
        self.here.clock.hold(self.here.at(11))
        self.here.done(self.here.door.call(ops.report_done, self.here.someone(number), need_id=need, minutes=minutes))

    def confirm(self, need: UUID, *, solved: bool = True) -> Answer:
        answer: Answer = self.here.door.call(ops.confirm_need, self.here.someone(ASKER), need_id=need, solved=solved)
        return answer

    def shown(self, need: UUID) -> dict[str, Any]:
        answer = self.here.door.call(ops.show_need, self.clerk(), need_id=need)
        return dict(self.here.done(answer).data)


@pytest.fixture
def desk(here: Any) -> Desk:
    """A station at which two members of a team help."""
    here.join(here.form("便民队"), HELPER, OTHER)
    words = {"area_id": here.community, "name": "家政便民服务站", "kind": "convenience"}
    return Desk(here, UUID(here.done(here.door.call(ops.open_station, here.secretary(), **words)).data["station_id"]))


def test_from_the_asking_to_the_credit(here: Any, desk: Desk) -> None:
    need = desk.accepted("neighbour_help")
    desk.matched(need)
    desk.done(need)
    assert not here.door.emitted(HoursApprovedV1)
    closed = here.done(desk.confirm(need)).data
    assert (closed["state"], closed["result"]) == ("closed", "solved")
    (credited,) = here.door.emitted(HoursApprovedV1)
    assert (credited["data"]["person_id"], credited["data"]["minutes"]) == (str(here.people[HELPER]), 60)
    (raised,), (solved,) = here.door.emitted(NeedRaisedV1), here.door.emitted(NeedSolvedV1)
    assert (raised["data"]["source"], raised["data"]["programme_root"]) == ("resident", "neighbours")
    assert (solved["data"]["team_kind"], solved["data"]["minutes"]) == ("general", 180)
    told = [here.door.emitted(event)[0]["data"] for event in (NeedAcceptedV1, MatchConfirmedV1, NeedClosedV1)]
    assert (told[0]["matter_id"], told[1]["duty_id"], told[2]["result_code"]) == (None, str(need), "solved")
    steps = desk.shown(need)["steps"]
    assert [step["step"] for step in steps] == ["raised", "accepted", "matched", "done", "closed"]
    assert [step["minutes"] for step in steps] == [0, 0, 180, 0, None]


def test_what_for_is_sealed_and_each_reading_recorded(here: Any, desk: Desk) -> None:
    need = desk.raise_need()
    assert desk.shown(need)["text"] == TEXT
    assert "read:need" in {entry["act"] for entry in here.door.audited()}
    assert here.done(here.door.call(ops.show_need, here.someone(ASKER), need_id=need)).data["text"] == TEXT
    assert here.door.call(ops.show_need, here.someone(OTHER), need_id=need).status == 404
    with here.door.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT need::text, sealed FROM need").all()
    assert TEXT not in str(rows) and TEXT.encode() not in bytes(rows[0][1])
    assert not [each for each in here.door.emitted() if TEXT in str(each) or (str(here.people[ASKER]) in str(each["data"])
                and each["name"].startswith("volunteering.need"))]  # fmt: skip


def test_candidates_come_nearest_first_with_reasons(here: Any, desk: Desk) -> None:
    plumber, neighbour = here.door.person(here.elsewhere, "水工"), here.door.person(here.household, "邻居")
    repair = here.form("维修队", "repair", leader_id=here.people[4])
    for person in (plumber, neighbour):
        by = here.secretary(here.street)
        here.done(here.door.call(ops.register_volunteer, by, person_id=person, skills=["repair"]))
        here.done(here.door.call(ops.add_member, here.secretary(), team_id=repair, person_id=person))
    need = desk.accepted("repair", starts_at=here.at(9), ends_at=here.at(11))
    listed = here.done(here.door.call(ops.list_candidates, desk.clerk(), need_id=need)).data["items"]
    assert [item["person_id"] for item in listed] == [str(neighbour), str(plumber)]
    assert listed[0]["reasons"] == ["has_skill", "in_skill_team", "same_community", "no_clash"]
    assert "same_street" in listed[1]["reasons"]
    here.done(here.sign_up(here.plan(repair, 10, 12), 0))
    busy = {"activity_id": here.plan(repair, 10, 12), "person_id": neighbour}
    here.done(here.door.call(ops.sign_up, here.secretary(), **busy))
    listed = here.done(here.door.call(ops.list_candidates, desk.clerk(), need_id=need)).data["items"]
    assert [item["person_id"] for item in listed] == [str(plumber)]


def test_who_can_be_asked(here: Any, desk: Desk) -> None:
    need = desk.raise_need("repair")
    assert desk.offer(need, HELPER).code == "need_not_there_yet"
    here.done(here.door.call(ops.accept_need, desk.clerk(), need_id=need))
    assert desk.offer(need, HELPER).code == "skill_missing"
    general = desk.accepted()
    assert desk.offer(general, 3).code == "in_no_team"
    assert desk.offer(general, ASKER).code == "helps_own_need"
    here.done(desk.offer(general, HELPER))
    assert desk.offer(general, HELPER).code == "already_asked"
    stranger = {"need_id": general, "person_id": here.door.person(here.community, "生人")}
    times = {"starts_at": here.at(9), "ends_at": here.at(11)}
    assert here.door.call(ops.offer_match, desk.clerk(), **stranger, **times).code == "not_a_volunteer"
    assert here.door.call(ops.offer_match, desk.clerk(), **stranger).code == "window_incomplete"
    assert here.door.call(ops.offer_match, here.someone(OTHER), **stranger, **times).status == 404


def test_the_first_who_accepts_helps_and_has_the_time_kept(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    first, second = (here.done(desk.offer(need, number)).data["match_id"] for number in (HELPER, OTHER))
    assert here.door.call(ops.accept_match, here.someone(OTHER), match_id=first).status == 404
    here.done(here.door.call(ops.accept_match, here.someone(HELPER), match_id=first))
    assert here.door.call(ops.accept_match, here.someone(OTHER), match_id=second).code == "need_not_there_yet"
    elsewhere = here.plan(here.form("二队"), 10, 12)
    assert here.sign_up(elsewhere, HELPER).code == "overlapping_sign_up"
    here.done(here.sign_up(elsewhere, OTHER))


def test_who_has_something_else_to_do_cannot_accept(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    match = here.done(desk.offer(need, HELPER)).data["match_id"]
    here.done(here.sign_up(here.plan(here.form("二队"), 10, 12), HELPER))
    refused = here.door.call(ops.accept_match, here.someone(HELPER), match_id=match)
    assert refused.code == "overlapping_sign_up"
    assert desk.shown(need)["state"] == "accepted"


def test_giving_back_and_not_coming_look_for_somebody_else(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    given = desk.matched(need)
    decline = {"match_id": given, "reason": "ill"}
    assert here.done(here.door.call(ops.decline_match, here.someone(HELPER), **decline)).data["state"] == "withdrawn"
    desk.matched(need, OTHER)
    (failed,) = here.door.emitted(MatchFailedV1)
    assert (failed["data"]["reason_code"], failed["data"]["match_id"]) == ("ill", str(given))
    here.clock.hold(here.at(10))
    (late,) = here.done(here.door.call(ops.list_matches, here.someone(OTHER))).data["items"]
    words = {"match_id": late["match_id"]}
    assert here.door.call(ops.decline_match, here.someone(OTHER), **words, reason="late").code == "match_settled"
    assert here.done(here.door.call(ops.record_absence, desk.clerk(), **words)).data["state"] == "absent"
    (absent,) = here.door.emitted(NoShowRecordedV1)
    assert absent["data"]["person_id"] == str(here.people[OTHER])
    assert (desk.shown(need)["state"], desk.shown(need)["helper_id"]) == ("accepted", None)
    assert here.door.call(ops.record_absence, desk.clerk(), **words).code in ("match_settled", "need_not_there_yet")


def test_minutes_cannot_come_from_the_future(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    desk.matched(need)
    here.clock.hold(here.at(9, 30))
    words = {"need_id": need, "minutes": 31}
    assert here.door.call(ops.report_done, here.someone(HELPER), **words).code == "minutes_from_the_future"
    assert here.door.call(ops.report_done, here.someone(ASKER), **words).status == 403
    here.clock.hold(here.at(12))
    longer = here.door.call(ops.report_done, here.someone(HELPER), **words | {"minutes": 121})
    assert longer.code == "minutes_exceed_activity"
    here.done(here.door.call(ops.report_done, here.someone(HELPER), **words | {"minutes": 30}))


def test_not_solved_looks_for_somebody_else_and_credits_nobody(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    desk.matched(need)
    desk.done(need)
    assert here.done(desk.confirm(need, solved=False)).data["state"] == "accepted"
    assert not here.door.emitted(HoursApprovedV1) and not here.door.emitted(NeedSolvedV1)
    assert desk.confirm(need).code == "need_not_there_yet"
    here.done(desk.offer(need, OTHER, 12, 13))


def test_nobody_confirms_their_own_help(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    desk.matched(need)
    desk.done(need)
    helper = here.door.sign_in(("desk_clerk", "area", here.community), person_id=here.people[HELPER])
    assert here.door.call(ops.confirm_need, helper, need_id=need, solved=True).code == "own_hours"


def test_opening_again_voids_the_solution_and_strikes_the_credit(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    desk.matched(need)
    desk.done(need)
    here.done(desk.confirm(need))
    again = {"need_id": need, "reason": "nobody_was_there", "strike": True}
    assert here.done(here.door.call(ops.reopen_need, here.someone(ASKER), **again)).data["state"] == "accepted"
    (reopened,), (solved,) = here.door.emitted(NeedReopenedV1), here.door.emitted(NeedSolvedV1)
    assert reopened["data"]["solution_id"] == solved["data"]["solution_id"]
    assert len(here.door.emitted(HoursReversedV1)) == 1
    assert here.door.call(ops.reopen_need, here.someone(ASKER), **again).code == "need_not_there_yet"


def test_a_need_is_not_opened_again_for_ever(here: Any, desk: Desk) -> None:
    need = desk.raise_need()
    here.done(here.door.call(ops.close_need, here.someone(ASKER), need_id=need, result="withdrawn"))
    here.clock.hold(here.at(9) + timedelta(days=31))
    again = {"need_id": need, "reason": "still_leaks"}
    assert here.door.call(ops.reopen_need, here.someone(ASKER), **again).code == "reopened_too_late"


def test_closing_sets_everybody_free(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    desk.matched(need)
    here.done(here.door.call(ops.close_need, desk.clerk(), need_id=need, result="unsolved"))
    here.done(here.sign_up(here.plan(here.form("二队"), 9, 11), HELPER))
    (closed,) = here.door.emitted(NeedClosedV1)
    assert closed["data"]["result_code"] == "unsolved"
    assert not here.door.emitted(NeedSolvedV1)


def test_deadlines_of_each_state(here: Any, desk: Desk) -> None:
    waiting, accepted = desk.raise_need(), desk.accepted()
    here.clock.hold(here.at(8, 1, day=16))
    here.door.tick()
    assert (desk.shown(waiting)["overdue"], desk.shown(accepted)["overdue"]) == (True, False)
    here.clock.hold(here.at(8, 1, day=18))
    here.door.tick()
    assert desk.shown(accepted)["overdue"] is True
    (failed,) = here.door.emitted(MatchFailedV1)
    assert failed["data"]["reason_code"] == "nobody_found"
    listed = here.done(here.door.call(ops.list_needs, desk.clerk(), station_id=desk.station, overdue=True)).data
    assert [item["need_id"] for item in listed["items"]] == [str(waiting), str(accepted)]


def test_what_nobody_confirms_is_closed_and_not_solved(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    desk.matched(need)
    desk.done(need)
    here.clock.hold(here.at(11, 1, day=22))
    here.door.tick()
    shown = desk.shown(need)
    assert (shown["state"], shown["result"]) == ("closed", "unconfirmed")
    assert not here.door.emitted(HoursApprovedV1)


def test_a_station_keeps_its_own_queue_and_figures(here: Any, desk: Desk) -> None:
    words = {"area_id": here.community, "name": "帮扶助困服务站", "kind": "assistance", "keeper_id": here.people[4]}
    other = here.done(here.door.call(ops.open_station, here.secretary(), **words)).data["station_id"]
    solved, declined = desk.accepted(), desk.raise_need()
    desk.raise_need(station_id=other)
    decline = {"need_id": declined, "reason": "not_for_volunteers"}
    here.done(here.door.call(ops.decline_need, desk.clerk(), **decline))
    desk.matched(solved)
    desk.done(solved)
    here.done(desk.confirm(solved))
    figures = here.done(here.door.call(ops.show_station, here.someone(3), station_id=desk.station)).data
    counted = [figures[word] for word in ("raised", "solved", "closed", "reopened", "open", "overdue")]
    assert counted == [2, 1, 2, 0, 0, 0]
    assert {step["step"]: step["median_minutes"] for step in figures["steps"]}["matched"] == 180
    (queued,) = here.done(here.door.call(ops.list_needs, here.someone(4))).data["items"]
    assert queued["station_id"] == other
    close = {"station_id": other}
    assert here.door.call(ops.close_station, here.secretary(), **close).code == "station_has_needs"
    here.done(here.door.call(ops.close_station, here.secretary(), station_id=desk.station))
    assert here.door.call(ops.close_station, here.secretary(), station_id=desk.station).code == "station_closed"


def test_what_a_station_refuses(here: Any, desk: Desk) -> None:
    words = {"area_id": here.community, "name": "家政便民服务站", "kind": "convenience"}
    assert here.door.call(ops.open_station, here.secretary(), **words).code == "station_name_taken"
    assert (
        here.door.call(ops.open_station, here.secretary(), **words | {"kind": "casino"}).code == "station_kind_unknown"
    )
    assert here.door.call(ops.open_station, here.someone(0), **words).status == 403
    raising = {"station_id": desk.station, "category": "moon", "text": TEXT}
    assert here.door.call(ops.raise_need, here.someone(ASKER), **raising).code == "need_category_unknown"
    raising["category"] = "general"
    others = here.door.call(ops.raise_need, here.someone(ASKER), **raising, asker_id=here.people[0])
    assert others.code == "not_for_others"
    half = here.door.call(ops.raise_need, here.someone(ASKER), **raising, starts_at=here.at(9))
    assert half.code == "window_incomplete"
    here.done(here.door.call(ops.close_station, here.secretary(), station_id=desk.station))
    assert here.door.call(ops.raise_need, here.someone(ASKER), **raising).code == "station_closed"


def test_a_visit_is_given_and_taken_by_its_match_alone(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    desk.matched(need)
    (visit,) = here.done(here.door.call(ops.list_activities, here.someone(OTHER))).data["items"]
    activity = UUID(visit["activity_id"])
    assert (visit["title"], visit["seats"], visit["taken"]) == ("上门服务", 1, 1)
    assert here.sign_up(activity, OTHER).code == "activity_not_open"
    (seat,) = here.done(here.door.call(ops.list_sign_ups, here.secretary(), activity_id=activity)).data["items"]
    back = here.door.call(ops.cancel_sign_up, here.someone(HELPER), sign_up_id=seat["sign_up_id"])
    assert back.code == "sign_up_not_open"
    off = here.door.call(ops.cancel_activity, here.secretary(), activity_id=activity, reason="rain")
    assert off.code == "activity_not_open"
    assert here.check_in(activity, HELPER).code == "attendance_kept_elsewhere"


def test_who_stops_volunteering_is_replaced(here: Any, desk: Desk) -> None:
    need = desk.accepted()
    desk.matched(need)
    (volunteer,) = here.done(here.door.call(ops.list_volunteers, here.someone(HELPER))).data["items"]
    words = {"volunteer_id": volunteer["volunteer_id"]}
    here.done(here.door.call(ops.retire_volunteer, here.someone(HELPER), **words))
    (failed,) = here.door.emitted(MatchFailedV1)
    assert (failed["data"]["reason_code"], desk.shown(need)["state"]) == ("retired", "accepted")
    desk.matched(need, OTHER)


def test_whoever_is_erased_is_no_longer_known_to_have_asked(here: Any, desk: Desk) -> None:
    need = desk.raise_need()
    person = here.people[ASKER]
    here.door.deliver(PersonErasureOrderedV1, sample=True, aggregate_id=person, person_id=person, order_id=uuid4())
    assert here.door.parked() == []
    shown = desk.shown(need)
    assert (shown["asker_id"], shown["text"]) == (None, None)
