"""Saga 8 through the door: asked, approved by another, ordered after a while, answered by all; nothing readable is left."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.cobuilding import events as from_cobuilding
from contracts.eldercare import events as from_eldercare
from contracts.membership import operations as ops
from contracts.membership.events import GrantRevokedV1, PersonErasureOrderedV1, PostReleasedV1, SessionEndedV1
from contracts.patrol import events as from_patrol
from contracts.volunteering import events as from_volunteering
from kernel.ids import uuid7
from runtime import idempotency
from runtime.database import transaction

ANSWERING = (from_volunteering, from_eldercare, from_patrol, from_cobuilding)
NAME, NUMBER, PHONE = "欧阳石竹", "35040219460504662X", "13800007777"
PASSWORD = "correct-horse-battery"


@pytest.fixture
def person(city: Any) -> UUID:
    """Somebody with a phone, an identity number, an account, a post and a pledge."""
    found = city.register(NAME, phone=PHONE, identity_number=NUMBER)
    opened = {"username": "shizhu", "password": PASSWORD, "person_id": found}
    account = city.done(ops.open_account, city.by("security_admin", "city"), **opened)
    grant = {"role": "resident", "kind": "area", "scope": city.areas["household"], "account_id": account["account_id"]}
    city.done(ops.give_grant, city.by("security_admin", "city"), **grant)
    claim = city.claim(city.post(), person_id=found)
    assert city.pledge(claim, text=f"{NAME}每周劝导").ok
    return found


def request(city: Any, person: UUID, by: Any = None) -> Any:
    return city.door.call(ops.request_erasure, by or city.person(person), person_id=person, ground="purpose_ended")


def approved(city: Any, person: UUID) -> str:
    order: str = request(city, person).data["order_id"]
    city.done(ops.approve_erasure, city.by("community_secretary"), order_id=order, shown_by="identity_card")
    return order


def on(city: Any, day: str) -> None:
    city.clock.hold(datetime.fromisoformat(f"{day}T00:01:00+08:00"))
    while city.door.tick():
        pass


def answer(city: Any, person: UUID, *services: Any, locked_until: date | None = None) -> None:
    for service in services:
        told = {"person_id": person, "locked_until": locked_until}
        city.door.deliver(service.PersonErasureDoneV1, aggregate_id=uuid7(), payload=told)


def shown(city: Any, order: str) -> Any:
    return city.done(ops.show_erasure, city.by("community_secretary"), order_id=order)


def everything(city: Any) -> str:
    """All rows of all tables as text, the bytes of the outbox decoded. Stored replies go after a day by a job of the runtime."""
    with transaction(city.door.engine) as session:
        idempotency.prune(session)
    with city.door.engine.connect() as connection:
        tables = connection.execute(
            text("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('public', 'runtime')")
        ).scalars()
        found = [str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in tables]  # noqa: S608
        bodies = connection.execute(text("SELECT convert_from(body, 'UTF8') FROM runtime.outbox")).scalars().all()
    return "\n".join([*found, *bodies])


def test_a_person_is_forgotten_by_all_and_the_request_closes(city: Any, person: UUID) -> None:
    order = approved(city, person)
    on(city, "2031-06-21")
    assert city.door.emitted(PersonErasureOrderedV1) == []
    assert city.door.call(ops.show_me, city.sign_in("shizhu")).ok
    assert NAME in everything(city)
    on(city, "2031-06-22")
    [told] = city.door.emitted(PersonErasureOrderedV1)
    assert told["data"] == {"person_id": str(person), "order_id": order, "due_on": "2031-07-07"}
    kept = everything(city)
    assert [word for word in (NAME, "ouyang", NUMBER, PHONE, "shizhu") if word in kept] == []
    answer(city, person, *ANSWERING[:3])
    assert (shown(city, order)["state"], shown(city, order)["closed_on"]) == ("ordered", None)
    answer(city, person, ANSWERING[3])
    closed = shown(city, order)
    assert (closed["state"], closed["closed_on"], closed["locked_until"]) == ("closed", "2031-06-22", "2034-06-22")
    assert {step["service"]: step["state"] for step in closed["steps"]} == {
        "cobuilding": "erased",
        "eldercare": "erased",
        "membership": "locked",
        "patrol": "erased",
        "volunteering": "erased",
    }
    assert city.door.emitted(PostReleasedV1)[-1]["data"]["reason"] == "erased"
    assert city.door.emitted(GrantRevokedV1)
    assert city.door.emitted(SessionEndedV1)


def test_who_was_erased_is_gone_and_may_be_registered_anew(city: Any, person: UUID) -> None:
    approved(city, person)
    on(city, "2031-06-22")
    registrar = city.by("registrar")
    assert city.door.call(ops.show_person, registrar, person_id=person).code == "person_erased"
    assert city.done(ops.list_people, registrar, area_id=city.areas["community"])["items"] == []
    assert city.door.call(ops.sign_in, None, username="shizhu", password=PASSWORD).code == "wrong_credentials"
    assert request(city, person, registrar).code == "person_erased"
    again = city.register(NAME, identity_number=NUMBER)
    assert again != person
    assert city.done(ops.show_person, registrar, person_id=again)["identity_number"] == NUMBER


def test_what_the_duty_binds_is_opened_for_a_case_only_and_destroyed_in_the_end(city: Any, person: UUID) -> None:
    order = approved(city, person)
    on(city, "2031-06-22")
    ask = {"order_id": order, "case_number": "公户2031-7"}
    assert city.door.call(ops.open_locked, city.by("community_secretary"), **ask).status == 403
    officer = city.by("district_officer", "district")
    assert city.done(ops.open_locked, officer, **ask) == {"name": NAME, "identity_number": NUMBER}
    entry = next(each for each in city.door.audited() if each["act"] == "membership.open_locked")
    assert (entry["target"], entry["detail"]) == (order, {"case_number": "公户2031-7"})
    on(city, "2034-06-22")
    answer = city.door.call(ops.open_locked, city.by("district_officer", "district"), **ask)
    assert (answer.status, answer.code) == (404, "nothing_locked")


def test_the_clock_reports_who_is_late(city: Any, person: UUID) -> None:
    order = approved(city, person)
    on(city, "2031-06-22")
    answer(city, person, *ANSWERING[1:])
    on(city, "2031-07-07")
    assert city.done(ops.list_erasures, city.by("community_secretary"), late=True)["items"] == []
    on(city, "2031-07-08")
    [late] = city.done(ops.list_erasures, city.by("community_secretary"), late=True)["items"]
    assert (late["order_id"], late["late_since"]) == (order, "2031-07-08")
    assert [step["service"] for step in shown(city, order)["steps"] if step["state"] == "waiting"] == ["volunteering"]
    on(city, "2031-07-09")
    answer(city, person, from_volunteering, locked_until=date(2031, 12, 31))
    assert (shown(city, order)["state"], shown(city, order)["late_since"]) == ("closed", "2031-07-08")
    assert city.done(ops.list_erasures, city.by("community_secretary"), late=True)["items"] == []


def test_a_request_is_called_back_until_it_is_ordered(city: Any, person: UUID) -> None:
    order = approved(city, person)
    on(city, "2031-06-21")
    assert city.done(ops.call_back_erasure, city.person(person), order_id=order)["state"] == "called_back"
    on(city, "2031-06-23")
    assert city.door.emitted(PersonErasureOrderedV1) == []
    assert city.done(ops.show_person, city.by("registrar"), person_id=person)["name"] == NAME
    assert city.door.call(ops.call_back_erasure, city.person(person), order_id=order).code == "erasure_past_recall"
    order = approved(city, person)
    on(city, "2031-06-30")
    late = city.door.call(ops.call_back_erasure, city.by("grid_worker"), order_id=order)
    assert late.code == "erasure_past_recall"


def test_nobody_decides_on_their_own_request_and_none_is_decided_twice(city: Any, person: UUID) -> None:
    secretary = city.by("community_secretary")
    other = city.register("乙")
    paper = {"person_id": other, "ground": "moved_away"}
    assert city.door.call(ops.request_erasure, secretary, **paper).pointers == ["/paper"]
    entered = city.door.call(ops.request_erasure, secretary, **paper, paper="2031-7").data["order_id"]
    approve = {"order_id": entered, "shown_by": "known_in_person"}
    assert city.door.call(ops.approve_erasure, secretary, **approve).code == "erasure_own_request"
    assert city.door.call(ops.approve_erasure, city.by("registrar"), **approve).status == 403
    refused = city.done(ops.refuse_erasure, city.by("street_officer", "street"), order_id=entered, reason="duty_binds")
    assert (refused["state"], refused["reason"]) == ("refused", "duty_binds")
    assert (
        city.door.call(ops.approve_erasure, city.by("community_secretary"), **approve).code == "erasure_not_requested"
    )
    mine = request(city, person).data["order_id"]
    about_me = city.by("community_secretary", person_id=person)
    refusal = city.door.call(ops.refuse_erasure, about_me, order_id=mine, reason="duty_binds")
    assert (refusal.status, refusal.code) == (403, "erasure_own_request")
    assert request(city, person).code == "erasure_running"


def test_only_the_person_and_who_keeps_the_area_know_of_it(city: Any, person: UUID) -> None:
    order = request(city, person).data["order_id"]
    for by in (city.person(uuid7()), city.by("registrar", "elsewhere"), city.by("carer")):
        assert city.door.call(ops.show_erasure, by, order_id=order).status == 404
        assert city.door.call(ops.list_erasures, by).data in (None, {"items": [], "next": None})
        assert request(city, person, by).status == 404
    family = city.door.sign_in(("family", "person", person))
    assert (request(city, person, family).status, city.door.call(ops.show_erasure, family, order_id=order).status) == (
        403,
        404,
    )
    mother = city.door.sign_in(("guardian", "person", person))
    assert city.done(ops.show_erasure, mother, order_id=order)["state"] == "requested"
    assert city.done(ops.call_back_erasure, mother, order_id=order)["state"] == "called_back"
