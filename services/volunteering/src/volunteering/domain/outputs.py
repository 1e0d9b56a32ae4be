"""What came of activities (成果): numbers of a unit, added and struck, never changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base


class Output(Base):
    __tablename__ = "activity_output"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID]
    unit: Mapped[str]
    number: Mapped[int]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]


class OutputStrike(Base):
    """The entry that takes an output back."""

    __tablename__ = "output_strike"
    output_id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]
    struck_by: Mapped[UUID | None]
    struck_at: Mapped[datetime]
