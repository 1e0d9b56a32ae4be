"""Part-time seats on committees (大党委兼职委员), as long as a unit's agreement lasts."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.coverage import SeatDaysWrong, SeatEnded
from membership.domain.errors.people import DateInFuture
from membership.domain.organisations import Organisation


class Agreement(Base):
    """Replica (副本) of cobuilding's agreements: in force from `signed_on` until the day before `lapsed_on`."""

    __tablename__ = "agreement"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID]
    area_id: Mapped[UUID]
    signed_on: Mapped[date]
    lapsed_on: Mapped[date | None]


class SeatHolder(Base):
    """Who sat there for the unit, from `taken_on` until the day before `left_on`."""

    __tablename__ = "committee_seat_holder"

    seat_id: Mapped[UUID] = mapped_column(ForeignKey("committee_seat.seat_id"), primary_key=True)
    taken_on: Mapped[date] = mapped_column(primary_key=True)
    left_on: Mapped[date | None]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))


class CommitteeSeat(Base):
    """A unit's seat, from `opened_on` until the day before `ended_on`."""

    __tablename__ = "committee_seat"

    seat_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.organisation_id"))
    area_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    agreement_id: Mapped[UUID]
    opened_on: Mapped[date]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def open(cls, committee: Organisation, agreement: Agreement) -> CommitteeSeat:
        """A seat for the unit of an agreement, from the day on which both are there."""
        return cls(
            seat_id=uuid7(),
            organisation_id=committee.organisation_id,
            area_id=committee.area_id,
            unit_id=agreement.unit_id,
            agreement_id=agreement.agreement_id,
            opened_on=max(committee.founded_on, agreement.signed_on),
        )

    def take(self, person_id: UUID, before: SeatHolder | None, on: date, today: date) -> SeatHolder:
        """Somebody sits there from a day on, in the place of who did before. Raises `SeatEnded`, `DateInFuture` or
        `SeatDaysWrong`."""
        if self.ended_on is not None:
            raise SeatEnded()
        if on > today:
            raise DateInFuture(field="taken_on")
        if on < self.opened_on or (before is not None and on <= before.taken_on):
            raise SeatDaysWrong()
        if before is not None:
            before.left_on = on
        return SeatHolder(seat_id=self.seat_id, person_id=person_id, taken_on=on)

    def end(self, on: date) -> date:
        """End it on a day, but not before it has lasted one; the day."""
        self.ended_on = max(on, self.opened_on + timedelta(days=1))
        return self.ended_on
