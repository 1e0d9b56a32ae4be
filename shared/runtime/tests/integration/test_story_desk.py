"""A service's part of a story through its door: what it did, said and awaits; who may look; and that looking is written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alpha.contract import ThingDoneV1
from beta import mischief
from beta.service import door as plain
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from contracts import catalogue
from contracts.story import story_operations
from kernel.ids import uuid7
from runtime import act, story_desk
from runtime.clocks import set_clock
from runtime.database import transaction
from runtime.doors import Door
from runtime.outbox import emit
from runtime.story_desk import Told
from runtime.testing.harness import DoorUnderTest
from runtime.time import now

SHOW, EFFECTS = story_operations("beta")

# The same in every worker that collects these tests.
AN_ID = "01a20237-ef63-7d5a-bd23-a23fe9db2c3d"


@pytest.fixture
def desk(beta: Engine, keys: Path, monkeypatch: pytest.MonkeyPatch) -> DoorUnderTest:
    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(keys))
    mischief.attempts.clear()
    door = Door("beta")
    for reaction in plain.reactions:
        door.react(reaction.event, reaction.handler, batch=reaction.batch)
    story_desk.open_at(door)
    return DoorUnderTest(door, beta)


def told(event_id: Any, aggregate_id: UUID, seq: int) -> str:
    return f"{event_id}/{ThingDoneV1.name}/{aggregate_id}/{seq}"


def test_a_part_tells_what_was_said_and_set(desk: DoorUnderTest) -> None:
    story, other, cause, account = uuid7(), uuid7(), uuid7(), uuid7()
    thing = uuid7()
    for correlation in (story, other):
        words = act.Act(actor_id=account, correlation_id=str(correlation), causation_id=cause)
        with transaction(desk.engine, words) as session:
            emit(session, ThingDoneV1, aggregate_id=thing, number=1)
            set_clock(session, "remind", key=str(correlation), due_at=now())
    answer = desk.call(SHOW, desk.sign_in(("auditor", "area", uuid7())), correlation_id=story)
    assert answer.status == 200
    (said,) = answer.data["events"]
    assert (said["name"], said["aggregate_seq"], said["published_at"]) == (ThingDoneV1.name, 1, None)
    assert (said["account_id"], said["causation_id"]) == (str(account), str(cause))
    assert [clock["key"] for clock in answer.data["clocks"]] == [str(story)]
    assert not answer.data["cut"]


def test_effects_tell_what_became_of_each_event(desk: DoorUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "event_named", lambda name: ThingDoneV1 if name == ThingDoneV1.name else None)
    done, failing = uuid7(), uuid7()
    ids: dict[str, Any] = {}
    desk.deliver(ThingDoneV1, aggregate_id=done, number=2)
    desk.deliver(ThingDoneV1, aggregate_id=failing, number=mischief.FAILS_ALWAYS)
    with desk.engine.connect() as connection:
        ids["done"] = connection.execute(text("SELECT event_id FROM runtime.inbox")).scalars().first()
        ids["parked"] = connection.execute(text("SELECT event_id FROM runtime.parked")).scalar_one()
    words = [
        told(ids["done"], done, 1),
        told(ids["parked"], failing, 1),
        told(uuid7(), done, 2),  # has not come
        told(uuid7(), done, 1),  # a number that was passed without a handler
        f"{uuid7()}/alpha.unheard_of.v1/{uuid7()}/1",
    ]
    answer = desk.call(EFFECTS, desk.sign_in(("system_operator", "area", uuid7())), told=words)
    assert answer.status == 200
    found = [(each["event_id"], each["state"], each["parked_state"]) for each in answer.data["items"]]
    assert found[:2] == [(str(ids["done"]), "done", None), (str(ids["parked"]), "parked", "retry")]
    assert [state for _, state, _ in found[2:]] == ["waiting", "overtaken"]
    assert all(each["handler"] is None or "." in each["handler"] for each in answer.data["items"])


def test_what_takes_effect_while_it_is_asked_about_was_not_overtaken(
    desk: DoorUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "event_named", lambda name: ThingDoneV1)
    event_id, thing = uuid7(), uuid7()
    read: list[str] = []

    def takes_effect(*execution: Any) -> None:
        read.append(execution[2])
        if len(read) == 1:
            desk.deliver(ThingDoneV1, aggregate_id=thing, event_id=event_id, number=2)

    with desk.engine.connect() as connection, Session(connection) as session:
        session.execute(text("SELECT 1"))
        event.listen(connection, "after_cursor_execute", takes_effect)
        (found,) = story_desk.effects(session, desk.door, [Told.read(told(event_id, thing, 1))])
    assert len(read) == 3
    assert found["state"] == "done"


@pytest.mark.parametrize("role", ["community_secretary", "city_officer", "security_admin", "resident"])
def test_others_may_not_look(desk: DoorUnderTest, role: str) -> None:
    somebody = desk.sign_in((role, "area", uuid7()))
    assert desk.call(SHOW, somebody, correlation_id=uuid7()).status == 403
    assert desk.call(EFFECTS, somebody, told=[told(uuid7(), uuid7(), 1)]).status == 403


def test_looking_is_written_down_in_another_story(desk: DoorUnderTest) -> None:
    story = uuid7()
    assert desk.call(SHOW, desk.sign_in(("auditor", "area", uuid7())), correlation_id=story).status == 200
    with desk.engine.connect() as connection:
        entries = connection.execute(text("SELECT act, target, correlation_id FROM runtime.audit")).all()
    assert [(entry.act, entry.target) for entry in entries] == [("read:story", str(story))]
    assert entries[0].correlation_id != str(story)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "x",
        f"{AN_ID}/a.b_c.v1/{AN_ID}",
        f"{AN_ID}/a.b_c.v1/{AN_ID}/-1",
        f"{AN_ID}/a.b/{AN_ID}/1",
        "/" * 3,
    ],
)
def test_what_names_no_event_is_refused(desk: DoorUnderTest, word: str) -> None:
    answer = desk.call(EFFECTS, desk.sign_in(("auditor", "area", uuid7())), told=[word])
    assert answer.status == 422


def test_an_event_is_read_from_its_word() -> None:
    event, aggregate = uuid7(), uuid7()
    read = Told.read(f"{event}/membership.post_claimed.v1/{aggregate}/7")
    assert read == Told(event, "membership.post_claimed.v1", "membership.claim", aggregate, 7)
    assert Told.read(f"{event}/membership.unheard_of.v9/{aggregate}/7").aggregate == ""
