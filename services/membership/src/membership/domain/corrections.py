"""Correction (更正): asked with a paper, decided by somebody else, in time."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.rights import CorrectionDecided, CorrectionOwn, CorrectionUnfit

ASKED, ACCEPTED, REFUSED = "asked", "accepted", "refused"
TIME_TO_DECIDE = timedelta(days=15)
FITTING = {
    "phone": re.compile(r"\+?[0-9][0-9 -]{4,19}"),
    "identity_number": re.compile(r"[0-9]{17}[0-9Xx]"),
    "birth_date": re.compile(r"[12]\d{3}-\d{2}-\d{2}"),
}


class Correction(Base):
    """`value` is what the field should read, sealed under the person's key; it goes once it is decided."""

    __tablename__ = "correction"

    correction_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    field: Mapped[str]
    value_sealed: Mapped[bytes | None]
    paper: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    asked_by: Mapped[UUID | None]
    asked_on: Mapped[date]
    due_on: Mapped[date]
    decided_on: Mapped[date | None]
    late_since: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def ask(
        cls, *, person_id: UUID, area_id: UUID, field: str, value: str, paper: str, by: UUID | None, today: date
    ) -> Correction:
        """What waits for a decision; the value is sealed afterwards. Raises `CorrectionUnfit`."""
        as_registered(field, value)
        return cls(
            correction_id=uuid7(),
            person_id=person_id,
            area_id=area_id,
            field=field,
            paper=paper,
            state=ASKED,
            asked_by=by,
            asked_on=today,
            due_on=today + TIME_TO_DECIDE,
        )

    def decide(
        self, state: str, *, by: UUID | None, person: UUID | None, today: date, reason: str | None = None
    ) -> None:
        """Raises `CorrectionDecided` or `CorrectionOwn`."""
        if self.state != ASKED:
            raise CorrectionDecided(self.state)
        if person == self.person_id or by == self.asked_by:
            raise CorrectionOwn()
        self.state, self.reason, self.decided_on, self.value_sealed = state, reason, today, None


def as_registered(field: str, value: str) -> date | str:
    """The value as the register takes it. Raises `CorrectionUnfit` where it is no phone, number or day."""
    shape = FITTING.get(field)
    if shape is not None and not shape.fullmatch(value):
        raise CorrectionUnfit(field)
    if field != "birth_date":
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise CorrectionUnfit(field) from None
