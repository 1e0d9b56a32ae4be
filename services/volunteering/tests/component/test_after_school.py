"""After-school care: sealed children, signed pick-ups, and an alarm for who was not fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import MetaData, Table

from contracts.membership.events import ConsentGivenV1, ConsentWithdrawnV1, PersonErasureOrderedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    AfterSchoolClosedV1,
    ChildPickedUpV1,
    PickUpOverdueV1,
    SchoolPlaceEndedV1,
    SchoolPlaceTakenV1,
)
from runtime.testing.harness import Answer, SignedIn

STROKE = "M0 0 L10 12 L20 3 L30 9"
GUARDIAN, GRANDMOTHER, STRANGER = 0, 1, 2
MONDAY = 16
"""The first school day: the fifteenth of June 2031 is a Sunday."""


@dataclass
class School:
    """An after-school from Monday to Friday until six, and a child of the first of the people."""

    here: Any
    id: str
    team: UUID
    child: UUID
    people: list[UUID] = field(default_factory=list)

    def guardian(self) -> SignedIn:
        signed_in: SignedIn = self.here.door.sign_in(
            ("guardian", "person", self.child), person_id=self.here.people[GUARDIAN]
        )
        return signed_in

    def keeper(self, person_id: UUID | None = None) -> SignedIn:
        """The team's leader by grant, whose role may read of children."""
        signed_in: SignedIn = self.here.door.sign_in(
            ("team_leader", "team", self.team), person_id=person_id or self.here.leader
        )
        return signed_in

    def take(self, by: SignedIn | None = None, **changes: Any) -> Answer:
        words = {
            "after_school_id": self.id,
            "person_id": self.child,
            "weekdays": [1, 2, 3],
            "pickers": [{"person_id": self.here.people[GRANDMOTHER], "relation": "grandmother"}],
        }
        answer: Answer = self.here.door.call(ops.take_school_place, by or self.guardian(), **words | changes)
        return answer

    def place(self) -> str:
        return str(self.here.done(self.take()).data["school_place_id"])

    def arrive(self, place: str) -> Answer:
        answer: Answer = self.here.door.call(ops.check_in_child, self.keeper(), school_place_id=place)
        return answer

    def fetch(self, place: str, number: int, by: SignedIn | None = None, signature: str = STROKE) -> Answer:
        words = {"school_place_id": place, "picker_id": self.here.people[number], "signature": signature}
        answer: Answer = self.here.door.call(ops.sign_pick_up, by or self.keeper(), **words)
        return answer

    def roster(self, **words: Any) -> list[dict[str, Any]]:
        answer = self.here.door.call(ops.show_roster, self.keeper(), after_school_id=self.id, **words)
        return list(self.here.done(answer).data["children"])


@pytest.fixture
def school(here: Any) -> School:
    team = here.form("四点半小队", "youth")
    child = here.door.person(here.community, "小宝", minor=True)
    words = {"area_id": here.community, "team_id": team, "name": "四点钟学校", "weekdays": [1, 2, 3, 4, 5]}
    times = {"closes": "18:00:00", "places": 1}
    opened = here.done(here.door.call(ops.open_after_school, here.secretary(), **words, **times)).data
    here.clock.hold(here.at(16, 30, MONDAY))
    return School(here, opened["after_school_id"], team, child)


def test_a_child_is_fetched_by_whom_the_guardian_named_and_signs(here: Any, school: School) -> None:
    place = school.place()
    assert [one["state"] for one in school.roster()] == ["expected"]
    here.done(school.arrive(place))
    (there,) = school.roster()
    assert (there["state"], there["person_id"], there["display_name"]) == ("there", str(school.child), "小宝")
    refused = school.fetch(place, STRANGER)
    assert (refused.status, refused.code) == (403, "picker_not_named")
    fetched = here.done(school.fetch(place, GRANDMOTHER)).data
    assert fetched["handed_over_by"] == str(here.leader)
    assert (school.fetch(place, GRANDMOTHER).status, school.fetch(place, GRANDMOTHER).code) == (
        409,
        "already_picked_up",
    )
    (day,) = here.done(here.door.call(ops.list_school_days, school.guardian(), school_place_id=place)).data["items"]
    assert (day["picker_id"], day["signature"]) == (str(here.people[GRANDMOTHER]), STROKE)
    (told,) = here.door.emitted(ChildPickedUpV1)
    assert told["data"]["late"] is False
    here.clock.hold(here.at(18, 1, MONDAY))
    here.door.tick()
    assert not here.door.emitted(PickUpOverdueV1)


