"""What an operator can do: look at what is parked, replay, skip, send again; and the outbox's months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from alpha.contract import AlarmRaisedV1, ThingDoneV1
from beta import mischief
from beta.service import door as beta_door
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime import months, parking_control, suspects
from runtime.act import Act
from runtime.database import transaction
from runtime.inbox import EventDoor
from runtime.outbox import emit
from runtime.parking_control import CannotBe, Operator
from runtime.resend import resend

pytestmark = pytest.mark.integration

CLERK = Operator(login="clerk")


@pytest.fixture
def event_door(beta: Engine, monkeypatch: pytest.MonkeyPatch) -> EventDoor:
    monkeypatch.setenv("GONGJIAN_PARKING_MS", "0")
    mischief.attempts.clear()
    return EventDoor(beta_door, beta)


def bodies(alpha: Engine) -> list[bytes]:
    with alpha.connect() as connection:
        return [
            bytes(body) for body in connection.execute(text("SELECT body FROM runtime.outbox ORDER BY id")).scalars()
        ]


def tell(alpha: Engine, thing: UUID, *numbers: int) -> list[bytes]:
    with transaction(alpha) as session:
        for number in numbers:
            emit(session, ThingDoneV1, aggregate_id=thing, number=number)
    return bodies(alpha)


def listed(beta: Engine) -> list[Any]:
    with transaction(beta) as session:
        return parking_control.listed(session)


def intervene(beta: Engine, act: Callable[..., None], parked_id: int, reason: str = "seen") -> None:
    with transaction(beta) as session:
        act(session, parked_id, CLERK, reason)


def effects(beta: Engine) -> list[int]:
    with beta.connect() as connection:
        return list(connection.execute(text("SELECT seq FROM effect ORDER BY n")).scalars())


def dead(alpha: Engine, beta: Engine, door: EventDoor) -> Any:
    """An event that has failed for good, with one behind it."""
    door.handle(tell(alpha, uuid7(), mischief.FAILS_ALWAYS, 2))
    while suspects.retry_due(door):
        pass
    first, behind = listed(beta)
    assert (first.state, behind.state) == ("dead", "behind")
    return first


def test_a_dead_event_works_when_its_handler_was_mended(
    alpha: Engine, beta: Engine, event_door: EventDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = dead(alpha, beta, event_door)
    intervene(beta, parking_control.replay, first.id)
    monkeypatch.setattr(mischief, "maybe", lambda event: None)
    assert suspects.retry_due(event_door) == 1
    assert (effects(beta), listed(beta)) == ([1, 2], [])


def test_skipping_needs_a_reason_and_lets_the_others_go_on(alpha: Engine, beta: Engine, event_door: EventDoor) -> None:
    first = dead(alpha, beta, event_door)
    with pytest.raises(CannotBe):
        intervene(beta, parking_control.skip, first.id, " ")
    intervene(beta, parking_control.skip, first.id, "the team was entered twice")
    assert suspects.retry_due(event_door) == 1
    assert (effects(beta), listed(beta)) == ([2], [])
    with beta.connect() as connection:
        (entry,) = connection.execute(text("SELECT act, target, detail FROM runtime.audit"))
    assert (entry.act, entry.target, entry.detail["reason"]) == (
        "parking.skip",
        str(first.event_id),
        "the team was entered twice",
    )
    with pytest.raises(CannotBe):
        intervene(beta, parking_control.skip, first.id)


def test_an_early_event_can_be_let_go(alpha: Engine, beta: Engine, event_door: EventDoor) -> None:
    event_door.handle(tell(alpha, uuid7(), 1, 2, 3)[1:])
    early, after = listed(beta)
    assert (early.state, after.state) == ("early", "early")
    assert suspects.retry_due(event_door) == 0
    intervene(beta, parking_control.replay, early.id)
    assert suspects.retry_due(event_door) == 1
    assert (effects(beta), listed(beta)) == ([2, 3], [])


def test_what_cannot_be_replayed_says_so(alpha: Engine, beta: Engine, event_door: EventDoor) -> None:
    event_door.handle([b"poison"])
    (poison,) = listed(beta)
    with pytest.raises(CannotBe):
        intervene(beta, parking_control.replay, poison.id)
    intervene(beta, parking_control.skip, poison.id)
    assert listed(beta) == []
    with pytest.raises(CannotBe):
        intervene(beta, parking_control.skip, 4711)


def test_a_suspect_is_parked_untried(alpha: Engine, beta: Engine, event_door: EventDoor) -> None:
    one, two = tell(alpha, uuid7(), 1, 2)
    event_door.give_up(one, "kills the process")
    event_door.handle([two])
    assert ([row.state for row in listed(beta)], effects(beta)) == (["dead", "behind"], [])


def test_a_suspect_is_given_up_alone_while_an_innocent_retry_of_its_thing_is_due(
    alpha: Engine, beta: Engine, event_door: EventDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGJIAN_PARKING_MS", "0,0")
    retried, killer, after = tell(alpha, uuid7(), mischief.FAILS_ALWAYS, 2, 3)
    event_door.handle([retried])
    event_door.give_up(killer, "kills the process")
    event_door.handle([after])
    assert [(row.aggregate_seq, row.state) for row in listed(beta)] == [(1, "retry"), (2, "dead"), (3, "behind")]
    monkeypatch.setattr(mischief, "maybe", lambda event: None)
    assert suspects.retry_due(event_door) == 1
    assert effects(beta) == [1]
    assert [(row.aggregate_seq, row.state) for row in listed(beta)] == [(2, "dead"), (3, "behind")]


def test_a_suspect_that_came_early_is_not_tried_when_its_predecessor_comes(
    alpha: Engine, beta: Engine, event_door: EventDoor
) -> None:
    one, killer = tell(alpha, uuid7(), 1, 2)
    event_door.give_up(killer, "kills the process")
    event_door.handle([one])
    assert ([(row.aggregate_seq, row.state) for row in listed(beta)], effects(beta)) == ([(2, "dead")], [1])


def test_a_suspect_that_took_effect_is_not_given_up(alpha: Engine, beta: Engine, event_door: EventDoor) -> None:
    (one,) = tell(alpha, uuid7(), 1)
    event_door.handle([one])
    event_door.give_up(one, "kills the process")
    assert (listed(beta), effects(beta)) == ([], [1])


def test_published_events_are_sent_again_under_their_first_ids(
    alpha: Engine, beta: Engine, event_door: EventDoor
) -> None:
    first = tell(alpha, uuid7(), 1, 2)
    with transaction(alpha, Act(kind="import")) as session:
        emit(session, AlarmRaisedV1, aggregate_id=uuid7(), number=1)
    with alpha.begin() as connection:
        connection.execute(text("UPDATE runtime.outbox SET published_at = now()"))
    assert resend(alpha, "thing_*", "beta") == 2
    assert resend(alpha, "alarm_raised", "beta") == 1
    assert resend(alpha, "nothing", "beta") == 0
    again = [orjson.loads(body) for body in bodies(alpha)[3:]]
    assert [words["kind"] for words in again] == ["replay", "replay", "import"]
    assert [words["event_id"] for words in again[:2]] == [orjson.loads(body)["event_id"] for body in first]
    event_door.handle(bodies(alpha))
    assert sorted(effects(beta)) == [1, 1, 2]


def tables(session: Session) -> set[str]:
    rows = session.execute(text("SELECT relname FROM pg_class WHERE relname ~ '^outbox_[0-9]{4}_[0-9]{2}$'"))
    return set(rows.scalars())


def test_months_are_made_ahead_and_dropped_when_everything_was_heard(
    alpha: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_year = datetime.now(UTC) + timedelta(days=500)
    first = f"outbox_{datetime.now(UTC):%Y_%m}"
    tell(alpha, uuid7(), 1)
    monkeypatch.setattr(months, "now", lambda: in_a_year)
    with transaction(alpha) as session:
        months.keep(session)
        assert {first, f"outbox_{in_a_year:%Y_%m}"} <= tables(session)
        session.execute(text("UPDATE runtime.outbox SET published_at = now()"))
        months.keep(session)
        assert first not in tables(session)
