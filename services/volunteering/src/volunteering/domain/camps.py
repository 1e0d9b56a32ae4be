"""Camps for children (夏令营), the places in them, and the days on which a child was there."""

from __future__ import annotations

from datetime import date
from typing import Any, Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.activity_errors import DateInPast
from volunteering.domain.base import Base
from volunteering.domain.errors import DateInFuture, EndsBeforeStart
from volunteering.domain.programme_errors import CampHasChildren, CampNotOver, CampOver, DayOutsideCamp, PlaceGivenUp

PLANNED, CLOSED, CALLED_OFF = "planned", "closed", "called_off"
BY_GUARDIAN, ON_FILE = "guardian", "on_file"
"""Where the consent for a child's place comes from: whoever acts for the child enrolled it, or had consented before."""


class Camp(Base):
    """A camp of a team, with `taken` of `places` taken. `leader_id` answers for it."""

    __tablename__ = "camp"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    area: Mapped[UUID]
    leader_id: Mapped[UUID | None]
    title: Mapped[str]
    programme: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    places: Mapped[int]
    taken: Mapped[int]
    state: Mapped[str]

    @classmethod
    def planned(cls, *, first_on: date, last_on: date, today: date, **words: Any) -> Self:
        """A new camp. Raises `EndsBeforeStart`, `DateInPast`."""
        if last_on < first_on:
            raise EndsBeforeStart(field="last_on")
        if first_on < today:
            raise DateInPast(field="first_on")
        return cls(id=uuid7(), first_on=first_on, last_on=last_on, taken=0, state=PLANNED, **words)

    def must_be_open(self) -> None:
        """Raises `CampOver`."""
        if self.state != PLANNED:
            raise CampOver

    def must_take_children(self, today: date) -> None:
        """Raises `CampOver`."""
        self.must_be_open()
        if today > self.last_on:
            raise CampOver

    def must_last_on(self, day: date, today: date) -> None:
        """Raises `CampOver`, `DayOutsideCamp`, `DateInFuture`."""
        self.must_be_open()
        if not self.first_on <= day <= self.last_on:
            raise DayOutsideCamp
        if day > today:
            raise DateInFuture(field="on")

    def call_off(self, *, came: bool) -> None:
        """Raises `CampOver`, `CampHasChildren`."""
        self.must_be_open()
        if came:
            raise CampHasChildren
        self.state = CALLED_OFF

    def close(self, today: date) -> None:
        """Raises `CampOver`, `CampNotOver`."""
        self.must_be_open()
        if today <= self.last_on:
            raise CampNotOver
        self.state = CLOSED


class CampPlace(Base):
    """A child's place. A child has one in a camp at a time (unique in SQL); whose it was is forgotten with the child."""

    __tablename__ = "camp_place"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    camp_id: Mapped[UUID]
    team_id: Mapped[UUID]
    area: Mapped[UUID]
    leader_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    consent: Mapped[str]
    enrolled_on: Mapped[date]
    given_up_on: Mapped[date | None]

    def must_be_held(self) -> None:
        """Raises `PlaceGivenUp`."""
        if self.given_up_on is not None:
            raise PlaceGivenUp

    def give_up(self, on: date) -> None:
        """Raises `PlaceGivenUp`."""
        self.must_be_held()
        self.given_up_on = on


class CampDay(Base):
    """A day on which a child was there; appended."""

    __tablename__ = "camp_day"
    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column("held_on", primary_key=True)


class CampConsent(Base):
    """A guardian's consent that a child takes part in what is held for children, as membership tells it."""

    __tablename__ = "camp_consent"
    consent_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
