"""What a helper does in a pairing: visits and gifts, appended. A gift is the helper's own; no bank, shop or fund knows of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base
from volunteering.domain.pairing_errors import NotWhilePaired
from volunteering.domain.pairings import Pairing


class PairingVisit(Base):
    __tablename__ = "pairing_visit"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    pairing_id: Mapped[UUID]
    on: Mapped[date]
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


def must_be_paired(pairing: Pairing, on: date) -> None:
    """Whether the pairing stood on a day. Raises `NotWhilePaired`."""
    if on < pairing.started_on or (pairing.ended_on is not None and on > pairing.ended_on):
        raise NotWhilePaired
