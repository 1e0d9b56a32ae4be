"""The unit (驻区单位): an enterprise, school, agency or garrison of an area."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from cobuilding.domain.base import Base
from cobuilding.domain.credit_code import checked
from cobuilding.domain.errors import BeforeRegistration, DateInFuture, UnitClosed


class Unit(Base):
    """On the register from `registered_on` until the day before `closed_on`."""

    __tablename__ = "unit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    credit_code: Mapped[str | None] = mapped_column(Text)
    contact_id: Mapped[UUID | None]
    registered_on: Mapped[date]
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def assert_open(self) -> None:
        """Raises `UnitClosed`."""
        if self.closed_on is not None:
            raise UnitClosed

    def bear(self, credit_code: str | None) -> None:
        """Take a credit code, or none. Raises `CreditCodeWrong`."""
        self.credit_code = None if credit_code is None else checked(credit_code)

    def close(self, on: date, today: date) -> None:
        """Raises `UnitClosed`, `DateInFuture` or `BeforeRegistration`."""
        self.assert_open()
        if on > today:
            raise DateInFuture(field="closed_on")
        if on < self.registered_on:
            raise BeforeRegistration
        self.closed_on = on
