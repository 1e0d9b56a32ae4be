"""Disclosure (亮身份): who agreed to be shown as a member, and which buildings show their members."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.areas import Area
from membership.domain.base import Base
from membership.domain.errors.coverage import BoardWithdrawn, DesignationKindOfArea, MemberNotMain
from membership.domain.errors.organisations import MemberLeft
from membership.domain.rolls import FLOATING, MemberSeat

BUILDING = "building"


class Disclosure(Base):
    """A member's agreement to be shown, from `disclosed_on` until the day before `concealed_on`. Nothing of it travels but the
    place on the roll."""

    __tablename__ = "roll_disclosure"

    disclosure_id: Mapped[UUID] = mapped_column(primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("member_seat.seat_id"))
    disclosed_on: Mapped[date]
    concealed_on: Mapped[date | None]

    @classmethod
    def agree(cls, seat: MemberSeat, today: date) -> Disclosure:
        """Raises `MemberLeft` or `MemberNotMain`."""
        if seat.left_on is not None:
            raise MemberLeft()
        if not seat.main and seat.second != FLOATING:
            raise MemberNotMain()
        return cls(disclosure_id=uuid7(), seat_id=seat.seat_id, disclosed_on=today)


class RollBoard(Base):
    """The board of a building, up from `published_on` until `withdrawn_on`."""

    __tablename__ = "roll_board"

    board_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    published_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def publish(cls, area: Area, today: date) -> RollBoard:
        """Raises `AreaEnded` or `DesignationKindOfArea`."""
        area.must_stand()
        if area.kind != BUILDING:
            raise DesignationKindOfArea(area.kind)
        return cls(board_id=uuid7(), area_id=area.area_id, published_on=today)

    def withdraw(self, today: date) -> None:
        """Raises `BoardWithdrawn`."""
        if self.withdrawn_on is not None:
            raise BoardWithdrawn()
        self.withdrawn_on = today
