"""Volunteers (志愿者): residents who said that they want to serve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.credential_errors import ScreeningInThePast
from volunteering.domain.errors import MinorNeedsConsent, PersonNotAlive, VolunteerRetired


@dataclass(frozen=True, slots=True)
class Resident:
    """What the replica knows of a person."""

    person_id: UUID
    home_area: UUID
    minor: bool
    alive: bool
    consented: bool = False

    def may_volunteer(self) -> None:
        """A minor with a guardian's consent. Raises `PersonNotAlive`, `MinorNeedsConsent`."""
        if not self.alive:
            raise PersonNotAlive
        if self.minor and not self.consented:
            raise MinorNeedsConsent


class Volunteer(Base):
    """Registered once per person and for good; a retired volunteer keeps what was served.

    An enrolment is one stay on the register in one home area: coming back and moving house begin another.
    """

    __tablename__ = "volunteer"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    area: Mapped[UUID]
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text))
    registered_on: Mapped[date]
    retired_on: Mapped[date | None]
    enrolment_id: Mapped[UUID | None]
    screened_until: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def registered(cls, resident: Resident, skills: Iterable[str], on: date) -> Self:
        """A new volunteer. Raises like `Resident.may_volunteer`."""
        resident.may_volunteer()
        return cls(
            id=uuid7(),
            person_id=resident.person_id,
            area=resident.home_area,
            skills=sorted(set(skills)),
            registered_on=on,
            retired_on=None,
            enrolment_id=uuid7(),
        )

    def can_do(self, skills: Iterable[str]) -> None:
        """Say anew what the volunteer can do. Raises `VolunteerRetired`."""
        self.must_be_active()
        self.skills = sorted(set(skills))

    def retire(self, on: date) -> None:
        """Raises `VolunteerRetired`."""
        self.must_be_active()
        self.retired_on = on

    def take_up_again(self, resident: Resident, skills: Iterable[str]) -> None:
        """Somebody who had retired registers again; nothing that was served is lost. Raises like `may_volunteer`."""
        resident.may_volunteer()
        self.retired_on = None
        self.enrol(resident.home_area)
        self.skills = sorted({*self.skills, *skills})

    def enrol(self, area: UUID) -> None:
        """Begin a new enrolment, in an area."""
        self.area = area
        self.enrolment_id = uuid7()

    def screen(self, until: date, today: date) -> None:
        """May go to people's homes alone until a day. Raises `VolunteerRetired`, `ScreeningInThePast`."""
        self.must_be_active()
        if until <= today:
            raise ScreeningInThePast
        self.screened_until = until

    def must_be_active(self) -> None:
        """Raises `VolunteerRetired`."""
        if self.retired_on is not None:
            raise VolunteerRetired
