"""The checkpoint (巡更点): a place that patrols pass."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Double, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.domain.base import MOMENT, Base
from patrol.domain.errors import CheckpointRetired


class Checkpoint(Base):
    """A place by its WGS-84 position in degrees; within `radius` metres of it counts as being there."""

    __tablename__ = "checkpoint"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    radius: Mapped[int] = mapped_column(SmallInteger)
    retired_at: Mapped[datetime | None] = mapped_column(MOMENT)

    def retire(self, now: datetime) -> None:
        """Raises `CheckpointRetired` the second time."""
        if self.retired_at is not None:
            raise CheckpointRetired
        self.retired_at = now
