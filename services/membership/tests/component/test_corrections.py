"""Corrections through the door: asked with a paper, accepted under the register's own rules, refused with a reason, in time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import PersonChangedV1
from kernel.ids import uuid7


@pytest.fixture
def person(city: Any) -> UUID:
    return city.register("林秀英", phone="13800001111", birth_date="1946-05-04")


def ask(city: Any, person: UUID, field: str, value: str, by: Any = None) -> Any:
    words = {"person_id": person, "field": field, "value": value, "paper": "更正1"}
    return city.door.call(ops.ask_correction, by or city.person(person), **words)


def test_an_accepted_correction_changes_the_register_and_is_told(city: Any, person: UUID) -> None:
    asked = ask(city, person, "name", "林秀瑛")
    assert (asked.status, asked.data["state"], asked.data["due_on"]) == (201, "asked", "2031-06-30")
    one = {"correction_id": asked.data["correction_id"]}
    assert ask(city, person, "name", "林绣英").code == "correction_running"
    assert city.done(ops.show_correction, city.by("grid_worker"), **one)["value"] == "林秀瑛"
    assert city.done(ops.show_correction, city.person(person), **one)["value"] == "林秀瑛"
    [reading] = [each for each in city.door.audited() if each["act"] == "read:membership.show_correction"]
    assert reading["detail"]["fields"] == ["value"]
    assert city.door.call(ops.accept_correction, city.person(person), **one).status == 403
    assert city.done(ops.accept_correction, city.by("grid_worker"), **one)["state"] == "accepted"
    assert city.done(ops.show_person, city.by("registrar"), person_id=person)["name"] == "林秀瑛"
    [told] = city.door.emitted(PersonChangedV1)
    assert told["data"]["display_name"] == "林秀瑛"
    assert city.done(ops.show_correction, city.person(person), **one)["value"] is None
    assert city.door.call(ops.accept_correction, city.by("grid_worker"), **one).code == "correction_decided"


def test_what_a_correction_may_say_is_what_the_register_takes(city: Any, person: UUID) -> None:
    for field, value in (("phone", "nobody"), ("birth_date", "1946-13-04"), ("identity_number", "3504")):
        answer = ask(city, person, field, value)
        assert (answer.status, answer.code, answer.pointers) == (422, "correction_unfit", ["/value"])
    number = ask(city, person, "identity_number", "350402199001011231").data["correction_id"]
    answer = city.door.call(ops.accept_correction, city.by("registrar"), correction_id=number)
    assert answer.code in ("identity_number_invalid", "birth_date_differs")
    born = ask(city, person, "birth_date", "1946-04-05").data["correction_id"]
    city.done(ops.accept_correction, city.by("registrar"), correction_id=born)
    assert city.done(ops.show_person, city.by("registrar"), person_id=person)["birth_date"] == "1946-04-05"


def test_nobody_decides_on_their_own_and_only_who_keeps_the_area_decides(city: Any, person: UUID) -> None:
    keeper = city.by("registrar")
    entered = {"correction_id": ask(city, person, "phone", "13800002222", keeper).data["correction_id"]}
    assert city.door.call(ops.accept_correction, keeper, **entered).code == "correction_own"
    about_me = city.by("registrar", person_id=person)
    assert city.door.call(ops.accept_correction, about_me, **entered).code == "correction_own"
    for by in (city.by("registrar", "elsewhere"), city.person(uuid7()), city.by("carer")):
        assert city.door.call(ops.show_correction, by, **entered).status == 404
    refused = city.done(ops.refuse_correction, city.by("grid_worker"), **entered, reason="evidence_lacking")
    assert (refused["state"], refused["reason"]) == ("refused", "evidence_lacking")
    assert city.done(ops.show_person, city.person(person), person_id=person)["phone"] == "13800001111"


def test_the_clock_reports_what_nobody_decided(city: Any, person: UUID) -> None:
    asked = ask(city, person, "phone", "13800002222").data["correction_id"]
    city.clock.hold(datetime.fromisoformat("2031-06-30T23:00:00+08:00"))
    city.door.tick()
    assert city.done(ops.list_corrections, city.by("grid_worker"), late=True)["items"] == []
    city.clock.hold(datetime.fromisoformat("2031-07-01T00:01:00+08:00"))
    city.door.tick()
    [late] = city.done(ops.list_corrections, city.by("grid_worker"), late=True)["items"]
    assert (late["correction_id"], late["late_since"]) == (asked, "2031-07-01")
    assert city.done(ops.list_corrections, city.by("grid_worker"), within=city.areas["building"])["items"] == [late]


def test_what_was_asked_goes_along_with_a_move(city: Any, person: UUID) -> None:
    asked = {"correction_id": ask(city, person, "phone", "13800002222").data["correction_id"]}
    move = {"person_id": person, "home_area": city.areas["elsewhere"]}
    city.done(ops.correct_person, city.by("registrar", "street"), **move, if_match=1)
    assert city.door.call(ops.show_correction, city.by("grid_worker"), **asked).status == 404
    assert city.done(ops.show_correction, city.by("grid_worker", "elsewhere"), **asked)["state"] == "asked"
