"""What makes households due for a visit: people, elders, calls for help, hazards, the round of all; and the grid they lie in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.eldercare.events import (
    ElderAttentionChangedV1,
    ElderRegisteredV1,
    SosRaisedV1,
    SosResolvedV1,
    VisitMissedV1,
)
from contracts.membership import operations as ops
from contracts.membership.events import HouseholdVisitDueV1, HouseholdVisitStruckV1
from contracts.patrol.events import HazardFoundV1, WelfareCheckFinishedV1
from kernel.ids import uuid7
from runtime import clocks


def due(city: Any, **words: Any) -> list[dict[str, Any]]:
    found = city.done(ops.list_visits, city.by("community_secretary", "street"), state="due", **words)["items"]
    return sorted(found, key=lambda visit: visit["household"])


def why(city: Any, visit_id: str) -> list[str]:
    """The kinds of the reasons that stand."""
    shown = city.done(ops.show_visit, city.by("community_secretary", "street"), visit_id=visit_id)
    return sorted(reason["kind"] for reason in shown["why"])


def test_who_comes_is_visited_and_who_goes_is_not(city: Any) -> None:
    city.areas["next"] = city.put_area("102室", "building", "household")
    first, second = city.register("老大"), city.register("老二")
    [visit] = due(city)
    assert why(city, visit["visit_id"]) == ["newcomer", "newcomer"]
    moved = {"person_id": first, "home_area": city.areas["next"]}
    city.done(ops.correct_person, city.by("registrar"), if_match=1, **moved)
    assert [(each["household"], each["reasons"]) for each in due(city)] == [("101室", 1), ("102室", 1)]
    moved = {"person_id": second, "home_area": city.areas["next"]}
    city.done(ops.correct_person, city.by("registrar"), if_match=1, **moved)
    [joined] = due(city)
    assert (joined["household"], joined["reasons"]) == ("102室", 2)
    city.done(ops.register_death, city.by("registrar"), person_id=first, died_on="2031-06-15")
    assert [each["reasons"] for each in due(city)] == [1]
    city.done(ops.register_death, city.by("registrar"), person_id=second, died_on="2031-06-15")
    assert due(city) == []
    lapsed = city.done(ops.list_visits, city.by("community_secretary"), state="lapsed")["items"]
    assert {each["ended_for"] for each in lapsed} == {"nobody_left"}
    assert len(city.door.emitted(HouseholdVisitStruckV1)) == 2


def test_who_is_imported_or_lives_in_no_household_raises_nothing(city: Any) -> None:
    city.import_people({"name": "旧居民", "home_area": city.areas["household"]})
    city.register("楼里人", "building")
    assert due(city) == []


@pytest.fixture
def elder(city: Any) -> UUID:
    """An elder whom eldercare told of long ago; nothing is due."""
    elder_id, person = uuid7(), city.register("老人", registered_on="2020-01-01")
    [visit] = due(city)
    strike = {"visit_id": visit["visit_id"], "reason": "entered_by_mistake"}
    city.done(ops.strike_visit, city.by("community_secretary"), **strike)
    told = {"elder_id": elder_id, "person_id": person}
    city.door.deliver(ElderRegisteredV1, aggregate_id=elder_id, area=city.areas["community"], kind="import", **told)
    assert due(city) == []
    return elder_id


def test_an_elder_who_is_registered_is_called_on(city: Any) -> None:
    elder_id, person = uuid7(), city.register("老人")
    city.door.deliver(ElderRegisteredV1, sample=True, aggregate_id=elder_id, elder_id=elder_id, person_id=person)
    [visit] = due(city)
    assert why(city, visit["visit_id"]) == ["elder", "newcomer"]


def test_attention_and_missed_visits_are_calls_without_a_reason_told(city: Any, elder: UUID) -> None:
    city.door.deliver(ElderAttentionChangedV1, sample=True, aggregate_id=elder, elder_id=elder, first=False)
    assert due(city) == []
    city.door.deliver(ElderAttentionChangedV1, sample=True, aggregate_id=elder, elder_id=elder, first=True)
    city.door.deliver(VisitMissedV1, sample=True, elder_id=elder)
    [visit] = due(city)
    assert (why(city, visit["visit_id"]), visit["urgency"]) == (["worry"], "call")


def test_after_help_and_after_an_unmet_check_somebody_comes_at_once(city: Any, elder: UUID) -> None:
    missed, sos = uuid7(), uuid7()
    # What others tell out of order waits for what it speaks of.
    city.door.deliver(SosResolvedV1, sample=True, aggregate_id=sos, sos_id=sos, seq=2)
    city.door.deliver(WelfareCheckFinishedV1, sample=True, visit_id=missed, outcome="nobody_there")
    assert due(city) == []
    city.door.deliver(SosRaisedV1, sample=True, aggregate_id=sos, sos_id=sos, elder_id=elder, seq=1)
    [visit] = due(city)
    assert (visit["urgency"], why(city, visit["visit_id"])) == ("arrival", ["accident"])
    assert visit["due_at"] == "2011-06-15T16:00:00+00:00"
    assert len(city.door.parked()) == 1


def test_a_hazard_at_home_is_seen_to_and_one_in_the_street_is_not(city: Any) -> None:
    city.door.deliver(HazardFoundV1, sample=True, area=city.areas["building"], aggregate_id=uuid7())
    assert due(city) == []
    city.door.deliver(HazardFoundV1, sample=True, area=city.areas["household"], aggregate_id=uuid7())
    [visit] = due(city)
    assert (visit["urgency"], city.door.parked()) == ("arrival", [])


def begin(city: Any, by: str = "community_secretary", area: str = "community", **more: Any) -> Any:
    return city.door.call(ops.begin_round, city.by(by, "street"), area_id=city.areas[area], **more)


def test_the_round_comes_to_every_door_once_and_again(city: Any) -> None:
    for number in range(102, 105):
        city.areas[str(number)] = city.put_area(f"{number}室", "building", "household")
    raised = {"area_id": city.areas["103"], "kind": "hardship"}
    visit = city.done(ops.raise_visit, city.by("community_secretary"), **raised)
    visitor = city.by("community_secretary", person_id=city.register("书记", "building"))
    city.done(ops.make_visit, visitor, visit_id=visit["visit_id"])
    begun = begin(city).data
    assert (begun["households"], begun["begun_on"], begun["ends_on"]) == (4, "2031-06-15", "2031-09-22")
    assert (begin(city).status, begin(city).code) == (409, "round_running")
    city.door.tick()
    assert [(each["household"], each["urgency"]) for each in due(city)] == [
        ("101室", "round"),
        ("102室", "round"),
        ("104室", "round"),
    ]
    days = [datetime.fromisoformat(each["due_at"]).date().isoformat() for each in due(city)]
    assert days == ["2031-07-09", "2031-08-03", "2031-09-22"]
    city.clock.hold(datetime.fromisoformat("2031-09-23T00:00:01+08:00"))
    for _ in range(3):
        city.door.tick()
    assert [each["household"] for each in due(city)] == ["101室", "102室", "103室", "104室"]
    assert [each["overdue"] for each in due(city)] == [True, True, False, True]


def test_a_round_that_cannot_begin_is_refused(city: Any) -> None:
    assert begin(city, area="street").code == "round_not_of_community"
    assert begin(city, on="2031-06-16").code == "date_in_future"
    assert begin(city, by="warden").status == 403
    assert begin(city, area="elsewhere", on="2030-12-31").code == "round_not_in_pack"


def test_due_visits_follow_the_grid(city: Any) -> None:
    city.areas["next"] = city.put_area("102室", "building", "household")
    for home, kind in (("household", "hardship"), ("next", "newcomer")):
        city.done(ops.raise_visit, city.by("community_secretary"), area_id=city.areas[home], kind=kind)
    officer = city.by("street_officer", "street")
    city.done(ops.merge_areas, officer, area_id=city.areas["next"], merged=[city.areas["household"]])
    [visit] = due(city)
    assert (visit["household"], visit["urgency"], visit["reasons"]) == ("102室", "arrival", 2)
    city.done(ops.move_area, officer, area_id=city.areas["building"], parent_id=city.areas["elsewhere"])
    for state in ("due", "lapsed"):
        words = {"state": state, "area_id": city.areas["community"]}
        assert city.done(ops.list_visits, city.by("community_secretary", "street"), **words)["items"] == []
    assert [each["visit_id"] for each in due(city, area_id=city.areas["elsewhere"])] == [visit["visit_id"]]
    into = [{"name": name, "code": None, "areas": []} for name in ("102室甲", "102室乙")]
    city.clock.advance(timedelta(days=1))
    officer = city.by("street_officer", "street")
    city.done(ops.split_area, officer, area_id=city.areas["next"], into=into)
    [still] = due(city)
    assert (still["visit_id"], still["household"]) == (visit["visit_id"], "102室甲")
    assert city.door.emitted(HouseholdVisitDueV1)[-1]["data"]["household_id"] == still["household_id"]
    assert city.door.parked() == []


def test_a_reason_told_while_overdue_opens_no_second_deadline(city: Any) -> None:
    words = {"area_id": city.areas["household"], "kind": "hardship"}
    city.done(ops.raise_visit, city.by("community_secretary"), **words)
    city.clock.advance(timedelta(hours=5))
    clocks.wind(city.door.engine, city.door.door)
    city.door.tick()
    again = city.done(ops.raise_visit, city.by("community_secretary"), **words)
    assert (again["reasons"], again["overdue"]) == (1, True)
