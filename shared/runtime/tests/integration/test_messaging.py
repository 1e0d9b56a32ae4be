"""Outbox, inbox, parking and clocks on a real PostgreSQL, without any bus."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from alpha.contract import AlarmRaisedV1, ThingDoneV1, ThingUndoneV1
from beta import mischief
from beta.service import door as beta_door
from marshmallow import ValidationError
from sqlalchemy import Engine, text

from kernel.ids import uuid7
from runtime import outbox, parking, parking_control, suspects
from runtime.act import Act
from runtime.database import transaction
from runtime.inbox import EventDoor
from runtime.outbox import emit, emit_snapshot

pytestmark = pytest.mark.integration


def told(alpha: Engine) -> list[bytes]:
    """The bodies in the outbox in the order in which a relay would send them."""
    with alpha.connect() as connection:
        return [
            bytes(body) for body in connection.execute(text("SELECT body FROM runtime.outbox ORDER BY id")).scalars()
        ]


def tell(alpha: Engine, things: Sequence[UUID], *numbers: int) -> list[bytes]:
    """Emit the numbers for each thing, in one transaction; what was told so far."""
    with transaction(alpha) as session:
        for number in numbers:
            for thing in things:
                emit(session, ThingDoneV1, aggregate_id=thing, number=number)
    return told(alpha)


def effects(beta: Engine) -> list[tuple[UUID, int]]:
    with beta.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT aggregate_id, seq FROM effect ORDER BY n"))]


def parked(beta: Engine) -> list[tuple[str, int | None]]:
    with beta.connect() as connection:
        rows = connection.execute(text("SELECT state, aggregate_seq FROM runtime.parked ORDER BY aggregate_seq"))
        return [tuple(row) for row in rows]


@pytest.fixture
def event_door(beta: Engine, monkeypatch: pytest.MonkeyPatch) -> EventDoor:
    monkeypatch.setenv("GONGJIAN_PARKING_MS", "0,0,0,0")
    mischief.attempts.clear()
    return EventDoor(beta_door, beta)


def test_numbers_follow_the_order_of_emission_per_aggregate(alpha: Engine) -> None:
    one, two = uuid7(), uuid7()
    tell(alpha, [one, two], 1, 2)
    found = [orjson.loads(body) for body in tell(alpha, [two], 3)]
    assert [(e["aggregate_id"], e["aggregate_seq"], e["data"]["number"]) for e in found] == [
        (str(one), 1, 1),
        (str(two), 1, 1),
        (str(one), 2, 2),
        (str(two), 2, 2),
        (str(two), 3, 3),
    ]


def test_what_is_rolled_back_is_not_told(alpha: Engine) -> None:
    with pytest.raises(RuntimeError), transaction(alpha) as session:
        emit(session, ThingDoneV1, aggregate_id=uuid7(), number=1)
        raise RuntimeError
    with transaction(alpha) as session:
        mark = outbox.mark(session)
        emit(session, ThingDoneV1, aggregate_id=uuid7(), number=1)
        outbox.rewind(session, mark)
    assert told(alpha) == []


def test_data_that_the_event_does_not_declare_is_refused(alpha: Engine) -> None:
    with transaction(alpha) as session:
        with pytest.raises(TypeError, match="colour"):
            emit(session, ThingDoneV1, aggregate_id=uuid7(), number=1, colour="red")
        with pytest.raises(ValidationError):
            emit(session, ThingDoneV1, aggregate_id=uuid7())


def test_lane_and_kind_come_from_the_act(alpha: Engine) -> None:
    with transaction(alpha, Act(kind="import")) as session:
        emit(session, AlarmRaisedV1, aggregate_id=uuid7(), number=1)
    with transaction(alpha) as session:
        emit(session, AlarmRaisedV1, aggregate_id=uuid7(), number=1)
    with alpha.connect() as connection:
        lanes = connection.execute(text("SELECT lane FROM runtime.outbox ORDER BY id")).scalars().all()
    assert lanes == ["bulk", "urgent"]
    assert [orjson.loads(body)["kind"] for body in told(alpha)] == ["import", "live"]


def test_any_order_and_any_repetition_takes_effect_once_in_order(
    alpha: Engine, beta: Engine, event_door: EventDoor
) -> None:
    things = [uuid7() for _ in range(5)]
    bodies = tell(alpha, things, *range(1, 13))
    deliveries = bodies * 3
    random.Random(7).shuffle(deliveries)
    for start in range(0, len(deliveries), 17):
        event_door.handle(deliveries[start : start + 17])
    found = effects(beta)
    for thing in things:
        assert [seq for each, seq in found if each == thing] == list(range(1, 13))
    assert parked(beta) == []


def test_an_unhandled_event_only_advances_the_position(alpha: Engine, beta: Engine, event_door: EventDoor) -> None:
    thing = uuid7()
    tell(alpha, [thing], 1)
    with transaction(alpha) as session:
        emit(session, ThingUndoneV1, aggregate_id=thing)
    event_door.handle(tell(alpha, [thing], 2))
    assert [seq for _, seq in effects(beta)] == [1, 3]


def test_a_failing_event_holds_its_own_aggregate_only_and_works_later(
    alpha: Engine, beta: Engine, event_door: EventDoor
) -> None:
    bad, good = uuid7(), uuid7()
    tell(alpha, [bad], mischief.FAILS_THRICE, 2, 3)
    event_door.handle(tell(alpha, [good], 1, 2))
    assert effects(beta) == [(good, 1), (good, 2)]
    assert parked(beta) == [("retry", 1), ("waiting", 2), ("waiting", 3)]
    # It was tried twice so far, with its set and in a savepoint of its own; a retry is one try.
    assert suspects.retry_due(event_door) == 1
    assert parked(beta)[0] == ("retry", 1)
    assert suspects.retry_due(event_door) == 1
    assert effects(beta)[2:] == [(bad, 1), (bad, 2), (bad, 3)]
    assert parked(beta) == []
    assert suspects.retry_due(event_door) == 0


def test_after_the_last_try_an_event_is_dead_and_blocks_its_aggregate(
    alpha: Engine, beta: Engine, event_door: EventDoor
) -> None:
    thing = uuid7()
    bodies = tell(alpha, [thing], mischief.FAILS_ALWAYS, 2)
    event_door.handle(bodies)
    while suspects.retry_due(event_door):
        pass
    assert parked(beta) == [("dead", 1), ("waiting", 2)]
    event_door.handle(bodies)
    assert effects(beta) == []
    with beta.connect() as connection:
        attempts = connection.execute(text("SELECT attempts FROM runtime.parked WHERE state = 'dead'")).scalar_one()
    assert attempts == 5


def test_a_body_that_is_no_event_is_dead_once_and_blocks_nobody(
    alpha: Engine, beta: Engine, event_door: EventDoor
) -> None:
    thing = uuid7()
    bodies = tell(alpha, [thing], 1)
    for _ in range(2):
        event_door.handle([b"\xff\x00 no event", *bodies, b'{"kind": "live"}', b"[]"])
    assert effects(beta) == [(thing, 1)]
    assert parked(beta) == [("dead", None)] * 3


def test_data_of_a_wrong_shape_is_dead_at_once(alpha: Engine, beta: Engine, event_door: EventDoor) -> None:
    thing = uuid7()
    words = orjson.loads(tell(alpha, [thing], 1)[0])
    event_door.handle([orjson.dumps(words | {"data": {"number": "many"}})])
    assert parked(beta) == [("dead", 1)]


def test_a_long_queue_behind_a_gap_is_applied_to_its_end(alpha: Engine, beta: Engine, event_door: EventDoor) -> None:
    count = parking.WINDOW * 2 + 5
    first, *rest = tell(alpha, [uuid7()], *range(1, count + 1))
    event_door.handle(rest)
    assert effects(beta) == []
    event_door.handle([first])
    assert [seq for _, seq in effects(beta)] == list(range(1, count + 1))


def test_a_snapshot_brings_a_new_consumer_to_now(alpha: Engine, beta: Engine, event_door: EventDoor) -> None:
    thing = uuid7()
    old = tell(alpha, [thing], 1, 2, mischief.FAILS_ALWAYS)
    event_door.handle(old[1:])
    with transaction(alpha) as session:
        emit_snapshot(session, ThingDoneV1, aggregate_id=thing, target="beta", number=3)
        assert emit_snapshot(session, ThingDoneV1, aggregate_id=uuid7(), target="beta", number=3) is None
    *_, snapshot = told(alpha)
    event_door.handle([snapshot, *tell(alpha, [thing], 4)[-1:], snapshot, *old])
    assert effects(beta) == [(thing, 3), (thing, 4)]
    assert parked(beta) == []


def snapshot(alpha: Engine, thing: UUID, number: int) -> bytes:
    with transaction(alpha) as session:
        emit_snapshot(session, ThingDoneV1, aggregate_id=thing, target="beta", number=number)
    return told(alpha)[-1]


def test_a_snapshot_lifts_over_an_event_that_failed_in_the_same_batch(
    alpha: Engine, beta: Engine, event_door: EventDoor
) -> None:
    thing = uuid7()
    first, _, third = tell(alpha, [thing], mischief.FAILS_ALWAYS, 2, 3)
    event_door.handle([third])
    event_door.handle([first, snapshot(alpha, thing, 4)])
    assert (effects(beta), parked(beta)) == ([(thing, 3)], [])


def test_a_failing_snapshot_takes_nothing_from_the_events_that_it_covers(
    alpha: Engine, beta: Engine, event_door: EventDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGJIAN_PARKING_MS", "60000")
    thing = uuid7()
    first, second, third = tell(alpha, [thing], 1, 2, 3)
    event_door.handle([third])
    event_door.handle([second, snapshot(alpha, thing, mischief.FAILS_ALWAYS), first])
    assert effects(beta) == [(thing, 1), (thing, 2)]
    # The snapshot stands in the place of the third, which it says as well.
    assert parked(beta) == [("retry", 3)]
    with beta.connect() as connection:
        body = connection.execute(text("SELECT body FROM runtime.parked")).scalar_one()
    assert orjson.loads(bytes(body))["kind"] == "snapshot"


def test_what_comes_again_with_the_end_of_a_gap_does_not_stay_parked(
    alpha: Engine, beta: Engine, event_door: EventDoor
) -> None:
    count = parking.WINDOW + 1
    first, *rest = tell(alpha, [uuid7()], *range(1, count + 1))
    event_door.handle(rest)
    event_door.handle([first, rest[-1]])
    assert (len(effects(beta)), parked(beta)) == (count, [])


def test_of_several_early_events_only_the_first_can_be_replayed(
    alpha: Engine, beta: Engine, event_door: EventDoor
) -> None:
    thing = uuid7()
    bodies = tell(alpha, [thing], 1, 2, 3, 4, 5)
    event_door.handle([bodies[2], bodies[4]])
    with transaction(beta) as session:
        third, fifth = parking_control.listed(session)
        assert (third.state, fifth.state) == ("early", "early")
        with pytest.raises(parking_control.ParkedEventBehind):
            parking_control.replay(session, fifth.id, parking_control.Operator(login="tests"), "")
        parking_control.replay(session, third.id, parking_control.Operator(login="tests"), "")
    assert suspects.retry_due(event_door) == 1
    assert (effects(beta), parked(beta)) == ([(thing, 3)], [("waiting", 5)])


def test_a_parked_event_is_due_when_its_wait_is_over(
    alpha: Engine, beta: Engine, event_door: EventDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGJIAN_PARKING_MS", "60000")
    event_door.handle(tell(alpha, [uuid7()], mischief.FAILS_ALWAYS))
    assert parking.due(beta) == {}
    with beta.begin() as connection:
        connection.execute(text("UPDATE runtime.parked SET due_at = due_at - :wait"), {"wait": timedelta(minutes=1)})
    assert len(parking.due(beta)) == 1
