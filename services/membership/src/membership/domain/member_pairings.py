"""Members who stand by a household (党员认亲): pairings as volunteering tells them, and which places on rolls they make count."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from membership.domain.base import Base


class HeardPairing(Base):
    """Somebody stands by a household, until the day before `ended_on`."""

    __tablename__ = "heard_pairing"

    pairing_id: Mapped[UUID] = mapped_column(primary_key=True)
    helper_id: Mapped[UUID]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]


class MemberPairing(Base):
    """A main place whose member stands by a household. Its id is made for counting: neither pairing nor helper is told.

    `since` and `until` are first days of months, so that the days of a pairing do not find its member. A year's end falls between
    two months: what is open there is the same.
    """

    __tablename__ = "member_pairing"

    member_pairing_id: Mapped[UUID] = mapped_column(primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("member_seat.seat_id"))
    pairing_id: Mapped[UUID]
    since: Mapped[date]
    until: Mapped[date | None]


def first_of_month(day: date) -> date:
    return day.replace(day=1)
