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
from volunteering.domain.errors import MinorNeedsConsent, PersonNotAlive, VolunteerRetired


@dataclass(frozen=True, slots=True)
class Resident:
    """What the replica knows of a person."""

    person_id: UUID
    home_area: UUID
    minor: bool
    alive: bool

    def may_volunteer(self) -> None:
        """Raises `PersonNotAlive`, `MinorNeedsConsent`."""
        if not self.alive:
            raise PersonNotAlive
        if self.minor:
            raise MinorNeedsConsent


class Volunteer(Base):
    """Registered once per person and for good; a retired volunteer keeps what was served."""

    __tablename__ = "volunteer"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    area: Mapped[UUID]
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text))
    registered_on: Mapped[date]
    retired_on: Mapped[date | None]
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
        )

    def can_do(self, skills: Iterable[str]) -> None:
        """Say anew what the volunteer can do. Raises `VolunteerRetired`."""
        self._must_be_active()
        self.skills = sorted(set(skills))

    def retire(self, on: date) -> None:
        """Raises `VolunteerRetired`."""
        self._must_be_active()
        self.retired_on = on

    def take_up_again(self, resident: Resident, skills: Iterable[str]) -> None:
        """Somebody who had retired registers again; nothing that was served is lost. Raises like `may_volunteer`."""
        resident.may_volunteer()
        self.retired_on = None
        self.area = resident.home_area
        self.skills = sorted({*self.skills, *skills})

    def _must_be_active(self) -> None:
        if self.retired_on is not None:
            raise VolunteerRetired
