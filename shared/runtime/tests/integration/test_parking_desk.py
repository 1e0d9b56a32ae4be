"""The operators' desk through the whole door: who may look, what is shown and what never, replay, skip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from alpha.contract import ThingDoneV1
from beta import mischief
from beta.service import door as plain
from sqlalchemy import Engine, text

from contracts.operations import Operation
from contracts.parking import REFUSALS, parking_operations
from kernel.ids import uuid7
from runtime import parking_control, parking_desk, suspects
from runtime.doors import Door
from runtime.inbox import EventDoor
from runtime.testing.harness import DoorUnderTest, SignedIn

LIST, SHOW, REPLAY, SKIP = parking_operations("beta")
ON_ONE = (SHOW, REPLAY, SKIP)


@pytest.fixture
def desk(beta: Engine, keys: Path, monkeypatch: pytest.MonkeyPatch) -> DoorUnderTest:
    """Beta as `load` would make it, never waiting before the next try."""
    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(keys))
    monkeypatch.setenv("GONGJIAN_PARKING_MS", "0")
    mischief.attempts.clear()
    door = Door("beta")
    for reaction in plain.reactions:
        door.react(reaction.event, reaction.handler, batch=reaction.batch)
    parking_desk.open_at(door)
    return DoorUnderTest(door, beta)


@pytest.fixture
def operator(desk: DoorUnderTest) -> SignedIn:
    return desk.sign_in(("system_operator", "area", uuid7()))


@pytest.fixture
def clock(desk: DoorUnderTest) -> Callable[[], None]:
    """Everything that is due runs, as the clock would run it."""

    def run() -> None:
        while suspects.retry_due(EventDoor(desk.door, desk.engine)):
            pass

    return run


@pytest.fixture
def thing(desk: DoorUnderTest, clock: Callable[[], None]) -> UUID:
    """A thing whose first event has failed for good, with two behind it."""
    thing_id = uuid7()
    for number in (mischief.FAILS_ALWAYS, 2, 3):
        desk.deliver(ThingDoneV1, aggregate_id=thing_id, number=number)
    clock()
    return thing_id


def listed(desk: DoorUnderTest, operator: SignedIn, **words: Any) -> list[dict[str, Any]]:
    answer = desk.call(LIST, operator, **words)
    assert answer.status == 200
    return answer.data["items"]


def effects(desk: DoorUnderTest) -> list[int]:
    with desk.engine.connect() as connection:
        return list(connection.execute(text("SELECT seq FROM effect ORDER BY n")).scalars())


def asked(operation: Operation, parked_id: int) -> dict[str, Any]:
    return {"parked_id": parked_id, **({"reason": "seen"} if operation is SKIP else {})}


def test_an_operator_sees_what_waits_for_what(desk, operator, thing):
    first, second, third = listed(desk, operator)
    assert [each["state"] for each in (first, second, third)] == ["dead", "behind", "behind"]
    assert (first["name"], first["attempts"], first["waits_for"]) == ("alpha.thing_done.v1", 2, None)
    assert second["waits_for"] == third["waits_for"] == {"aggregate_seq": 1, "parked_id": first["parked_id"]}
    assert [each["parked_id"] for each in listed(desk, operator, state="dead")] == [first["parked_id"]]
    page = desk.call(LIST, operator, limit=2).data
    assert [each["aggregate_seq"] for each in page["items"]] == [1, 2]
    assert [each["aggregate_seq"] for each in listed(desk, operator, after=page["next"])] == [3]


def test_an_early_event_waits_for_a_number_that_nobody_has(desk, operator):
    desk.deliver(ThingDoneV1, aggregate_id=uuid7(), number=1, seq=7)
    (early,) = listed(desk, operator)
    assert (early["state"], early["waits_for"]) == ("early", {"aggregate_seq": 1, "parked_id": None})
    assert desk.call(SHOW, operator, parked_id=early["parked_id"]).data["position"] == 0


def test_neither_data_nor_the_words_of_an_error_are_shown(desk, operator, thing):
    first = listed(desk, operator)[0]
    shown = desk.call(SHOW, operator, parked_id=first["parked_id"]).data
    assert (shown["error"], shown["aggregate_id"], shown["envelope"]["kind"]) == ("Mischief", str(thing), "live")
    text_of_it = orjson.dumps(shown).decode()
    assert str(mischief.FAILS_ALWAYS) not in text_of_it
    assert "attempt 2" not in text_of_it


def test_nobody_else_is_let_in(desk, operator, thing):
    first = listed(desk, operator)[0]["parked_id"]
    others = [desk.sign_in((role, "area", uuid7())) for role in ("city_officer", "auditor", "security_admin")]
    for other in (*others, desk.sign_in()):
        assert desk.call(LIST, other).status == 403
        assert {desk.call(one, other, **asked(one, first)).status for one in ON_ONE} == {403}
    assert desk.call(LIST).status == 401
    assert [each["state"] for each in listed(desk, operator)] == ["dead", "behind", "behind"]


def test_a_mended_event_is_replayed_by_the_clock_in_its_order(desk, operator, thing, clock, monkeypatch):
    first = listed(desk, operator)[0]["parked_id"]
    monkeypatch.setattr(mischief, "maybe", lambda event: None)
    answer = desk.call(REPLAY, operator, parked_id=first)
    assert (answer.status, answer.data["state"], answer.data["attempts"]) == (200, "retry", 0)
    assert effects(desk) == []
    clock()
    assert (effects(desk), listed(desk, operator)) == ([1, 2, 3], [])


def test_an_early_event_is_let_go(desk, operator, clock):
    desk.deliver(ThingDoneV1, aggregate_id=uuid7(), number=1, seq=7)
    assert desk.call(REPLAY, operator, parked_id=listed(desk, operator)[0]["parked_id"]).ok
    clock()
    assert (effects(desk), listed(desk, operator)) == ([7], [])


def test_skipping_needs_a_reason_and_lets_later_events_flow(desk, operator, thing, clock):
    first = listed(desk, operator)[0]["parked_id"]
    for words in ({}, {"reason": ""}, {"reason": "  "}, {"reason": "x" * 501}):
        refused = desk.call(SKIP, operator, parked_id=first, **words)
        assert (refused.status, refused.pointers) == (422, ["/reason"])
    skipped = desk.call(SKIP, operator, parked_id=first, reason="entered twice")
    assert (skipped.status, skipped.data["state"], skipped.data["reason"]) == (200, "skipped", "entered twice")
    clock()
    desk.deliver(ThingDoneV1, aggregate_id=thing, number=4)
    assert (effects(desk), listed(desk, operator)) == ([2, 3, 4], [])
    assert [each["parked_id"] for each in listed(desk, operator, state="skipped")] == [first]


def test_every_intervention_is_audited_with_its_reason(desk, operator, thing):
    first = listed(desk, operator)[0]
    desk.call(REPLAY, operator, parked_id=first["parked_id"])
    desk.call(SKIP, operator, parked_id=first["parked_id"], reason="entered twice")
    entries = desk.audited()
    assert {entry["actor_account"] for entry in entries} == {operator.account_id}
    assert {entry["act"] for entry in entries} >= {"beta.replay_parked", "beta.skip_parked"}
    (skip,) = (entry for entry in entries if entry["act"] == "parking.skip")
    assert (skip["target"], skip["detail"]["reason"]) == (first["event_id"], "entered twice")


def test_what_cannot_be_done_says_why(desk, operator, thing):
    first, second, _ = (each["parked_id"] for each in listed(desk, operator))
    assert {desk.call(one, operator, **asked(one, 4711)).code for one in ON_ONE} == {"parked_event_unknown"}
    assert desk.call(SHOW, operator, parked_id=4711).status == 404
    behind = desk.call(REPLAY, operator, parked_id=second)
    assert (behind.status, behind.code) == (409, "parked_event_behind")
    assert desk.call(SKIP, operator, parked_id=first, reason="seen").ok
    again = [desk.call(one, operator, **asked(one, first)) for one in (REPLAY, SKIP)]
    assert [(each.status, each.code) for each in again] == [(409, "parked_event_skipped")] * 2


def test_a_body_that_is_no_event_can_only_be_skipped(desk, operator):
    EventDoor(desk.door, desk.engine).handle([b'{"name": "secret'])
    (poison,) = listed(desk, operator)
    shown = desk.call(SHOW, operator, parked_id=poison["parked_id"]).data
    assert (shown["state"], shown["error"], shown["envelope"]) == ("dead", "not an event", None)
    assert desk.call(REPLAY, operator, parked_id=poison["parked_id"]).code == "parked_body_unreadable"
    assert desk.call(SKIP, operator, parked_id=poison["parked_id"], reason="noise").ok
    assert listed(desk, operator) == []


def test_the_contract_names_every_reason_why_not():
    reasons = {rule.code for rule in parking_control.CannotBe.__subclasses__()}
    assert reasons | {"cursor_invalid"} == REFUSALS == {code for one in (LIST, *ON_ONE) for code in one.refuses}
