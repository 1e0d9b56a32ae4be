"""Pairings: who helps whom, and that nobody learns who is helped."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from contracts.cobuilding.events import UnitChangedV1, UnitRegisteredV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    PairingEndedV1,
    PairingGiftGivenV1,
    PairingGiftStruckV1,
    PairingStartedV1,
    PairingVisitedV1,
    PairingVisitStruckV1,
)
from runtime.testing.harness import Answer


def start(here: Any, **changes: Any) -> Answer:
    words = {
        "area_id": here.community,
        "helper_kind": "person",
        "helper_id": here.people[0],
        "helped_kind": "household",
        "helped_id": here.household,
        "started_on": "2031-03-01",
        "goal": "帮助渡过难关",
    }
    return here.door.call(ops.start_pairing, here.aid_worker(), **words | changes)


def pupil(here: Any) -> dict[str, Any]:
    child = here.door.person(here.community, "小宝", minor=True)
    return {"helped_kind": "student", "helped_id": child}


def subjects(here: Any, *events: Any) -> list[str]:
    return [envelope["data"]["subject"] for event in events for envelope in here.door.emitted(event)]


def test_who_is_helped_never_leaves(here: Any) -> None:
    made = start(here)
    assert made.status == 201
    assert "helped_id" not in made.data
    everything = str([made.data, here.door.emitted()]) + "".join(_stored(here))
    assert str(here.household) not in everything
    assert "难关" not in everything
    assert here.household.hex not in everything
    (listed,) = here.done(here.door.call(ops.list_pairings, here.aid_worker())).data["items"]
    assert "helped_id" not in listed
    opened = here.done(here.door.call(ops.show_pairing, here.aid_worker(), pairing_id=made.data["pairing_id"])).data
    assert (opened["helped_id"], opened["goal"]) == (str(here.household), "帮助渡过难关")
    assert any(entry["act"] == "read:helped" for entry in here.door.audited())


def test_only_those_who_arrange_help_open_pairings(here: Any) -> None:
    pairing = here.done(start(here)).data["pairing_id"]
    for by in (here.someone(1), here.secretary(here.elsewhere), here.the_leader()):
        hidden = here.door.call(ops.show_pairing, by, pairing_id=pairing)
        unknown = here.door.call(ops.show_pairing, by, pairing_id=uuid4())
        assert hidden.status == unknown.status == 404
        assert hidden.problem == unknown.problem
        assert not here.done(here.door.call(ops.list_pairings, by)).data["items"]
    assert here.door.call(ops.show_pairing, here.registrar(), pairing_id=pairing).status == 404
    assert here.door.call(ops.show_pairing, here.secretary(), pairing_id=pairing).ok
    other = here.door.sign_in(("aid_worker", "area", here.elsewhere))
    answer = here.door.call(ops.end_pairing, other, pairing_id=pairing, reason="moved_away", on="2031-06-01")
    assert answer.status == 404


def test_a_helper_knows_of_the_own_pairing_only(here: Any) -> None:
    pairing = here.done(start(here)).data["pairing_id"]
    here.done(start(here, helper_id=here.people[1]))
    (own,) = here.done(here.door.call(ops.list_pairings, here.someone(0))).data["items"]
    assert own["pairing_id"] == pairing
    assert "helped_id" not in own
    end = {"pairing_id": pairing, "reason": "moved_away", "on": "2031-06-01"}
    assert here.door.call(ops.end_pairing, here.someone(0), **end).status == 403


def test_both_sides_must_be_known(here: Any) -> None:
    assert (start(here, helper_id=uuid4()).status, start(here, helper_id=uuid4()).code) == (404, "helper_unknown")
    assert start(here, helper_kind="unit").code == "helper_unknown"
    assert start(here, helped_id=uuid4()).code == "helped_unknown"
    assert start(here, helped_id=here.street).code == "helped_unknown"
    assert start(here, helped_kind="student", helped_id=here.household).code == "helped_unknown"
    assert start(here, helped_kind="student", helped_id=here.people[0]).code == "helps_oneself"
    there = here.door.area("household", here.door.area("building", here.elsewhere))
    assert (start(here, helped_id=there).status, start(here, helped_id=there).code) == (422, "helped_elsewhere")


def test_the_area_must_not_tell_who_is_helped(here: Any) -> None:
    by = here.aid_worker()
    answer = here.door.call(
        ops.start_pairing,
        by,
        area_id=here.household,
        helper_kind="person",
        helper_id=here.people[0],
        helped_kind="household",
        helped_id=here.household,
        started_on="2031-03-01",
    )
    assert (answer.status, answer.code) == (422, "area_too_small")


def test_nobody_is_paired_twice_with_the_same(here: Any) -> None:
    pairing = here.done(start(here)).data["pairing_id"]
    assert (start(here).status, start(here).code) == (409, "already_paired")
    assert start(here, helper_id=here.people[1]).ok
    end = {"pairing_id": pairing, "reason": "moved_away", "on": "2031-05-01"}
    assert here.done(here.door.call(ops.end_pairing, here.aid_worker(), **end)).data["ended_on"] == "2031-05-01"
    assert start(here, started_on="2031-04-30").code == "already_paired"
    assert start(here, started_on="2031-05-01").ok


def test_units_of_cobuilding_help_while_they_are_active(here: Any) -> None:
    unit = uuid4()
    here.door.deliver(UnitRegisteredV1, aggregate_id=unit, sample=True, unit_id=unit)
    by_unit = {"helper_kind": "unit", "helper_id": unit}
    assert start(here, **by_unit).ok
    here.door.deliver(UnitChangedV1, aggregate_id=unit, sample=True, unit_id=unit, active=False)
    assert start(here, **by_unit, **pupil(here)).code == "helper_unknown"
    assert here.door.parked() == []


def test_an_outcome_ends_the_pairing_and_is_told_without_a_name(here: Any) -> None:
    pairing = here.done(start(here, **pupil(here))).data["pairing_id"]
    words = {"pairing_id": pairing, "outcome": "finished_school", "on": "2031-06-10"}
    assert (
        here.done(here.door.call(ops.record_outcome, here.aid_worker(), **words)).data["outcome"] == "finished_school"
    )
    (ended,) = here.door.emitted(PairingEndedV1)
    assert (ended["data"]["outcome"], ended["data"]["ended_on"]) == ("finished_school", "2031-06-10")
    first, second = subjects(here, PairingStartedV1, PairingEndedV1)
    assert first == second
    late = here.door.call(ops.record_outcome, here.aid_worker(), **words)
    assert (late.status, late.code) == (409, "pairing_over")
    end = {"pairing_id": pairing, "reason": "moved_away", "on": "2031-06-11"}
    assert here.door.call(ops.end_pairing, here.aid_worker(), **end).code == "pairing_over"


def test_outcomes_fit_the_helped_and_the_days(here: Any) -> None:
    by = here.aid_worker()
    household = here.done(start(here)).data["pairing_id"]

    def outcome(word: str, on: str) -> Answer:
        return here.door.call(ops.record_outcome, by, pairing_id=household, outcome=word, on=on)

    assert (outcome("finished_school", "2031-06-01").status, outcome("finished_school", "2031-06-01").code) == (
        422,
        "outcome_not_for_helped",
    )
    assert outcome("self_reliant", "2031-02-28").code == "before_pairing_started"
    assert outcome("self_reliant", "2031-06-16").code == "date_in_future"
    assert outcome("self_reliant", "2031-06-15").ok
    assert start(here, started_on="2031-06-16").code == "date_in_future"


def test_one_helped_is_one_subject_in_all_pairings_that_touch_a_year(here: Any) -> None:
    here.done(start(here, started_on="2029-03-01"))
    here.done(start(here, started_on="2031-03-01", helper_id=here.people[1]))
    other = here.door.area("household", here.door.area("building", here.community))
    here.done(start(here, helped_id=other, helper_id=here.people[2]))
    first, second, third = subjects(here, PairingStartedV1)
    assert first == second != third


def test_a_helped_of_long_ago_cannot_be_recognised(here: Any) -> None:
    pairing = here.done(start(here, started_on="2029-03-01")).data["pairing_id"]
    end = {"pairing_id": pairing, "reason": "moved_away", "on": "2030-05-01"}
    here.done(here.door.call(ops.end_pairing, here.aid_worker(), **end))
    here.done(start(here, started_on="2031-03-01"))
    first, second = subjects(here, PairingStartedV1)
    assert first != second


def test_pairings_are_listed_by_kind_and_state(here: Any) -> None:
    here.done(start(here))
    student = UUID(here.done(start(here, **pupil(here))).data["pairing_id"])
    words = {"pairing_id": student, "outcome": "finished_school", "on": "2031-06-10"}
    here.done(here.door.call(ops.record_outcome, here.aid_worker(), **words))

    def count(**wanted: Any) -> int:
        return len(here.done(here.door.call(ops.list_pairings, here.aid_worker(), **wanted)).data["items"])

    assert [count(), count(open=True), count(open=False)] == [2, 1, 1]
    assert [count(helped_kind="student"), count(area_id=here.street), count(area_id=here.elsewhere)] == [1, 2, 0]


def _stored(here: Any) -> list[str]:
    """Every row of the service's own tables as text."""
    with here.door.engine.connect() as connection:
        return [str(row) for row in connection.execute(text("SELECT pairing::text FROM pairing")).scalars()]


