"""Stations (党员工作室、服务站): desks with a queue of needs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.need_errors import StationClosed, StationKindUnknown


class Station(Base):
    """A name is unique in its area while the station is open (exclusion in SQL)."""

    __tablename__ = "station"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[str]
    keeper_id: Mapped[UUID | None]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    @classmethod
    def opened(
        cls, area: UUID, name: str, kind: str, keeper_id: UUID | None, on: date, *, known: Collection[str]
    ) -> Self:
        """A new station of a kind that the pack knows. Raises `StationKindUnknown`."""
        if kind not in known:
            raise StationKindUnknown(kind)
        return cls(id=uuid7(), area=area, name=name, kind=kind, keeper_id=keeper_id, opened_on=on, closed_on=None)

    def must_be_open(self) -> None:
        """Raises `StationClosed`."""
        if self.closed_on is not None:
            raise StationClosed

    def close(self, on: date) -> None:
        """Raises `StationClosed`. That its queue is empty, the register knows."""
        self.must_be_open()
        self.closed_on = on
