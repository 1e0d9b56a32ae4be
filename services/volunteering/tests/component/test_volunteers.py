"""Registering as a volunteer, saying what one can do, and stopping."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from contracts.volunteering import operations as ops
from contracts.volunteering.events import TeamChangedV1
from runtime.database import transaction
from runtime.replicas import put_person
from runtime.testing.harness import DoorUnderTest


def test_a_resident_registers_oneself_once(here: Any) -> None:
    person = here.door.person(here.community, "苏七")
    oneself = here.door.sign_in(person_id=person)
    made = here.door.call(ops.register_volunteer, oneself, person_id=person, skills=["haircut", "first_aid"])
    assert made.status == 201
    assert made.data["skills"] == ["first_aid", "haircut"]
    assert made.data["registered_on"] == "2031-06-15"
    assert made.data["display_name"] == "苏七"
    again = here.door.call(ops.register_volunteer, oneself, person_id=person)
    assert (again.status, again.code) == (409, "already_volunteer")


def test_a_minor_needs_a_guardians_consent(here: Any) -> None:
    child = here.door.person(here.community, "小宝", minor=True)
    answer = here.door.call(ops.register_volunteer, here.secretary(), person_id=child)
    assert (answer.status, answer.code) == (409, "minor_needs_consent")


def test_the_dead_do_not_volunteer(here: Any) -> None:
    person = here.door.person(here.community)
    with _transaction(here.door) as session:
        put_person(session, person_id=person, display_name="老王", home_area=here.community, alive=False)
    answer = here.door.call(ops.register_volunteer, here.secretary(), person_id=person)
    assert (answer.status, answer.code) == (409, "person_not_alive")


def test_whoever_is_out_of_sight_looks_unknown(here: Any) -> None:
    stranger = here.secretary(here.elsewhere)
    there = here.door.call(ops.register_volunteer, stranger, person_id=here.people[0])
    nowhere = here.door.call(ops.register_volunteer, stranger, person_id=uuid4())
    assert there.status == nowhere.status == 404
    assert there.problem == nowhere.problem


def test_lists_show_those_whom_the_caller_answers_for(here: Any) -> None:
    everybody = here.done(here.door.call(ops.list_volunteers, here.secretary(), area_id=here.community))
    assert len(everybody.data["items"]) == 7
    assert not here.door.call(ops.list_volunteers, here.secretary(here.elsewhere)).data["items"]
    own = here.done(here.door.call(ops.list_volunteers, here.someone(0)))
    assert [item["person_id"] for item in own.data["items"]] == [str(here.people[0])]


def test_lists_find_a_skill_and_page(here: Any) -> None:
    first = here.done(here.door.call(ops.list_volunteers, here.secretary(), limit=5))
    rest = here.done(here.door.call(ops.list_volunteers, here.secretary(), limit=5, after=first.data["next"]))
    assert (len(first.data["items"]), len(rest.data["items"]), rest.data["next"]) == (5, 2, None)
    one = first.data["items"][0]
    here.done(_set_skills(here, one, ["first_aid"]))
    found = here.done(here.door.call(ops.list_volunteers, here.secretary(), skill="first_aid"))
    assert [item["volunteer_id"] for item in found.data["items"]] == [one["volunteer_id"]]


def test_two_who_edit_skills_do_not_overwrite_each_other(here: Any) -> None:
    (one, *_) = here.door.call(ops.list_volunteers, here.secretary()).data["items"]
    here.done(_set_skills(here, one, ["first_aid"]))
    stale = _set_skills(here, one, ["haircut"])
    assert (stale.status, stale.code) == (412, "stale")
    unsaid = here.door.call(ops.set_skills, here.secretary(), volunteer_id=one["volunteer_id"], skills=[])
    assert unsaid.status == 428


def test_retiring_ends_seats_and_a_return_keeps_what_was_served(here: Any) -> None:
    team = here.form()
    here.join(team, 0)
    volunteer = here.door.call(ops.list_volunteers, here.someone(0)).data["items"][0]["volunteer_id"]
    retired = here.done(here.door.call(ops.retire_volunteer, here.someone(0), volunteer_id=volunteer))
    assert retired.data["retired_on"] == "2031-06-15"
    assert here.door.emitted(TeamChangedV1)[-1]["data"]["change"] == "member_left"
    twice = here.door.call(ops.retire_volunteer, here.someone(0), volunteer_id=volunteer)
    assert (twice.status, twice.code) == (409, "volunteer_retired")
    back = here.done(here.door.call(ops.register_volunteer, here.someone(0), person_id=here.people[0]))
    assert (back.data["volunteer_id"], back.data["retired_on"]) == (volunteer, None)


def test_only_oneself_and_officers_see_a_volunteer(here: Any) -> None:
    volunteer = here.door.call(ops.list_volunteers, here.someone(0)).data["items"][0]["volunteer_id"]
    assert here.door.call(ops.show_volunteer, here.someone(0), volunteer_id=volunteer).ok
    assert here.door.call(ops.show_volunteer, here.secretary(), volunteer_id=volunteer).ok
    assert here.door.call(ops.show_volunteer, here.someone(1), volunteer_id=volunteer).status == 404
    assert here.door.call(ops.show_hours, here.someone(1), volunteer_id=volunteer).status == 404


def _set_skills(here: Any, volunteer: dict[str, object], skills: list[str]) -> Any:
    return here.door.call(
        ops.set_skills,
        here.secretary(),
        if_match=volunteer["version"],
        volunteer_id=volunteer["volunteer_id"],
        skills=skills,
    )


def _transaction(door: DoorUnderTest) -> Any:
    return transaction(door.engine)