def test_closing_time_raises_the_alarm_for_who_is_still_there(here: Any, school: School) -> None:
    place = school.place()
    here.done(school.arrive(place))
    here.clock.hold(here.at(17, 59, MONDAY))
    here.door.tick()
    assert not here.door.emitted(PickUpOverdueV1)
    here.clock.hold(here.at(18, 0, MONDAY))
    here.door.tick()
    (alarm,) = here.door.emitted(PickUpOverdueV1)
    assert (alarm["data"]["leader_id"], str(school.child) in str(alarm)) == (str(here.leader), False)
    assert [one["state"] for one in school.roster()] == ["overdue"]
    end = here.door.call(ops.end_school_place, school.guardian(), school_place_id=place, reason="moved_away")
    assert (end.status, end.code) == (409, "children_are_there")
    close = here.door.call(ops.close_after_school, here.secretary(), after_school_id=school.id)
    assert close.code == "children_are_there"
    here.done(school.fetch(place, GUARDIAN))
    (told,) = here.door.emitted(ChildPickedUpV1)
    assert told["data"]["late"] is True


def test_which_child_it_is_never_leaves_and_each_opening_is_recorded(here: Any, school: School) -> None:
    place = school.place()
    here.done(school.arrive(place))
    here.done(school.fetch(place, GRANDMOTHER))
    stored = "".join(_stored(here, table) for table in ("school_place", "school_day", "school_pick_up"))
    told = str([each for each in here.door.emitted() if each["aggregate"].startswith(("school", "after_school"))])
    for secret in (school.child, here.people[GRANDMOTHER]):
        assert str(secret) not in told and secret.hex not in stored and str(secret) not in stored
    assert STROKE not in stored
    shown = here.door.call(ops.show_school_place, school.keeper(), school_place_id=place)
    opened = here.done(shown).data
    assert (opened["person_id"], opened["display_name"]) == (str(school.child), "小宝")
    assert {one["relation"] for one in opened["pickers"]} == {"grandmother", "guardian"}
    read = here.done(here.door.call(ops.show_school_place, school.guardian(), school_place_id=place)).data
    assert {one["person_id"] for one in read["pickers"]} == {str(here.people[n]) for n in (GUARDIAN, GRANDMOTHER)}
    acts = {entry["act"] for entry in here.door.audited()}
    assert {"read:child"} <= acts
    (listed,) = here.done(here.door.call(ops.list_school_places, school.guardian())).data["items"]
    assert "person_id" not in listed and "guardian_id" not in listed
    assert not here.done(here.door.call(ops.list_school_places, here.someone(STRANGER))).data["items"]
    for by in (here.someone(STRANGER), here.secretary(here.elsewhere)):
        assert here.door.call(ops.show_school_place, by, school_place_id=place).status == 404
    assert here.door.call(ops.show_roster, here.someone(STRANGER), after_school_id=school.id).status == 403


def test_who_may_take_a_place(here: Any, school: School) -> None:
    parent = {"guardian_id": here.people[GUARDIAN]}
    assert school.take(here.someone(STRANGER)).status == 403
    assert (school.take(school.keeper()).status, school.take(school.keeper()).code) == (422, "guardian_needed")
    refused = school.take(school.keeper(), **parent)
    assert (refused.status, refused.code) == (409, "minor_needs_consent")
    consent = uuid4()
    words = {"consent_id": consent, "person_id": school.child, "purpose": "after_school"}
    here.door.deliver(ConsentGivenV1, aggregate_id=consent, sample=True, given_on=date(2031, 6, 1), **words)
    place = here.done(school.take(school.keeper(), **parent)).data["school_place_id"]
    assert school.take().code == "child_has_a_place"
    here.door.deliver(ConsentWithdrawnV1, aggregate_id=consent, sample=True, withdrawn_on=date(2031, 6, 16), **words)
    assert here.door.parked() == []
    assert school.arrive(place).code == "school_place_over"
    (ended,) = here.door.emitted(SchoolPlaceEndedV1)
    assert ended["data"]["ended_on"] == "2031-06-16"


