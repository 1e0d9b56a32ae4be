"""The elder (老年人): a person's stay on the register of an area."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from eldercare.domain.base import Base
from eldercare.domain.errors import BeforeRegistration, DateInFuture, ElderLeft

MOVED, DIED = "moved", "died"


class Elder(Base):
    """On the register from `registered_on` until the day before `left_on`. `living` is sealed, and gone with the elder."""

    __tablename__ = "elder"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    area: Mapped[UUID]
    living: Mapped[bytes | None] = mapped_column(LargeBinary)
    registered_on: Mapped[date]
    left_on: Mapped[date | None]
    left_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def assert_here(self) -> None:
        """Raises `ElderLeft`."""
        if self.left_on is not None:
            raise ElderLeft

    def assert_dated(self, today: date) -> None:
        """Raises `DateInFuture` for a day to come, `BeforeRegistration` for leaving before it."""
        if self.registered_on > today:
            raise DateInFuture(field="registered_on")
        if self.left_on is not None and self.left_on > today:
            raise DateInFuture(field="left_on")
        if self.left_on is not None and self.left_on < self.registered_on:
            raise BeforeRegistration(field="left_on")

    def leave(self, on: date, reason: str) -> None:
        """Off the register from a day on. Raises `ElderLeft`."""
        self.assert_here()
        self.left_on, self.left_reason, self.living = on, reason, None
