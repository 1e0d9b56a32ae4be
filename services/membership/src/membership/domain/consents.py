"""Consent (同意): one person, one purpose, one version of its text."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from membership.domain.base import Base
from membership.domain.errors.rights import ConsentWithdrawn

BY_SELF, BY_GUARDIAN, ON_PAPER = "self", "guardian", "paper"


class Consent(Base):
    """In force from `given_on` until it is withdrawn. `given_by` says how it was given."""

    __tablename__ = "consent"

    consent_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    purpose: Mapped[str]
    text_version: Mapped[int]
    given_by: Mapped[str]
    guardian_id: Mapped[UUID | None]
    paper: Mapped[str | None]
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def withdraw(self, today: date) -> None:
        """Raises `ConsentWithdrawn`."""
        if self.withdrawn_on is not None:
            raise ConsentWithdrawn()
        self.withdrawn_on = today


def age_on(birth_date: date, day: date) -> int:
    """Years completed."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
