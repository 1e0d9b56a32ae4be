"""Rolls (党员名册): who is enrolled in which branch or group, from when to when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.organisations import (
    EnrolledBeforeFounding,
    MemberDaysWrong,
    MemberLeft,
    OrganisationTakesNoMembers,
    TeamNotForRoll,
)
from membership.domain.errors.people import DateInFuture
from membership.domain.organisations import BRANCHES, FUNCTIONAL, GROUP, Organisation

TAKES_MEMBERS = BRANCHES | {GROUP}


class Team(Base):
    """Replica (副本) of volunteering's teams: where members of functional branches come from."""

    __tablename__ = "team"

    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    disbanded: Mapped[bool]


class MemberSeat(Base):
    """A place on a roll, until the day before `left_on`. Everybody has one `main` place at a time."""

    __tablename__ = "member_seat"

    seat_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.organisation_id"))
    area_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    main: Mapped[bool]
    team_id: Mapped[UUID | None]
    enrolled_on: Mapped[date]
    left_on: Mapped[date | None]
    reason: Mapped[str | None]
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
        organisation.must_stand()
        if organisation.kind not in TAKES_MEMBERS:
            raise OrganisationTakesNoMembers(organisation.kind)
        if team_id is not None and organisation.kind != FUNCTIONAL:
            raise TeamNotForRoll()
        if enrolled_on > today:
            raise DateInFuture(field="enrolled_on")
        if enrolled_on < organisation.founded_on:
            raise EnrolledBeforeFounding(organisation.founded_on.isoformat())
        return cls(
            seat_id=uuid7(),
            organisation_id=organisation.organisation_id,
            area_id=organisation.area_id,
            person_id=person_id,
            main=organisation.kind != FUNCTIONAL,
            team_id=team_id,
            enrolled_on=enrolled_on,
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
