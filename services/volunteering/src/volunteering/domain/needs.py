"""Needs (需求) and the volunteers who are asked to help with them (匹配)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.errors import EndsBeforeStart
from volunteering.domain.need_errors import (
    KeptByAskingService,
    MatchSettled,
    MinutesFromTheFuture,
    NeedCategoryUnknown,
    NeedNotThereYet,
    ReopenedTooLate,
    WindowIncomplete,
)

RAISED, ACCEPTED, MATCHED, DONE, CLOSED = "raised", "accepted", "matched", "done", "closed"
REOPENED, OVERDUE = "reopened", "overdue"
"""Steps that are no states."""
RESIDENT, MATTER, ORDER, VISIT = "resident", "matter", "order", "visit"
SOLVED, DECLINED, UNSOLVED, UNCONFIRMED, WITHDRAWN = "solved", "declined", "unsolved", "unconfirmed", "withdrawn"
OFFERED, ABSENT, SERVED, LAPSED = "offered", "absent", "served", "lapsed"
DUTIES = frozenset({ORDER, VISIT})
"""Sources that book the help themselves and say whether it was given."""


@dataclass(frozen=True, slots=True)
class Category:
    """What the pack says of a kind of need: the skill or skill team that it takes, and how soon."""

    code: str
    skill: str | None
    team_kind: str | None
    programme: str | None
    accept_within: timedelta
    solve_within: timedelta


def category_of(code: str, known: Iterable[Category]) -> Category:
    """Raises `NeedCategoryUnknown`."""
    for one in known:
        if one.code == code:
            return one
    raise NeedCategoryUnknown(code)


def must_be_a_window(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Both or neither, in their order. Raises `WindowIncomplete`, `EndsBeforeStart`."""
    if (starts_at is None) != (ends_at is None):
        raise WindowIncomplete
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise EndsBeforeStart


class Need(Base):
    """Somebody asks for help. `sealed` holds what for, under the need's own key; `due_at` is when its state must be left.

    `helper_id` is the volunteer who accepted, `activity_id` the activity that keeps their time and later their hours.
    """

    __tablename__ = "need"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    station_id: Mapped[UUID | None]
    keeper_id: Mapped[UUID | None]
    source: Mapped[str]
    source_id: Mapped[UUID | None]
    category: Mapped[str]
    asker_id: Mapped[UUID | None]
    sealed: Mapped[bytes | None]
    state: Mapped[str]
    result: Mapped[str | None]
    raised_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    overdue: Mapped[bool]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    helper_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    solution_id: Mapped[UUID | None]

    @classmethod
    def raised(cls, area: UUID, source: str, category: str, at: datetime, **words: object) -> Self:
        """A new need; `words` are what is known beyond."""
        unknown = dict.fromkeys(
            ("station_id", "keeper_id", "source_id", "asker_id", "sealed", "result", "due_at", "starts_at", "ends_at",
             "minutes", "helper_id", "activity_id", "solution_id")
        )  # fmt: skip
        new = {"id": uuid7(), "area": area, "source": source, "category": category, "raised_at": at}
        return cls(**unknown | new | {"state": RAISED, "overdue": False} | words)

    def move(self, to: str, due_at: datetime | None, *from_: str) -> None:
        """Go on to a state that must be left by `due_at`. Raises `NeedNotThereYet`."""
        self.must_stand(*from_)
        self.state, self.due_at, self.overdue = to, due_at, False

    def must_stand(self, *states: str) -> None:
        """Raises `NeedNotThereYet`."""
        if self.state not in states:
            raise NeedNotThereYet

    def must_be_ours(self) -> None:
        """Whether the help is confirmed here. Raises `KeptByAskingService`."""
        if self.source in DUTIES:
            raise KeptByAskingService

    def serve(self, minutes: int, began_at: datetime, now: datetime) -> None:
        """The helper was there for so long. Raises `MinutesFromTheFuture`."""
        if began_at + timedelta(minutes=minutes) > now:
            raise MinutesFromTheFuture
        self.minutes = minutes

    def close(self, result: str) -> None:
        """Raises `NeedNotThereYet` for a need that is closed."""
        self.move(CLOSED, None, RAISED, ACCEPTED, MATCHED, DONE)
        self.result = result

    def reopen(self, closed_at: datetime, within: timedelta, now: datetime) -> None:
        """Raises `NeedNotThereYet`, `KeptByAskingService`, `ReopenedTooLate`."""
        self.must_stand(CLOSED)
        self.must_be_ours()
        if now - closed_at > within:
            raise ReopenedTooLate
        self.state, self.result = ACCEPTED, None

    def let_go(self) -> None:
        """Nobody helps at present."""
        self.helper_id = self.minutes = None


class Step(Base):
    """What became of a need, when and through whose account; only appended."""

    __tablename__ = "need_step"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    need_id: Mapped[UUID]
    step: Mapped[str]
    detail: Mapped[str | None]
    by: Mapped[UUID | None]
    at: Mapped[datetime]


class Match(Base):
    """A volunteer is asked to help at a time, as a member of a team. One at most helps with a need (unique in SQL)."""

    __tablename__ = "need_match"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    need_id: Mapped[UUID]
    area: Mapped[UUID]
    category: Mapped[str]
    person_id: Mapped[UUID]
    team_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str]
    reason: Mapped[str | None]
    offered_by: Mapped[UUID | None]
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    sign_up_id: Mapped[UUID | None]

    def settle(self, state: str, at: datetime, *from_: str, reason: str | None = None) -> None:
        """Raises `MatchSettled`."""
        if self.state not in from_:
            raise MatchSettled
        self.state, self.answered_at, self.reason = state, at, reason
