"""Camps: children with their guardians' consent, places, the days they were there, and what the account hears."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.membership.events import ConsentGivenV1, ConsentWithdrawnV1, PersonErasureOrderedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import CampHeldV1

JULY = {"first_on": "2031-06-20", "last_on": "2031-06-22"}


class Camp:
    """A camp of two places for the children of the community."""

    def __init__(self, here: Any) -> None:
        self.here = here
        self.team = here.form("青年志愿队", "youth")
        self.id = here.done(self.plan()).data["camp_id"]

    def plan(self, **words: Any) -> Any:
        here = self.here
        known = {"team_id": self.team, "area_id": here.community, "title": "社区夏令营", "places": 2}
        return here.door.call(ops.plan_camp, here.the_leader(), **known | {"programme": "youth_camp"} | JULY | words)

    def child(self, name: str = "小宝") -> UUID:
        child: UUID = self.here.door.person(self.here.community, name, minor=True)
        return child

    def guardian(self, child: UUID) -> Any:
        return self.here.door.sign_in(("guardian", "person", child), person_id=self.here.people[5])

    def enrol(self, child: UUID, by: Any = None, **words: Any) -> Any:
        asked = {"camp_id": self.id, "person_id": child} | words
        return self.here.door.call(ops.enrol_child, by or self.guardian(child), **asked)

    def enrolled(self, name: str = "小宝") -> tuple[UUID, str]:
        """A child with its place."""
        child = self.child(name)
        return child, self.here.done(self.enrol(child)).data["place_id"]

    def present(self, place: str, on: str, by: Any = None) -> Any:
        return self.here.door.call(ops.mark_present, by or self.here.the_leader(), place_id=place, on=on)

    def taken(self) -> int:
        (camp,) = self.here.done(self.here.door.call(ops.list_camps, self.here.someone(0))).data["items"]
        return int(camp["taken"])

    def consent(self, child: UUID, purpose: str = "youth_activities") -> UUID:
        consent = uuid4()
        known = {"aggregate_id": consent, "consent_id": consent, "person_id": child, "purpose": purpose}
        self.here.door.deliver(ConsentGivenV1, sample=True, **known)
        return consent


@pytest.fixture
def camp(here: Any) -> Camp:
    return Camp(here)


def test_a_camp_is_planned_ahead_for_a_programme_of_the_pack(here: Any, camp: Camp) -> None:
    assert camp.plan(programme="moon").code == "programme_unknown"
    assert camp.plan(last_on="2031-06-19").code == "ends_before_start"
    assert camp.plan(first_on="2031-06-14").code == "date_in_past"
    known = {"team_id": camp.team, "area_id": here.community, "title": "营", "programme": "youth_camp", "places": 9}
    assert here.door.call(ops.plan_camp, here.someone(0), **known, **JULY).status == 403


def test_a_guardian_enrols_the_own_child_and_gives_the_place_up(here: Any, camp: Camp) -> None:
    child, place = camp.enrolled()
    assert camp.enrol(child).code == "already_enrolled"
    other = camp.child("小花")
    assert camp.enrol(other, by=camp.guardian(child)).status == 404
    assert camp.enrol(child, camp_id=uuid4()).code == "camp_unknown"
    grown = here.door.person(here.community, "大宝")
    assert camp.enrol(grown).code == "not_a_child"
    here.done(camp.enrol(other))
    assert camp.enrol(camp.child("小草")).code == "camp_full"
    give_up = {"place_id": place}
    assert here.door.call(ops.give_up_place, camp.guardian(other), **give_up).status == 404
    here.done(here.door.call(ops.give_up_place, camp.guardian(child), **give_up))
    assert here.door.call(ops.give_up_place, camp.guardian(child), **give_up).code == "place_given_up"
    here.done(camp.enrol(camp.child("小草")))
    assert camp.taken() == 2


def test_others_enrol_a_child_only_with_a_consent_on_file_and_its_end_ends_the_place(here: Any, camp: Camp) -> None:
    child = camp.child()
    assert camp.enrol(child, by=here.secretary()).code == "minor_needs_consent"
    camp.consent(child, "volunteering")
    assert camp.enrol(child, by=here.secretary()).code == "minor_needs_consent"
    consent = camp.consent(child)
    place = here.done(camp.enrol(child, by=here.secretary())).data
    assert place["consent"] == "on_file"
    assert camp.enrol(child, by=here.secretary(here.elsewhere)).status == 404
    by_guardian, _ = camp.enrolled("小花")
    withdrawn = {"consent_id": consent, "person_id": child, "purpose": "youth_activities"}
    here.door.deliver(ConsentWithdrawnV1, sample=True, aggregate_id=consent, **withdrawn)
    listed = here.done(here.door.call(ops.list_camp_places, here.the_leader(), camp_id=camp.id)).data["items"]
    assert {each["person_id"]: each["given_up_on"] is None for each in listed} == {
        str(child): False,
        str(by_guardian): True,
    }
    assert camp.taken() == 1


def test_guardians_see_the_places_of_their_own_children_alone(here: Any, camp: Camp) -> None:
    child, place = camp.enrolled()
    camp.enrolled("小花")

    def seen(by: Any) -> set[str]:
        listed = here.done(here.door.call(ops.list_camp_places, by, camp_id=camp.id)).data["items"]
        return {each["place_id"] for each in listed}

    assert seen(camp.guardian(child)) == {place}
    assert seen(here.someone(0)) == set()
    assert len(seen(here.the_leader())) == 2


def test_the_account_hears_how_many_children_came(here: Any, camp: Camp) -> None:
    _, came = camp.enrolled()
    _, stayed_away = camp.enrolled("小花")
    assert camp.present(came, "2031-06-19").code == "day_outside_camp"
    assert camp.present(came, "2031-06-20").code == "date_in_future"
    here.clock.hold(here.at(9, day=21))
    for day in ("2031-06-20", "2031-06-21"):
        told = here.done(camp.present(came, day)).data
    assert told["days"] == 2
    assert camp.present(came, "2031-06-21").code == "already_present"
    assert camp.present(came, "2031-06-21", by=here.someone(0)).status == 404
    close = {"camp_id": camp.id}
    assert here.door.call(ops.close_camp, here.the_leader(), **close).code == "camp_not_over"
    here.clock.hold(here.at(9, day=23))
    assert camp.enrol(camp.child("小草")).code == "camp_over"
    assert here.door.call(ops.close_camp, here.someone(0), **close).status == 403
    closed = here.done(here.door.call(ops.close_camp, here.the_leader(), **close)).data
    assert (closed["children"], closed["child_days"]) == (1, 2)
    (told,) = here.door.emitted(CampHeldV1)
    assert (told["data"]["children"], told["data"]["child_days"], told["data"]["programme_root"]) == (1, 2, "youth")
    assert here.door.call(ops.close_camp, here.the_leader(), **close).code == "camp_over"
    assert camp.present(stayed_away, "2031-06-22").code == "camp_over"
    assert here.door.call(ops.give_up_place, here.the_leader(), place_id=stayed_away).code == "camp_over"


def test_a_camp_is_called_off_until_a_child_has_come_and_with_its_team(here: Any, camp: Camp) -> None:
    _, place = camp.enrolled()
    call_off = {"camp_id": camp.id}
    assert here.door.call(ops.call_off_camp, here.someone(0), **call_off).status == 403
    here.clock.hold(here.at(9, day=20))
    other = here.done(camp.plan(last_on="2031-06-30")).data["camp_id"]
    here.done(camp.present(place, "2031-06-20"))
    assert here.door.call(ops.call_off_camp, here.the_leader(), **call_off).code == "camp_has_children"
    child = camp.child("小草")
    here.done(camp.enrol(child, camp_id=other))
    here.done(here.door.call(ops.call_off_camp, here.the_leader(), camp_id=other))
    assert here.door.call(ops.call_off_camp, here.the_leader(), camp_id=other).code == "camp_over"
    assert camp.enrol(child, camp_id=other).code == "camp_over"
    here.done(camp.plan(last_on="2031-06-30"))
    here.done(here.door.call(ops.disband_team, here.secretary(), team_id=camp.team))
    listed = here.done(here.door.call(ops.list_camps, here.someone(0))).data["items"]
    assert sorted(each["state"] for each in listed) == ["called_off", "called_off", "planned"]


def test_whoever_leads_the_team_now_answers_for_its_camps(here: Any, camp: Camp) -> None:
    _, place = camp.enrolled()
    here.join(camp.team, 0)
    heir = {"if_match": 1, "team_id": camp.team, "person_id": here.people[0]}
    here.done(here.door.call(ops.change_leader, here.secretary(), **heir))
    here.clock.hold(here.at(9, day=20))
    assert camp.present(place, "2031-06-20").status == 404
    here.done(camp.present(place, "2031-06-20", by=here.someone(0)))


def test_a_camp_that_no_child_came_to_is_not_told(here: Any, camp: Camp) -> None:
    camp.enrolled()
    here.clock.hold(here.at(9, day=22) + timedelta(days=1))
    here.done(here.door.call(ops.close_camp, here.the_leader(), camp_id=camp.id))
    assert here.door.emitted(CampHeldV1) == []


def test_a_forgotten_child_leaves_a_day_without_a_name(here: Any, camp: Camp) -> None:
    child, place = camp.enrolled()
    camp.consent(child)
    here.clock.hold(here.at(9, day=20))
    here.done(camp.present(place, "2031-06-20"))
    order = {"person_id": child, "order_id": uuid4()}
    here.door.deliver(PersonErasureOrderedV1, sample=True, aggregate_id=child, **order)
    assert camp.taken() == 0
    (listed,) = here.done(here.door.call(ops.list_camp_places, here.the_leader(), camp_id=camp.id)).data["items"]
    assert (listed["person_id"], listed["days"], listed["given_up_on"]) == (None, 1, "2031-06-20")
    assert place not in str(here.door.call(ops.list_camp_places, camp.guardian(child), camp_id=camp.id).data)
