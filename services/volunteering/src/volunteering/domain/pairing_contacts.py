"""What a helper does in a pairing: visits and gifts, appended and struck. No bank, shop or fund knows of a gift."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base
from volunteering.domain.pairing_errors import NotWhilePaired
from volunteering.domain.pairings import Pairing


class PairingVisit(Base):
    """`nth`: how many visits of the same day were struck before; two of a day would have the same."""

    __tablename__ = "pairing_visit"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    pairing_id: Mapped[UUID]
    on: Mapped[date]
    nth: Mapped[int]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]


class PairingGift(Base):
    """`value_band`: how much it was worth, roughly."""

    __tablename__ = "pairing_gift"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    pairing_id: Mapped[UUID]
    kind: Mapped[str]
    value_band: Mapped[str]
    on: Mapped[date]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]


class PairingVisitStrike(Base):
    """The entry that takes a visit back."""

    __tablename__ = "pairing_visit_strike"
    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]
    struck_by: Mapped[UUID | None]
    struck_at: Mapped[datetime]


class PairingGiftStrike(Base):
    """The entry that takes a gift back."""

    __tablename__ = "pairing_gift_strike"
    gift_id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]
    struck_by: Mapped[UUID | None]
    struck_at: Mapped[datetime]


def must_be_paired(pairing: Pairing, on: date) -> None:
    """Whether the pairing stood on a day. Raises `NotWhilePaired`."""
    if on < pairing.started_on or (pairing.ended_on is not None and on > pairing.ended_on):
        raise NotWhilePaired
