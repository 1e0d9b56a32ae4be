"""Prizes that activities won (获奖): recorded once for each piece of evidence, struck by an entry, never changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base


class Prize(Base):
    """`winners` people won it; `evidence` names the paper that shows it, unique in the area while the prize stands."""

    __tablename__ = "prize"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID]
    area: Mapped[UUID]
    title: Mapped[str]
    level: Mapped[str]
    winners: Mapped[int]
    evidence: Mapped[str]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    struck_for: Mapped[str | None]
    struck_by: Mapped[UUID | None]
    struck_at: Mapped[datetime | None]
