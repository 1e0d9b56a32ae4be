"""Mentorships (帮教): counted, never shown."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from contracts.membership.events import PersonDiedV1, PersonErasureOrderedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import MentoringBegunV1, MentoringEndedV1, PairingStartedV1
from runtime.testing.harness import Answer

GOAL = "帮助找到工作"
MENTOR, OFFICER, MENTORED, STRANGER = 0, 1, 2, 3


def start(here: Any, **changes: Any) -> Answer:
    words = {
        "area_id": here.community,
        "helper_id": here.people[MENTOR],
        "officer_id": here.people[OFFICER],
        "helped_id": here.people[MENTORED],
        "started_on": "2031-03-01",
        "goal": GOAL,
    }
    answer: Answer = here.door.call(ops.start_mentorship, here.aid_worker(), **words | changes)
    return answer


def begun(here: Any, **changes: Any) -> str:
    return str(here.done(start(here, **changes)).data["mentorship_id"])


def of(here: Any, by: Any, **words: Any) -> list[str]:
    listed = here.done(here.door.call(ops.list_mentorships, by, **words)).data["items"]
    return [one["mentorship_id"] for one in listed]


def end(here: Any, by: Any, mentorship: str, on: str = "2031-06-01", reason: str = "已就业") -> Answer:
    answer: Answer = here.door.call(ops.end_mentorship, by, mentorship_id=mentorship, reason=reason, on=on)
    return answer


def test_its_mentor_and_its_officer_see_it_and_each_reading_is_recorded(here: Any) -> None:
    mentorship = begun(here)
    for number in (MENTOR, OFFICER):
        by = here.someone(number)
        assert of(here, by) == of(here, by, open=True) == [mentorship]
        opened = here.done(here.door.call(ops.show_mentorship, by, mentorship_id=mentorship)).data
        assert (opened["helped_id"], opened["goal"]) == (str(here.people[MENTORED]), GOAL)
    readings = [entry for entry in here.door.audited() if entry["act"] == "read:mentored"]
    assert {entry["actor_person"] for entry in readings} == {here.people[MENTOR], here.people[OFFICER]}


def test_nobody_else_learns_that_there_is_one(here: Any) -> None:
    mentorship = begun(here)
    everybody = [here.aid_worker(), here.secretary(), here.registrar(), here.the_leader()]
    everybody += [here.someone(MENTORED), here.someone(STRANGER)]
    everybody += [here.door.sign_in((role, "area", here.street)) for role in ("street_officer", "auditor")]
    for by in everybody:
        for operation, words in (
            (ops.show_mentorship, {}),
            (ops.name_officer, {"officer_id": here.people[STRANGER]}),
            (ops.end_mentorship, {"reason": "已就业", "on": "2031-06-01"}),
        ):
            hidden = here.door.call(operation, by, mentorship_id=mentorship, **words)
            unknown = here.door.call(operation, by, mentorship_id=uuid4(), **words)
            assert hidden.status == unknown.status == 404
            assert hidden.problem == unknown.problem
    for number in (MENTORED, STRANGER):
        assert of(here, here.someone(number)) == []
    assert here.done(here.door.call(ops.list_pairings, here.aid_worker())).data["items"] == []
    assert start(here).ok, "that there is one already is no reason to refuse: it would tell"


def test_it_is_told_without_anybody(here: Any) -> None:
    mentorship = begun(here)
    here.done(end(here, here.someone(OFFICER), mentorship))
    pairing = {"area_id": here.community, "helper_kind": "person", "helper_id": here.people[MENTOR]}
    pairing |= {"helped_kind": "student", "helped_id": here.people[MENTORED], "started_on": "2031-03-01"}
    here.done(here.door.call(ops.start_pairing, here.aid_worker(), **pairing))
    (first,), (last,) = here.door.emitted(MentoringBegunV1), here.door.emitted(MentoringEndedV1)
    (paired,) = here.door.emitted(PairingStartedV1)
    told = str([first, last])
    for number in (MENTOR, OFFICER, MENTORED):
        assert str(here.people[number]) not in told
    assert mentorship not in told
    assert first["aggregate_id"] == first["data"]["mentoring_id"] == last["data"]["mentoring_id"]
    assert first["actor_id"] is last["actor_id"] is None
    assert first["data"]["subject"] != paired["data"]["subject"]
    assert paired["actor_id"] is not None
    with here.door.engine.connect() as connection:
        stored = "".join(connection.execute(text("SELECT mentorship::text FROM mentorship")).scalars())
    assert str(here.people[MENTORED]) not in stored


def test_one_who_is_mentored_by_two_is_one_subject(here: Any) -> None:
    begun(here)
    begun(here, helper_id=here.people[STRANGER])
    begun(here, helped_id=here.people[4])
    first, second, other = [envelope["data"]["subject"] for envelope in here.door.emitted(MentoringBegunV1)]
    assert first == second != other


def test_another_officer_takes_over(here: Any) -> None:
    mentorship = begun(here)

    def hand_to(number: int, by: int) -> Answer:
        words = {"mentorship_id": mentorship, "officer_id": here.people[number]}
        answer: Answer = here.door.call(ops.name_officer, here.someone(by), **words)
        return answer

    assert hand_to(MENTORED, OFFICER).code == "officer_is_helped"
    assert here.done(hand_to(STRANGER, OFFICER)).data["officer_id"] == str(here.people[STRANGER])
    assert hand_to(OFFICER, OFFICER).status == 404
    assert (of(here, here.someone(OFFICER)), of(here, here.someone(STRANGER))) == ([], [mentorship])
    assert hand_to(OFFICER, MENTOR).ok, "its mentor may name another, should the officer be gone"


def test_its_officer_ends_it_and_why_stays_sealed(here: Any) -> None:
    mentorship, officer = begun(here), here.someone(OFFICER)
    assert end(here, here.someone(MENTOR), mentorship).status == 403
    assert end(here, officer, mentorship, on="2031-02-28").code == "before_pairing_started"
    assert end(here, officer, mentorship, on="2031-06-16").code == "date_in_future"
    answer = here.done(end(here, officer, mentorship))
    assert "end_reason" not in answer.data
    opened = here.done(here.door.call(ops.show_mentorship, officer, mentorship_id=mentorship)).data
    assert (opened["ended_on"], opened["end_reason"], opened["goal"]) == ("2031-06-01", "已就业", GOAL)
    assert (end(here, officer, mentorship).status, end(here, officer, mentorship).code) == (409, "pairing_over")
    words = {"mentorship_id": mentorship, "officer_id": here.people[STRANGER]}
    assert here.door.call(ops.name_officer, officer, **words).code == "pairing_over"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"helper_id": uuid4()}, "helper_unknown"),
        ({"helped_id": uuid4()}, "helped_unknown"),
        ({"officer_id": uuid4()}, "officer_unknown"),
        ({"started_on": "2031-06-16"}, "date_in_future"),
    ],
)
def test_who_and_when_must_be_true(here: Any, changes: dict[str, Any], code: str) -> None:
    assert start(here, **changes).code == code


def test_mentors_are_of_age_and_nobodys_own(here: Any) -> None:
    child = here.door.person(here.community, "小宝", minor=True)
    assert start(here, helper_id=child).code == "mentor_not_of_age"
    assert start(here, officer_id=child).code == "officer_unknown"
    assert start(here, helper_id=here.people[MENTORED]).code == "helps_oneself"
    assert start(here, officer_id=here.people[MENTORED]).code == "officer_is_helped"
    assert start(here, area_id=here.household).code == "area_too_small"
    assert start(here, helped_id=child).ok


def test_death_ends_it(here: Any) -> None:
    begun(here)
    gone = here.people[MENTORED]
    here.door.deliver(PersonDiedV1, aggregate_id=gone, sample=True, person_id=gone, died_on=date(2031, 5, 1))
    (ended,) = here.door.emitted(MentoringEndedV1)
    assert ended["data"]["ended_on"] == "2031-05-01"


@pytest.mark.parametrize("number", [MENTOR, OFFICER, MENTORED])
def test_who_is_erased_is_in_no_mentorship_any_more(here: Any, number: int) -> None:
    mentorship, gone = begun(here), here.people[number]
    order = {"order_id": uuid4(), "person_id": gone}
    here.door.deliver(PersonErasureOrderedV1, aggregate_id=order["order_id"], sample=True, **order)
    assert here.door.parked() == []
    reader = here.someone(OFFICER if number != OFFICER else MENTOR)
    shown = here.done(here.door.call(ops.show_mentorship, reader, mentorship_id=UUID(mentorship))).data
    assert str(gone) not in str(shown)
    assert (shown["ended_on"] is None) == (number == OFFICER)
    assert (shown["goal"] is None) == (number == MENTORED)