def test_visits_and_gifts_belong_to_the_days_of_a_pairing(here: Any) -> None:
    pairing = here.done(start(here)).data["pairing_id"]

    def visit(on: str, by: Any = None) -> Answer:
        answer: Answer = here.door.call(ops.record_pairing_visit, by or here.someone(0), pairing_id=pairing, on=on)
        return answer

    def gift(on: str, **changes: Any) -> Answer:
        words = {"pairing_id": pairing, "kind": "school_things", "value_band": "under_100", "on": on} | changes
        answer: Answer = here.door.call(ops.record_pairing_gift, here.aid_worker(), **words)
        return answer

    here.done(visit("2031-03-02"))
    here.done(gift("2031-04-01"))
    assert (visit("2031-03-02").status, visit("2031-03-02").code) == (409, "already_visited")
    assert (visit("2031-02-28").code, gift("2031-02-28").code) == ("not_while_paired", "not_while_paired")
    assert (visit("2031-06-16").code, gift("2031-06-16").code) == ("date_in_future", "date_in_future")
    assert gift("2031-04-01", kind="gold").status == 422
    end = {"pairing_id": pairing, "reason": "moved_away", "on": "2031-05-01"}
    here.done(here.door.call(ops.end_pairing, here.aid_worker(), **end))
    assert visit("2031-05-02").code == "not_while_paired"
    assert visit("2031-04-02", here.someone(1)).status == 404
    shown = here.done(here.door.call(ops.show_pairing_contacts, here.someone(0), pairing_id=pairing)).data
    assert [one["on"] for one in shown["visits"]] == ["2031-03-02"]
    assert [(one["kind"], one["value_band"]) for one in shown["gifts"]] == [("school_things", "under_100")]
    (visited,), (given,) = here.door.emitted(PairingVisitedV1), here.door.emitted(PairingGiftGivenV1)
    assert visited["data"]["subject"] == given["data"]["subject"] == subjects(here, PairingStartedV1)[0]
    assert str(here.household) not in str([visited["data"], given["data"]])


