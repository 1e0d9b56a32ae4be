"""After-school care (四点钟学校): children's places, the days on which they came, and signed pick-ups. The child is sealed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self
from uuid import UUID

from sqlalchemy import Integer
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.period import at as moment_of
from volunteering.domain.after_school_errors import (
    AfterSchoolClosed,
    AlreadyPickedUp,
    NotOnRoster,
    PastClosingTime,
    PickerNotNamed,
    SchoolPlaceOver,
    WeekdayNotOffered,
)
from volunteering.domain.base import Base


class AfterSchool(Base):
    """Open on some weekdays (1 is Monday) up to a time on the wall. `leader_id` answers for it."""

    __tablename__ = "after_school"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    team_id: Mapped[UUID]
    leader_id: Mapped[UUID | None]
    name: Mapped[str]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    closes: Mapped[time]
    places: Mapped[int]
    taken: Mapped[int]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    @classmethod
    def opened(cls, on: date, weekdays: Collection[int], **words: object) -> Self:
        return cls(id=uuid7(), weekdays=sorted(set(weekdays)), taken=0, opened_on=on, closed_on=None, **words)

    def must_be_open(self) -> None:
        """Raises `AfterSchoolClosed`."""
        if self.closed_on is not None:
            raise AfterSchoolClosed

    def must_offer(self, weekdays: Collection[int]) -> None:
        """Raises `WeekdayNotOffered`."""
        if not set(weekdays) <= set(self.weekdays):
            raise WeekdayNotOffered

    def closing(self, on: date) -> datetime:
        """The moment of a day by which every child is fetched."""
        return moment_of(on, self.closes)

    def close(self, on: date) -> None:
        """Raises `AfterSchoolClosed`."""
        self.must_be_open()
        self.closed_on = on


@dataclass(frozen=True, slots=True)
class Fetching:
    """What is sealed of a place: the child, and who may fetch it (person → relation), the guardian among them."""

    child_id: UUID
    pickers: dict[UUID, str]

    def must_name(self, picker_id: UUID) -> None:
        """Raises `PickerNotNamed`."""
        if picker_id not in self.pickers:
            raise PickerNotNamed


GUARDIAN = "guardian"


def may_fetch(guardian_id: UUID, others: Iterable[tuple[UUID, str]]) -> dict[UUID, str]:
    """Who may fetch a child: those its guardian names, and always the guardian."""
    return {**dict(others), guardian_id: GUARDIAN}


class SchoolPlace(Base):
    """`child_key` finds the place of the same child without saying which; `sealed` holds child and pickers."""

    __tablename__ = "school_place"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    after_school_id: Mapped[UUID]
    area: Mapped[UUID]
    team_id: Mapped[UUID]
    leader_id: Mapped[UUID | None]
    guardian_id: Mapped[UUID | None]
    child_key: Mapped[str]
    sealed: Mapped[bytes | None]
    subject: Mapped[str]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    from_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]

    @classmethod
    def taken(cls, school: AfterSchool, weekdays: Collection[int], on: date, **words: object) -> Self:
        kept = {"after_school_id": school.id, "area": school.area, "team_id": school.team_id}
        days = {"weekdays": sorted(set(weekdays)), "from_on": on, "ended_on": None, "end_reason": None}
        return cls(id=uuid7(), leader_id=school.leader_id, sealed=None, **kept, **days, **words)

    def must_last(self) -> None:
        """Raises `SchoolPlaceOver`."""
        if self.ended_on is not None:
            raise SchoolPlaceOver

    def must_be_expected(self, on: date) -> None:
        """Raises `SchoolPlaceOver`, `NotOnRoster`."""
        self.must_last()
        if on.isoweekday() not in self.weekdays:
            raise NotOnRoster

    def end(self, reason: str, on: date) -> None:
        """Raises `SchoolPlaceOver`."""
        self.must_last()
        self.ended_on, self.end_reason = on, reason


class SchoolDay(Base):
    """A day on which a child came. `overdue_at`: when closing time found it still there."""

    __tablename__ = "school_day"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_place_id: Mapped[UUID]
    after_school_id: Mapped[UUID]
    on: Mapped[date]
    arrived_at: Mapped[datetime]
    checked_in_by: Mapped[UUID | None]
    overdue_at: Mapped[datetime | None]
    picked_up_at: Mapped[datetime | None]

    @classmethod
    def begun(cls, place: SchoolPlace, at: datetime, on: date, closing: datetime, by: UUID | None) -> Self:
        """Raises `PastClosingTime`."""
        if at >= closing:
            raise PastClosingTime
        known = {"school_place_id": place.id, "after_school_id": place.after_school_id, "checked_in_by": by}
        return cls(id=uuid7(), on=on, arrived_at=at, overdue_at=None, picked_up_at=None, **known)

    def pick_up(self, at: datetime) -> None:
        """Raises `AlreadyPickedUp`."""
        if self.picked_up_at is not None:
            raise AlreadyPickedUp
        self.picked_up_at = at


class PickUp(Base):
    """Who handed a child over; `sealed` holds to whom, and their signature. Appended, once a day."""

    __tablename__ = "school_pick_up"
    school_day_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    account_id: Mapped[UUID | None]
    handed_over_by: Mapped[UUID | None]
    at: Mapped[datetime]
