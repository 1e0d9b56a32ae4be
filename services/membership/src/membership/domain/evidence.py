"""Evidence (佐证): what others told of people, and what of it counts for a pledge. Only ever appended."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from membership.domain.base import Base


class HeardFact(Base):
    """A fact told by another service: its kind, its id there, the person, the civil day and the minutes."""

    __tablename__ = "heard_fact"

    fact: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date]
    minutes: Mapped[int]
    reversed_at: Mapped[datetime | None]


class Evidence(Base):
    """A fact that counts for a pledge; `reversal` rows take back what an earlier one gave."""

    __tablename__ = "evidence"

    pledge_id: Mapped[UUID] = mapped_column(ForeignKey("pledge.pledge_id"), primary_key=True)
    fact: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[UUID] = mapped_column(primary_key=True)
    reversal: Mapped[bool] = mapped_column(primary_key=True)
    day: Mapped[date]
    minutes: Mapped[int]
    recorded_at: Mapped[datetime]
