"""The co-building agreement (共建协议): what a unit obliges itself to, from a day through another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from cobuilding.domain.base import Base
from cobuilding.domain.errors import (
    AgreementLapsed,
    BeforeSigning,
    DateInFuture,
    EndsBeforeSigning,
    ObligationTwice,
    ObligationUnknown,
)
from kernel.period import DAY

ENDED, UNIT_CLOSED = "ended", "unit_closed"


class Agreement(Base):
    """In force from `signed_on` through `ends_on`, both included, unless it lapses before: `lapsed_on` is the first day
    without it. A unit has one in force at a time; the database excludes overlaps."""

    __tablename__ = "agreement"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    area: Mapped[UUID]
    signed_on: Mapped[date]
    ends_on: Mapped[date]
    obligations: Mapped[list[str]] = mapped_column(ARRAY(Text))
    lapsed_on: Mapped[date | None]
    lapse_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def assert_dated(self, today: date) -> None:
        """Raises `DateInFuture` for a signing to come, `EndsBeforeSigning` for an end before it."""
        if self.signed_on > today:
            raise DateInFuture(field="signed_on")
        if self.ends_on < self.signed_on:
            raise EndsBeforeSigning

    def lapse(self, on: date, reason: str) -> date:
        """End it, never later than its own end; the first day without it. Raises `AgreementLapsed` or `BeforeSigning`."""
        if self.lapsed_on is not None:
            raise AgreementLapsed
        if on < self.signed_on:
            raise BeforeSigning
        self.lapsed_on, self.lapse_reason = min(on, self.day_after), reason
        return self.lapsed_on

    @property
    def day_after(self) -> date:
        """The first day after its last."""
        return self.ends_on + DAY


def assert_known(obligations: Sequence[str], known: Collection[str]) -> None:
    """Raises `ObligationTwice`, or `ObligationUnknown` for a code that the pack does not have."""
    if len(set(obligations)) != len(obligations):
        raise ObligationTwice
    unknown = sorted(set(obligations) - set(known))
    if unknown:
        raise ObligationUnknown(", ".join(unknown))
