"""Suspects: messages without an end are tried together, then each alone, and one that kills the process is given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from alpha.contract import ThingDoneV1
from beta import mischief
from beta.service import door as beta_door
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime import suspects
from runtime.database import transaction
from runtime.inbox import EventDoor, Received
from runtime.outbox import emit
from runtime.positions import Key

pytestmark = pytest.mark.integration


class Killed(BaseException):
    """The process has ended: nothing that would have followed is done."""


class Dying(EventDoor):
    """A process that one message kills."""

    def __init__(self, engine: Engine, killer: bytes = b"", how: BaseException | None = None) -> None:
        super().__init__(beta_door, engine)
        self.killer = killer
        self.how = how or Killed()
        self.tried: list[int] = []

    def handle(self, bodies: Sequence[bytes], *, company: bool = True) -> None:
        self.tried.append(len(bodies))
        super().handle(bodies, company=company)

    def _apply(self, session: Session, runs: list[Received]) -> None:
        if self.killer in [event.body for event in runs]:
            raise self.how
        super()._apply(session, runs)


def tell(alpha: Engine, *numbers: int) -> list[bytes]:
    """The bodies of events of one thing."""
    thing = uuid7()
    with transaction(alpha) as session:
        for number in numbers:
            emit(session, ThingDoneV1, aggregate_id=thing, number=number)
    with alpha.connect() as connection:
        return [bytes(one) for one in connection.execute(text("SELECT body FROM runtime.outbox ORDER BY id")).scalars()]


def effects(beta: Engine) -> list[int]:
    with beta.connect() as connection:
        return list(connection.execute(text("SELECT seq FROM effect ORDER BY n")).scalars())


def parked(beta: Engine) -> list[tuple[str, int | None]]:
    with beta.connect() as connection:
        rows = connection.execute(text("SELECT state, aggregate_seq FROM runtime.parked ORDER BY aggregate_seq"))
        return [(row.state, row.aggregate_seq) for row in rows]


def noted(beta: Engine) -> list[int]:
    """The tries that are written down."""
    with beta.connect() as connection:
        return list(connection.execute(text("SELECT tries FROM runtime.suspect ORDER BY tries")).scalars())


def test_innocent_ones_are_tried_together(alpha: Engine, beta: Engine) -> None:
    door = Dying(beta)
    suspects.handle(door, tell(alpha, *range(1, 101)))
    assert (door.tried, effects(beta), noted(beta)) == ([100], list(range(1, 101)), [])


def test_one_that_kills_the_process_is_given_up_alone(alpha: Engine, beta: Engine) -> None:
    bodies = tell(alpha, *range(1, 26))
    door = Dying(beta, killer=bodies[11])
    for _ in range(suspects.TRIES):
        with pytest.raises(Killed):
            suspects.handle(door, bodies)
    suspects.handle(door, bodies)
    # All; ten and ten; what took effect comes again, untried as it were, and those beside the guilty one follow it alone.
    assert door.tried == [25, *(10, 10), *(10, 1, 1), *(11, 1), *(11, *[1] * 8, 5)]
    assert effects(beta) == list(range(1, 12))
    assert parked(beta) == [("dead", 12), *(("waiting", seq) for seq in range(13, 26))]
    assert noted(beta) == []


def test_those_that_were_not_beside_it_stay_together(alpha: Engine, beta: Engine) -> None:
    first, *others = tell(alpha, *range(1, 6))
    door = Dying(beta, killer=first)
    with pytest.raises(Killed):
        suspects.handle(door, [first])
    door = Dying(beta)
    suspects.handle(door, [first, *others])
    assert (door.tried, effects(beta)) == ([1, 4], [1, 2, 3, 4, 5])


def test_a_database_that_goes_away_makes_nobody_guilty(alpha: Engine, beta: Engine) -> None:
    (one,) = tell(alpha, 1)
    door = Dying(beta, killer=one, how=OperationalError("SELECT 1", {}, Exception("gone")))
    for _ in range(suspects.TRIES + 1):
        with pytest.raises(OperationalError):
            suspects.handle(door, [one])
    suspects.handle(Dying(beta), [one])
    assert (effects(beta), parked(beta), noted(beta)) == ([1], [], [])


def test_a_body_that_came_twice_is_one_suspect(alpha: Engine, beta: Engine) -> None:
    (one,) = tell(alpha, mischief.FAILS_THRICE)
    suspects.handle(Dying(beta), [one, one])
    assert noted(beta) == []
    assert parked(beta) == [("retry", 1)]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is due again without delay."""
    monkeypatch.setenv("GONGJIAN_PARKING_MS", "0,0,0,0")


@pytest.mark.usefixtures("at_once")
def test_a_retry_that_kills_the_process_is_given_up(alpha: Engine, beta: Engine) -> None:
    failing, kills, behind = tell(alpha, mischief.FAILS_THRICE, 2, 3)
    EventDoor(beta_door, beta).handle([failing, kills, behind])
    door = Dying(beta, killer=kills)
    assert suspects.retry_due(door) == 1
    with pytest.raises(Killed):
        suspects.retry_due(door)
    # What it waited for takes effect without it; then it is alone with its tries.
    assert suspects.retry_due(door) == 1
    assert (effects(beta), parked(beta)) == ([1], [("retry", 2), ("waiting", 3)])
    for _ in range(suspects.TRIES):
        with pytest.raises(Killed):
            suspects.retry_due(door)
    assert suspects.retry_due(door) == 1
    assert parked(beta) == [("dead", 2), ("waiting", 3)]
    assert (suspects.retry_due(door), noted(beta)) == (0, [])


def test_one_that_waited_and_kills_is_given_up_and_not_its_predecessor(alpha: Engine, beta: Engine) -> None:
    first, kills, behind = tell(alpha, 1, 2, 3)
    EventDoor(beta_door, beta).handle([kills, behind])
    door = Dying(beta, killer=kills)
    suspects.handle(door, [first])
    assert (effects(beta), parked(beta)) == ([1], [("retry", 2), ("waiting", 3)])
    for _ in range(suspects.TRIES):
        with pytest.raises(Killed):
            suspects.retry_due(door)
    assert suspects.retry_due(door) == 1
    assert (effects(beta), parked(beta), noted(beta)) == ([1], [("dead", 2), ("waiting", 3)], [])


def test_what_waited_for_a_suspect_follows_when_it_is_due(alpha: Engine, beta: Engine) -> None:
    first, *others = tell(alpha, *range(1, 6))
    EventDoor(beta_door, beta).handle(others)
    suspects.handle(EventDoor(beta_door, beta), [first])
    assert effects(beta) == [1]
    assert suspects.retry_due(EventDoor(beta_door, beta)) == 1
    assert (effects(beta), parked(beta), noted(beta)) == ([1, 2, 3, 4, 5], [], [])


def test_one_replica_tries_again_at_a_time(alpha: Engine, beta: Engine) -> None:
    first, second = tell(alpha, 1, 2)
    EventDoor(beta_door, beta).handle([second])
    suspects.handle(EventDoor(beta_door, beta), [first])

    class AtWork(Dying):
        def resume(self, keys: Iterable[Key], *, company: bool = True) -> None:
            assert suspects.retry_due(EventDoor(beta_door, beta)) == 0
            super().resume(keys, company=company)

    assert suspects.retry_due(AtWork(beta)) == 1
    assert effects(beta) == [1, 2]
