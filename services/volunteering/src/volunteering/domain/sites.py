"""Places of programmes (阵地): education bases, platforms of practice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.errors import EndsBeforeStart
from volunteering.domain.programme_errors import SiteClosed, SiteKindUnknown


class Site(Base):
    """A name is unique in its area while the place is open (exclusion in SQL)."""

    __tablename__ = "site"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[str]
    programme: Mapped[str]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    @classmethod
    def opened(cls, area: UUID, name: str, kind: str, programme: str, on: date, *, known: Collection[str]) -> Self:
        """A new place of a kind that the pack knows. Raises `SiteKindUnknown`."""
        if kind not in known:
            raise SiteKindUnknown(kind)
        return cls(id=uuid7(), area=area, name=name, kind=kind, programme=programme, opened_on=on, closed_on=None)

    def close(self, on: date) -> None:
        """Raises `SiteClosed`, `EndsBeforeStart`."""
        if self.closed_on is not None:
            raise SiteClosed
        if on < self.opened_on:
            raise EndsBeforeStart(field="closed_on")
        self.closed_on = on
