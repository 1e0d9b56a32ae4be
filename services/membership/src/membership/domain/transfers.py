"""Transfers (组织关系转接): asked, released by the old end, accepted by the new; or refused, or taken back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.organisations import EnrolledElsewhere
from membership.domain.errors.transfers import (
    TransferFromNowhere,
    TransferNotReleased,
    TransferOver,
    TransferReleasedAlready,
    TransferToItself,
)
from membership.domain.organisations import Organisation
from membership.domain.rolls import KEEPS_MAIN_PLACES, MemberSeat, must_take_members

ASKED, RELEASED, ACCEPTED, REFUSED, WITHDRAWN = "asked", "released", "accepted", "refused", "withdrawn"
OPEN = (ASKED, RELEASED)
TIME_TO_ANSWER = timedelta(days=30)


class Transfer(Base):
    """One transfer. `due_on` is the last day of whoever is to answer now: the old end while asked, the new one once released."""

    __tablename__ = "transfer"

    transfer_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    from_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.organisation_id"))
    from_area: Mapped[UUID | None]
    came_from: Mapped[str | None]
    letter: Mapped[str | None]
    to_organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.organisation_id"))
    to_area: Mapped[UUID]
    state: Mapped[str]
    reason: Mapped[str | None]
    asked_on: Mapped[date]
    released_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    due_on: Mapped[date]
    overdue_since: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def ask(
        cls,
        person_id: UUID,
        to: Organisation,
        *,
        held: MemberSeat | None,
        came_from: str | None,
        letter: str | None,
        today: date,
    ) -> Transfer:
        """A new transfer from the roll that has the main place `held`, or from outside by letter.

        Raises `OrganisationDissolved`, `OrganisationTakesNoMembers`, `TransferToItself`, `EnrolledElsewhere` or
        `TransferFromNowhere`.
        """
        must_take_members(to, KEEPS_MAIN_PLACES)
        if held is not None and held.organisation_id == to.organisation_id:
            raise TransferToItself()
        if held is not None and came_from is not None:
            raise EnrolledElsewhere()
        if held is None and (came_from is None or letter is None):
            raise TransferFromNowhere()
        made = cls(
            transfer_id=uuid7(),
            person_id=person_id,
            from_organisation_id=None if held is None else held.organisation_id,
            from_area=None if held is None else held.area_id,
            came_from=came_from,
            letter=letter,
            to_organisation_id=to.organisation_id,
            to_area=to.area_id,
            state=ASKED,
            asked_on=today,
            due_on=today + TIME_TO_ANSWER,
        )
        if held is None:
            made.release(today)
        return made

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def release(self, today: date) -> None:
        """The old end agrees; the new one's time begins. Raises `TransferOver` or `TransferReleasedAlready`."""
        self.must_be_open()
        if self.state == RELEASED:
            raise TransferReleasedAlready()
        self.state, self.released_on = RELEASED, today
        self.due_on, self.overdue_since = today + TIME_TO_ANSWER, None

    def accept(self, today: date) -> None:
        """The new end agrees. Raises `TransferOver` or `TransferNotReleased`."""
        self.must_be_open()
        if self.state != RELEASED:
            raise TransferNotReleased()
        self._settle(ACCEPTED, today)

    def refuse(self, reason: str, today: date) -> None:
        """Raises `TransferOver`."""
        self.must_be_open()
        self.reason = reason
        self._settle(REFUSED, today)

    def withdraw(self, today: date, reason: str | None = None) -> None:
        """Raises `TransferOver`."""
        self.must_be_open()
        self.reason = reason
        self._settle(WITHDRAWN, today)

    def must_be_open(self) -> None:
        """Raises `TransferOver`."""
        if not self.open:
            raise TransferOver(self.state)

    def _settle(self, state: str, today: date) -> None:
        self.state, self.settled_on = state, today