def test_what_was_noted_by_mistake_is_struck_and_stays_readable(here: Any) -> None:
    pairing, other = (here.done(start(here, helper_id=here.people[n])).data["pairing_id"] for n in (0, 1))

    def call(operation: Any, by: Any, **words: Any) -> Answer:
        answer: Answer = here.door.call(operation, by, **{"pairing_id": pairing} | words)
        return answer

    on = {"on": "2031-03-02"}
    visit = {"visit_id": here.done(call(ops.record_pairing_visit, here.someone(0), **on)).data["visit_id"]}
    given = {"kind": "food", "value_band": "under_100", **on}
    gift = {"gift_id": here.done(call(ops.record_pairing_gift, here.someone(0), **given)).data["gift_id"]}
    why = {"reason": "recorded_in_error"}
    for strike, entry, unknown in (
        (ops.strike_pairing_visit, visit, "pairing_visit_unknown"),
        (ops.strike_pairing_gift, gift, "pairing_gift_unknown"),
    ):
        assert call(strike, here.someone(1), **entry, **why).status == 404
        assert call(strike, here.aid_worker(), **entry, **why, pairing_id=other).code == unknown
        assert here.done(call(strike, here.someone(0), **entry, **why)).data["struck_for"] == "recorded_in_error"
        again = call(strike, here.aid_worker(), **entry, **why)
        assert (again.status, again.code) == (409, "contact_already_struck")
    (visited,), (brought,) = here.door.emitted(PairingVisitStruckV1), here.door.emitted(PairingGiftStruckV1)
    assert (visited["data"]["visit_id"], brought["data"]["gift_id"]) == (visit["visit_id"], gift["gift_id"])
    for _ in range(2):
        made = here.done(call(ops.record_pairing_visit, here.someone(0), **on)).data["visit_id"]
        assert call(ops.record_pairing_visit, here.someone(0), **on).code == "already_visited"
        here.done(call(ops.strike_pairing_visit, here.someone(0), visit_id=made, **why))
    shown = here.done(call(ops.show_pairing_contacts, here.someone(0))).data
    assert [one["struck_for"] for one in shown["visits"]] == ["recorded_in_error"] * 3
    assert [one["struck_for"] for one in shown["gifts"]] == ["recorded_in_error"]
