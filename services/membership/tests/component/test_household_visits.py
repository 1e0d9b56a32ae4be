"""Visits to households through the door: told of, taken, made, found shut, struck; who may know why; figures; the past."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import (
    HouseholdVisitDueV1,
    HouseholdVisitMadeV1,
    HouseholdVisitStruckV1,
    VisitDeadlineSettledV1,
)
from kernel.ids import uuid7
from runtime import clocks

TEN = datetime.fromisoformat("2031-06-15T10:00:00+08:00")


@pytest.fixture
def warden(city: Any) -> UUID:
    """A neighbour of the building, one floor up."""
    city.areas["upstairs"] = city.put_area("201室", "building", "household")
    return city.register("中心户长", "upstairs", registered_on="2020-01-01")


def tell(city: Any, kind: str, home: str = "household", by: str = "community_secretary", **more: Any) -> Any:
    return city.door.call(ops.raise_visit, city.by(by), area_id=city.areas[home], kind=kind, **more)


def raised(city: Any, kind: str, home: str = "household", **more: Any) -> str:
    answer = tell(city, kind, home, **more)
    assert answer.ok, answer.problem
    return str(answer.data["visit_id"])


def goes(city: Any, person: UUID) -> Any:
    """A warden of the building, signed in as themselves."""
    return city.by("warden", "building", person_id=person)


def told(city: Any, event: Any, *words: str) -> list[tuple[Any, ...]]:
    return [tuple(each["data"][word] for word in words) for each in city.door.emitted(event)]


def clear(city: Any, *kinds: str) -> None:
    """Leave only visits that the test itself raises: registering people raised some."""
    for visit in city.done(ops.list_visits, city.by("community_secretary"), state="due")["items"]:
        city.done(
            ops.strike_visit,
            city.by("community_secretary"),
            visit_id=visit["visit_id"],
            reason="entered_by_mistake",
        )


def test_one_visit_is_due_for_all_reasons_and_no_event_says_which(city: Any) -> None:
    visit = raised(city, "newcomer")
    assert raised(city, "newcomer") == visit
    hastened = tell(city, "hardship").data
    assert (hastened["visit_id"], hastened["urgency"], hastened["reasons"]) == (visit, "arrival", 2)
    assert (hastened["household"], hastened["place"], hastened["state"]) == ("101室", "1幢", "due")
    assert datetime.fromisoformat(hastened["due_at"]) == TEN + timedelta(hours=4)
    assert told(city, HouseholdVisitDueV1, "visit_id", "due_on") == [(visit, "2031-06-22"), (visit, "2031-06-15")]
    everything = str(city.door.emitted())
    assert not any(word in everything for word in ("hardship", "newcomer"))


def test_what_cannot_be_raised_is_refused(city: Any) -> None:
    stranger = city.register("别家人", "building")
    assert tell(city, "hardship", "building").code == "visit_needs_household"
    assert tell(city, "flood").code == "visit_kind_not_in_pack"
    assert tell(city, "hardship", person_id=stranger).code == "visit_of_stranger"
    assert tell(city, "hardship", person_id=uuid7()).code == "person_unknown"
    assert tell(city, "hardship", by="resident").status == 403


def test_a_visit_is_taken_made_and_counted_in_time(city: Any, warden: UUID) -> None:
    clear(city)
    visit, by = raised(city, "hardship"), goes(city, warden)
    taken = city.done(ops.take_visit, by, visit_id=visit)
    assert taken["visitor_id"] == str(warden)
    other = city.register("别的中心户长", "building")
    refused = city.door.call(ops.take_visit, city.by("grid_worker", person_id=other), visit_id=visit)
    assert (refused.status, refused.code) == (409, "visit_taken")
    made = city.done(ops.make_visit, by, visit_id=visit, wishes=["repair"], note="厨房漏水", follow_up="worry")
    assert (made["state"], made["overdue"]) == ("made", False)
    assert told(city, HouseholdVisitMadeV1, "visit_id", "visited_on") == [(visit, "2031-06-15")]
    assert told(city, VisitDeadlineSettledV1, "urgency", "outcome") == [("arrival", "kept")]
    assert "漏水" not in str(city.door.emitted())
    shown = city.done(ops.show_visit, city.by("community_secretary"), visit_id=visit)
    assert ([reason["kind"] for reason in shown["why"]], shown["wishes"], shown["note"]) == (
        ["hardship"],
        ["repair"],
        "厨房漏水",
    )
    [again] = city.done(ops.list_visits, by, state="due", household_id=city.areas["household"])["items"]
    assert (again["urgency"], again["visit_id"] != visit) == ("call", True)
    assert city.door.call(ops.make_visit, by, visit_id=visit).code == "visit_over"


def test_why_is_shown_to_who_goes_and_who_answers_and_the_reading_is_recorded(city: Any, warden: UUID) -> None:
    visit = raised(city, "hardship")
    before = city.done(ops.show_visit, goes(city, warden), visit_id=visit)
    assert [(reason["kind"], reason["urgency"]) for reason in before["why"]] == [(None, "arrival")]
    assert [entry for entry in city.door.audited() if entry["act"] == "read:visit_reason"] == []
    city.done(ops.take_visit, goes(city, warden), visit_id=visit)
    after = city.done(ops.show_visit, goes(city, warden), visit_id=visit)
    assert [reason["kind"] for reason in after["why"]] == ["hardship"]
    assert [entry["actor_person"] for entry in city.door.audited() if entry["act"] == "read:visit_reason"] == [warden]
    assert city.door.call(ops.show_visit, city.person(city.register()), visit_id=visit).status == 404
    foreign = city.by("community_secretary", "elsewhere")
    assert city.door.call(ops.show_visit, foreign, visit_id=visit).status == 404
    assert city.done(ops.list_visits, foreign)["items"] == []
    with city.door.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT r.*, v.* FROM visit_reason r JOIN household_visit v USING (visit_id)")
        assert "hardship" not in str([bytes(v) if isinstance(v, memoryview) else v for row in rows for v in row])


def test_nobody_visits_their_own_household(city: Any, warden: UUID) -> None:
    clear(city)
    own, visit = raised(city, "hardship", "upstairs"), raised(city, "hardship")
    by = goes(city, warden)
    assert city.door.call(ops.take_visit, by, visit_id=own).code == "visit_own_household"
    assert city.door.call(ops.make_visit, by, visit_id=own).code == "visit_own_household"
    child = city.register("孩子", "upstairs", birth_date="2020-05-04")
    refused = city.door.call(ops.take_visit, by, visit_id=visit, person_id=child)
    assert refused.code == "visitor_minor"
    nobody = city.by("community_secretary")
    assert city.door.call(ops.take_visit, nobody, visit_id=visit).code == "visitor_needed"
    assert city.door.call(ops.make_visit, nobody, visit_id=visit).code == "visitor_needed"
    assert city.door.call(ops.hand_back_visit, by, visit_id=visit).code == "visit_not_taken"
    city.done(ops.take_visit, nobody, visit_id=visit, person_id=warden)
    assert city.done(ops.make_visit, nobody, visit_id=visit)["visitor_id"] == str(warden)


def test_a_visit_lies_between_its_reason_and_now(city: Any, warden: UUID) -> None:
    clear(city)
    visit, by = raised(city, "hardship"), goes(city, warden)
    for word, at in (("visit_in_future", "2031-06-15T10:00:01+08:00"), ("visit_before_raised", "2031-06-14T10:00:00Z")):
        assert city.door.call(ops.make_visit, by, visit_id=visit, made_at=at).code == word
        assert city.door.call(ops.find_nobody, by, visit_id=visit, tried_at=at).code == word
    assert city.door.call(ops.make_visit, by, visit_id=visit, wishes=["gold"]).code == "visit_wish_not_in_pack"
    assert city.door.call(ops.make_visit, by, visit_id=visit, follow_up="gold").code == "visit_kind_not_in_pack"
    assert city.done(ops.list_visits, by, state="made")["items"] == []


def test_a_deadline_passes_and_a_visit_written_up_late_was_still_in_time(city: Any, warden: UUID) -> None:
    clear(city)
    late, in_time, by = raised(city, "hardship", "upstairs"), raised(city, "hardship"), goes(city, warden)
    city.clock.hold(TEN + timedelta(hours=5))
    clocks.wind(city.door.engine, city.door.door)
    city.door.tick()
    assert told(city, VisitDeadlineSettledV1, "outcome") == [("missed",), ("missed",)]
    by = goes(city, warden)
    overdue = city.done(ops.list_visits, by, overdue=True)["items"]
    assert {visit["visit_id"] for visit in overdue} == {late, in_time}
    city.done(ops.make_visit, by, visit_id=in_time, made_at="2031-06-15T13:00:00+08:00")
    secretary = city.by("grid_worker", person_id=city.register("网格员", "building"))
    city.done(ops.make_visit, secretary, visit_id=late)
    outcomes = city.door.emitted(VisitDeadlineSettledV1)
    assert [each["data"]["outcome"] for each in outcomes] == ["missed", "missed", "struck", "kept"]
    assert outcomes[2]["data"]["deadline_id"] in {each["data"]["deadline_id"] for each in outcomes[:2]}
    assert outcomes[3]["data"]["deadline_id"] not in {each["data"]["deadline_id"] for each in outcomes[:3]}
    figures = city.done(ops.show_visit_figures, secretary, area_id=city.areas["community"])
    assert figures["kinds"] == [{"kind": "hardship", "urgency": "arrival", "kept": 1, "missed": 1}]
    assert [figures[word] for word in ("households", "visited", "made", "due", "overdue")] == [2, 2, 2, 0, 0]
    refused = city.door.call(ops.show_visit_figures, secretary, area_id=city.areas["building"])
    assert refused.code == "figures_of_community"


def test_a_shut_door_counts_for_nothing_and_is_due_again(city: Any, warden: UUID) -> None:
    clear(city)
    visit, by = raised(city, "newcomer"), goes(city, warden)
    shut = city.done(ops.find_nobody, by, visit_id=visit)
    assert (shut["state"], shut["attempts"]) == ("due", 1)
    assert datetime.fromisoformat(shut["due_at"]) == TEN + timedelta(hours=48)
    assert told(city, HouseholdVisitMadeV1, "visit_id") == []
    assert told(city, HouseholdVisitDueV1, "due_on")[-1] == ("2031-06-17",)


def test_a_visit_that_was_struck_never_was(city: Any, warden: UUID) -> None:
    clear(city)
    visit, by = raised(city, "newcomer"), goes(city, warden)
    city.done(ops.make_visit, by, visit_id=visit)
    words = {"visit_id": visit, "reason": "wrong_household"}
    assert city.door.call(ops.strike_visit, by, **words).status == 403
    struck = city.done(ops.strike_visit, city.by("community_secretary"), **words)
    assert (struck["state"], struck["ended_for"], struck["reasons"]) == ("struck", "wrong_household", 0)
    assert told(city, HouseholdVisitStruckV1, "visit_id")[-1] == (visit,)
    assert told(city, VisitDeadlineSettledV1, "outcome") == [("kept",), ("struck",)]
    figures = city.done(ops.show_visit_figures, city.by("community_secretary"), area_id=city.areas["community"])
    assert (figures["visited"], figures["kinds"][0]["kept"]) == (0, 0)
    assert city.door.call(ops.strike_visit, city.by("community_secretary"), **words).code == "visit_over"


def test_the_route_of_the_week_goes_from_door_to_door(city: Any, warden: UUID) -> None:
    doors = {name: city.put_area(name, "building", "household") for name in ("1003室", "102室", "二单元101室")}
    city.areas |= doors
    clear(city)
    for name in ("1003室", "household", "二单元101室", "102室"):
        raised(city, "newcomer", name)
    raised(city, "everybody", "upstairs")
    raised(city, "accident", "二单元101室")
    by, here = goes(city, warden), {"area_id": city.areas["building"]}
    stops = city.done(ops.show_route, by, **here)["items"]
    assert [stop["household"] for stop in stops] == ["二单元101室", "101室", "102室", "1003室"]
    assert set(stops[0]) == {"visit_id", "place", "household", "urgency", "due_at", "overdue", "visitor_id"}
    whole = city.done(ops.show_route, by, **here, days=200)["items"]
    assert [stop["household"] for stop in whole] == ["二单元101室", "101室", "102室", "201室", "1003室"]
    first = city.done(ops.show_route, by, **here, limit=3)
    rest = city.done(ops.show_route, by, **here, limit=3, after=first["next"])
    assert (first["items"] + rest["items"], rest["next"]) == (stops, None)
    other = city.register("网格员", "building")
    words = {"area_id": city.areas["community"], "visitors": [warden, other], "days": 200}
    assert city.door.call(ops.share_route, by, **words).status == 403
    shared = city.done(ops.share_route, city.by("community_secretary"), **words)
    # The fourth door is the warden's own in the other's stretch: 5 doors are shared 3 and 2.
    assert shared == {
        "shares": [{"visitor_id": str(warden), "visits": 3}, {"visitor_id": str(other), "visits": 2}],
        "left": 0,
    }
    mine = city.done(ops.show_route, city.person(other), days=200)["items"]
    assert [stop["household"] for stop in mine] == ["201室", "1003室"]
    assert city.done(ops.show_route, by, **here, days=200, untaken=True)["items"] == []


def test_visits_of_the_past_are_imported_and_count(city: Any, warden: UUID) -> None:
    words = {"source": "走访本", "household_id": city.areas["household"], "kind": "newcomer"}
    records = [
        words | {"record_key": "1", "made_at": "2030-03-08T11:00:00Z", "visitor_id": warden, "note": "新搬来"},
        words | {"record_key": "2", "made_at": "2030-05-08T11:00:00Z", "due_at": "2030-05-07T00:00:00Z"},
        words | {"record_key": "3", "made_at": "2031-07-01T11:00:00Z"},
        words | {"record_key": "4", "made_at": "2030-03-08T11:00:00Z", "household_id": city.areas["building"]},
        words | {"record_key": "5", "made_at": "2030-03-08T11:00:00Z", "kind": "gold"},
        words
        | {
            "record_key": "6",
            "made_at": "2030-03-08T11:00:00Z",
            "household_id": city.areas["upstairs"],
            "visitor_id": warden,
        },
    ]
    wanted = ["visit_in_future", "visit_needs_household", "visit_kind_not_in_pack", "visit_own_household"]
    for dry_run in (True, False):
        reply = city.done(ops.import_visits, city.by("registrar", "street"), records=records, dry_run=dry_run)
        assert [result.get("code") for result in reply["results"]] == [None, None, *wanted]
    by = city.by("community_secretary", "street")
    assert len(city.done(ops.list_visits, by, state="made")["items"]) == 2
    figures = city.done(ops.show_visit_figures, by, area_id=city.areas["street"], year=2030)
    assert (figures["visited"], figures["made"]) == (1, 2)
    assert figures["kinds"] == [{"kind": "newcomer", "urgency": "call", "kept": 0, "missed": 1}]
    assert {each["kind"] for each in city.door.emitted(HouseholdVisitMadeV1)} == {"import"}
    again = city.done(ops.import_visits, city.by("registrar", "street"), records=records)
    assert again["repeated"] == 2
