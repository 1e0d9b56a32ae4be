"""Pairings (结对帮扶): a helper stands by a household or a student. Who is helped is sealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.pairing_errors import (
    AlreadyPaired,
    AreaTooSmall,
    BeforePairingStarted,
    HelpsOneself,
    OutcomeAfterEnd,
    OutcomeNotForHelped,
    PairingOver,
)

PERSON, UNIT = "person", "unit"
HOUSEHOLD, STUDENT = "household", "student"
OUTCOME_OF = {"finished_school": STUDENT, "self_reliant": HOUSEHOLD}
"""Which kind of helped an outcome is for."""
GOAL_REACHED = "goal_reached"
TOO_SMALL = frozenset({"building", "household"})
"""Kinds of area in which a pairing would tell who is helped."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Who helps whom."""

    helper_kind: str
    helper_id: UUID
    helped_kind: str
    helped_id: UUID

    def __post_init__(self) -> None:
        if self.helper_id == self.helped_id:
            raise HelpsOneself


def must_hide(area_kind: str) -> None:
    """Raises `AreaTooSmall`."""
    if area_kind in TOO_SMALL:
        raise AreaTooSmall


class Pairing(Base):
    """`helped_key` finds the pairings of the same helped without saying who it is; `sealed` holds id and goal.

    `subject_year` is the year under which the helped is known to others: see `subject_year`.
    """

    __tablename__ = "pairing"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    helper_kind: Mapped[str]
    helper_id: Mapped[UUID]
    helped_kind: Mapped[str]
    helped_key: Mapped[str]
    sealed: Mapped[bytes | None]
    subject: Mapped[str]
    subject_year: Mapped[int]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    outcome: Mapped[str | None]
    end_reason: Mapped[str | None]

    @classmethod
    def started(cls, area: UUID, sides: Sides, on: date, **hidden: object) -> Self:
        """A new pairing; `hidden` are helped_key, subject and subject_year. It is sealed under its own id afterwards."""
        return cls(
            id=uuid7(),
            area=area,
            helper_kind=sides.helper_kind,
            helper_id=sides.helper_id,
            helped_kind=sides.helped_kind,
            started_on=on,
            ended_on=None,
            outcome=None,
            end_reason=None,
            sealed=None,
            **hidden,
        )

    def reach(self, outcome: str, on: date) -> None:
        """The help reached its goal, and the pairing ends. Raises `OutcomeNotForHelped` and what `end` raises."""
        if OUTCOME_OF[outcome] != self.helped_kind:
            raise OutcomeNotForHelped
        self.end(GOAL_REACHED, on)
        self.outcome = outcome

    def end(self, reason: str, on: date) -> None:
        """Raises `PairingOver`, `BeforePairingStarted`."""
        if self.ended_on is not None:
            raise PairingOver
        if on < self.started_on:
            raise BeforePairingStarted
        self.ended_on = on
        self.end_reason = reason


def must_not_come_after(outcome_on: date, ended_on: date | None) -> None:
    """A goal counts only if it was reached while helped. Raises `OutcomeAfterEnd`."""
    if ended_on is not None and outcome_on > ended_on:
        raise OutcomeAfterEnd


@dataclass(frozen=True, slots=True)
class Known:
    """Another pairing of the same helped."""

    helper_id: UUID | None
    started_on: date
    ended_on: date | None
    subject_year: int


def must_be_unpaired(helper_id: UUID, started_on: date, until: date | None, known: Iterable[Known]) -> None:
    """Whether these days hold no other pairing of both. Raises `BeforePairingStarted`, `AlreadyPaired`."""
    if until is not None and until < started_on:
        raise BeforePairingStarted
    for one in known:
        begins_before = until is None or one.started_on < until
        ends_after = one.ended_on is None or one.ended_on > started_on
        if one.helper_id == helper_id and begins_before and ends_after:
            raise AlreadyPaired


def subject_year(started_on: date, known: Iterable[Known]) -> int:
    """The year under which the helped is known to others in a pairing; `known` in the order of their beginning.

    The same helped must be one subject in all pairings that touch one year, or figures of distinct households would
    count it twice; so a pairing takes over the year of an earlier one that had not ended before its own first year.
    """
    new_year = date(started_on.year, 1, 1)
    touching = (one.subject_year for one in known if one.ended_on is None or one.ended_on >= new_year)
    return next(touching, started_on.year)
