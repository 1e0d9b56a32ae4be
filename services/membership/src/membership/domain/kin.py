"""Family links (家属关系): who acts for whom."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.rights import (
    GuardianNeedsKeeper,
    KinEnded,
    KinNotAsked,
    KinOfOneself,
    KinOwnAsking,
    PaperMissing,
)

ASKED, CONFIRMED, ENDED = "asked", "confirmed", "ended"
GUARDIAN = "guardian"


class KinLink(Base):
    """`kin_id` acts for `person_id`, from the confirmation until the end. `asked_by` is the end that asked; None the keeper."""

    __tablename__ = "kin_link"

    link_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    kin_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    kind: Mapped[str]
    state: Mapped[str]
    asked_by: Mapped[UUID | None]
    paper: Mapped[str | None]
    asked_on: Mapped[date]
    confirmed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def ask(cls, *, person_id: UUID, kin_id: UUID, area_id: UUID, kind: str, by: UUID | None, today: date) -> KinLink:
        """A link that waits for its confirmation. Raises `KinOfOneself`."""
        if person_id == kin_id:
            raise KinOfOneself()
        return cls(
            link_id=uuid7(),
            person_id=person_id,
            kin_id=kin_id,
            area_id=area_id,
            kind=kind,
            state=ASKED,
            asked_by=by,
            asked_on=today,
        )

    def check_end(self, person_id: UUID) -> None:
        """Refuses an end that may not confirm. Raises `KinOwnAsking` or `GuardianNeedsKeeper`."""
        if self.kind == GUARDIAN:
            raise GuardianNeedsKeeper()
        if person_id == self.asked_by:
            raise KinOwnAsking()

    def show_paper(self, paper: str | None) -> None:
        """The keeper has been shown a paper. Raises `PaperMissing`."""
        if paper is None:
            raise PaperMissing()
        self.paper = paper

    def begin(self, today: date) -> None:
        """Raises `KinNotAsked`."""
        if self.state != ASKED:
            raise KinNotAsked(self.state)
        self.state, self.confirmed_on = CONFIRMED, today

    def end(self, reason: str, today: date) -> None:
        """Raises `KinEnded`."""
        if self.state == ENDED:
            raise KinEnded()
        self.state, self.end_reason, self.ended_on = ENDED, reason, today