def test_places_refuse_what_cannot_be(here: Any, school: School) -> None:
    grown = school.take(school.keeper(), person_id=here.people[3])
    assert (grown.status, grown.code) == (422, "not_a_child")
    assert school.take(school.keeper(), person_id=uuid4()).code == "child_unknown"
    assert school.take(weekdays=[6]).code == "weekday_not_offered"
    assert school.take(pickers=[{"person_id": school.child, "relation": "self"}]).code == "picker_unknown"
    assert school.take(pickers=[{"person_id": uuid4(), "relation": "aunt"}]).code == "picker_unknown"
    place = school.place()
    other = here.door.person(here.community, "小妹", minor=True)
    sister = here.door.sign_in(("guardian", "person", other), person_id=here.people[GUARDIAN])
    assert school.take(sister, person_id=other).code == "after_school_full"
    here.done(here.door.call(ops.end_school_place, school.guardian(), school_place_id=place, reason="no_need"))
    again = here.door.call(ops.end_school_place, school.guardian(), school_place_id=place, reason="no_need")
    assert (again.status, again.code) == (409, "school_place_over")
    here.done(school.take(sister, person_id=other))
    first, second = (each["data"]["subject"] for each in here.door.emitted(SchoolPlaceTakenV1))
    assert first != second


def test_arrivals_and_pick_ups_refuse_what_was_not(here: Any, school: School) -> None:
    place = school.place()
    assert school.fetch(place, GRANDMOTHER).code == "not_arrived"
    here.done(school.arrive(place))
    assert school.arrive(place).code == "already_arrived"
    assert school.fetch(place, GRANDMOTHER, signature="x").status == 422
    herself = school.keeper(here.people[GRANDMOTHER])
    assert (school.fetch(place, GRANDMOTHER, herself).status, school.fetch(place, GRANDMOTHER, herself).code) == (
        409,
        "hands_over_to_oneself",
    )
    assert school.fetch(place, GRANDMOTHER, school.guardian()).status == 403
    here.clock.hold(here.at(18, 0, MONDAY + 1))
    assert school.arrive(place).code == "past_closing_time"
    here.clock.hold(here.at(16, 30, MONDAY + 3))
    assert school.arrive(place).code == "not_on_roster"
    assert school.roster(on="2031-06-19") == []


def test_only_the_guardian_names_who_fetches(here: Any, school: School) -> None:
    place = school.place()
    pickers = [{"person_id": here.people[STRANGER], "relation": "uncle"}]
    words = {"school_place_id": place, "pickers": pickers}
    assert here.door.call(ops.name_pickers, school.keeper(), **words).status == 403
    here.done(here.door.call(ops.name_pickers, school.guardian(), **words))
    here.done(school.arrive(place))
    assert school.fetch(place, GRANDMOTHER).code == "picker_not_named"
    here.done(school.fetch(place, STRANGER))


def test_a_school_closes_and_an_erased_child_is_forgotten(here: Any, school: School) -> None:
    place = school.place()
    here.done(school.arrive(place))
    here.done(school.fetch(place, GRANDMOTHER))
    here.door.deliver(PersonErasureOrderedV1, aggregate_id=uuid4(), sample=True, person_id=school.child)
    assert here.door.parked() == []
    shown = here.done(here.door.call(ops.show_school_place, school.keeper(), school_place_id=place)).data
    assert (shown["person_id"], shown["pickers"], shown["end_reason"]) == (None, [], "erased")
    (day,) = here.done(here.door.call(ops.list_school_days, school.keeper(), school_place_id=place)).data["items"]
    assert (day["signature"], day["handed_over_by"]) == (None, str(here.leader))
    closed = here.done(here.door.call(ops.close_after_school, here.secretary(), after_school_id=school.id)).data
    assert (closed["closed_on"], closed["taken"]) == ("2031-06-16", 0)
    assert here.door.emitted(AfterSchoolClosedV1)
    again = here.door.call(ops.close_after_school, here.secretary(), after_school_id=school.id)
    assert (again.status, again.code) == (409, "after_school_closed")
    assert not here.done(here.door.call(ops.list_after_schools, here.someone(0))).data["items"]


def test_a_team_keeps_a_school(here: Any, school: School) -> None:
    words = {"area_id": here.community, "name": "x", "weekdays": [1], "closes": "18:00:00", "places": 5}
    assert here.door.call(ops.open_after_school, here.secretary(), team_id=uuid4(), **words).code == "team_unknown"
    gone = here.form("散伙队")
    here.done(here.door.call(ops.disband_team, here.secretary(), team_id=gone))
    assert here.door.call(ops.open_after_school, here.secretary(), team_id=gone, **words).code == "team_disbanded"
    assert here.door.call(ops.open_after_school, school.keeper(), team_id=school.team, **words).status == 403


def _stored(here: Any, table: str) -> str:
    """Every row of a table as text."""
    with here.door.engine.connect() as connection:
        return str(connection.execute(Table(table, MetaData(), autoload_with=connection).select()).all())
