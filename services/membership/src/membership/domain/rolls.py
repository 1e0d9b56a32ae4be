"""Rolls (党员名册): who is enrolled in which branch or group, from when to when."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import FetchedValue, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.organisations import (
    EnrolledBeforeFounding,
    EnrolledElsewhere,
    MemberDaysWrong,
    MemberLeft,
    OrganisationTakesNoMembers,
    TeamNotForRoll,
)
from membership.domain.errors.people import DateInFuture
from membership.domain.errors.transfers import SecondPlaceBesideFirst, SecondPlaceNeedsFirst
from membership.domain.organisations import BRANCHES, FUNCTIONAL, GROUP, Organisation

TAKES_MEMBERS = BRANCHES | {GROUP}
KEEPS_MAIN_PLACES = TAKES_MEMBERS - {FUNCTIONAL}
FLOATING = "floating"


class Team(Base):
    """Replica (副本) of volunteering's teams: where members of functional branches come from."""

    __tablename__ = "team"

    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    disbanded: Mapped[bool]


class MemberSeat(Base):
    """A place on a roll, until the day before `left_on`. Everybody has one `main` place at a time, and at most one where they
    live beside a main roll elsewhere: `second` says why, `kept_at` who keeps the main roll, if it is not kept here."""

    __tablename__ = "member_seat"

    seat_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.organisation_id"))
    area_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    main: Mapped[bool]
    second: Mapped[str | None]
    kept_at: Mapped[str | None]
    team_id: Mapped[UUID | None]
    enrolled_on: Mapped[date]
    left_on: Mapped[date | None]
    reason: Mapped[str | None]
    sort_key: Mapped[str] = mapped_column(FetchedValue())  # the person's, kept by the database
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def enrol(
        cls, organisation: Organisation, *, person_id: UUID, team_id: UUID | None, enrolled_on: date, today: date
    ) -> MemberSeat:
        """A new place.

        Raises `OrganisationDissolved`, `OrganisationTakesNoMembers`, `TeamNotForRoll`, `DateInFuture` or
        `EnrolledBeforeFounding`.
        """
        must_take_members(organisation, TAKES_MEMBERS)
        if team_id is not None and organisation.kind != FUNCTIONAL:
            raise TeamNotForRoll()
        return cls._new(
            organisation, person_id, enrolled_on, today, main=organisation.kind != FUNCTIONAL, team_id=team_id
        )

    @classmethod
    def register_beside(
        cls,
        organisation: Organisation,
        *,
        person_id: UUID,
        second: str,
        kept_at: str | None,
        main_here: bool | None,
        enrolled_on: date,
        today: date,
    ) -> MemberSeat:
        """A place where somebody lives, beside their main one. `main_here` is whether that is kept in the same community, None
        where no roll of this register has it.

        Raises `OrganisationDissolved`, `OrganisationTakesNoMembers`, `SecondPlaceBesideFirst`, `SecondPlaceNeedsFirst`,
        `EnrolledElsewhere`, `DateInFuture` or `EnrolledBeforeFounding`.
        """
        must_take_members(organisation, KEEPS_MAIN_PLACES)
        if main_here:
            raise SecondPlaceBesideFirst()
        if main_here is None and kept_at is None:
            raise SecondPlaceNeedsFirst()
        if main_here is not None and second == FLOATING:
            raise EnrolledElsewhere()
        return cls._new(organisation, person_id, enrolled_on, today, main=False, second=second, kept_at=kept_at)

    @classmethod
    def _new(
        cls, organisation: Organisation, person_id: UUID, enrolled_on: date, today: date, **words: Any
    ) -> MemberSeat:
        if enrolled_on > today:
            raise DateInFuture(field="enrolled_on")
        if enrolled_on < organisation.founded_on:
            raise EnrolledBeforeFounding(organisation.founded_on.isoformat())
        return cls(
            seat_id=uuid7(),
            organisation_id=organisation.organisation_id,
            area_id=organisation.area_id,
            person_id=person_id,
            enrolled_on=enrolled_on,
            **words,
        )

    def leave(self, reason: str, on: date, today: date) -> None:
        """Raises `MemberLeft`, `DateInFuture` or `MemberDaysWrong`."""
        if self.left_on is not None:
            raise MemberLeft()
        if on > today:
            raise DateInFuture(field="left_on")
        if on <= self.enrolled_on:
            raise MemberDaysWrong(self.enrolled_on.isoformat())
        self.left_on, self.reason = on, reason


def must_take_members(organisation: Organisation, kinds: Set[str]) -> None:
    """Raises `OrganisationDissolved`, or `OrganisationTakesNoMembers` unless it is of one of the kinds."""
    organisation.must_stand()
    if organisation.kind not in kinds:
        raise OrganisationTakesNoMembers(organisation.kind)
