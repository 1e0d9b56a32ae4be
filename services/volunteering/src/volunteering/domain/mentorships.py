"""Mentorships (帮教): a mentor stands by somebody in confidence. Whom, what for and why it ended is sealed."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.mentorship_errors import MentorNotOfAge, OfficerIsHelped, OfficerUnknown
from volunteering.domain.pairing_errors import (
    BeforePairingStarted,
    HelpedUnknown,
    HelperUnknown,
    HelpsOneself,
    PairingOver,
)
from volunteering.domain.volunteers import Resident


class Mentorship(Base):
    """`told_as` is the number under which the others count it; it finds no row at any door. `helped_key`, `subject` and
    `subject_year` are what they are in pairings, of another hash, so that none of a person's leads to the other.
    """

    __tablename__ = "mentorship"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    told_as: Mapped[UUID]
    area: Mapped[UUID]
    helper_id: Mapped[UUID | None]
    officer_id: Mapped[UUID | None]
    helped_key: Mapped[str]
    sealed: Mapped[bytes | None]
    subject: Mapped[str]
    subject_year: Mapped[int]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    @classmethod
    def started(cls, area: UUID, helper_id: UUID, officer_id: UUID, on: date, **hidden: object) -> Self:
        """A new one; `hidden` are helped_key, subject and subject_year. It is sealed under its own id afterwards."""
        people = {"helper_id": helper_id, "officer_id": officer_id}
        return cls(
            id=uuid7(), told_as=uuid7(), area=area, started_on=on, ended_on=None, sealed=None, **people, **hidden
        )

    def must_last(self) -> None:
        """Raises `PairingOver`."""
        if self.ended_on is not None:
            raise PairingOver

    def end(self, on: date) -> None:
        """Raises `PairingOver`, `BeforePairingStarted`."""
        self.must_last()
        if on < self.started_on:
            raise BeforePairingStarted
        self.ended_on = on


def must_be_a_mentor(helper: Resident | None, helped: Resident | None) -> None:
    """Raises `HelperUnknown`, `HelpedUnknown`, `MentorNotOfAge`, `HelpsOneself`."""
    if helper is None or not helper.alive:
        raise HelperUnknown
    if helped is None or not helped.alive:
        raise HelpedUnknown
    if helper.minor:
        raise MentorNotOfAge
    if helper.person_id == helped.person_id:
        raise HelpsOneself


def must_be_an_officer(officer: Resident | None, helped_id: UUID) -> None:
    """Raises `OfficerUnknown`, `OfficerIsHelped`."""
    if officer is None or not officer.alive or officer.minor:
        raise OfficerUnknown
    if officer.person_id == helped_id:
        raise OfficerIsHelped
