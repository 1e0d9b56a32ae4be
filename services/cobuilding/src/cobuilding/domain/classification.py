"""Classifications of firms (规模以上): each holds from its day until the next."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cobuilding.domain.base import Base
from cobuilding.domain.errors import ClassificationOutOfOrder, DateInFuture, NotAFirm
from cobuilding.domain.unit import Unit
from kernel.ids import uuid7

FIRMS = frozenset({"state_enterprise", "private_enterprise"})


class Classification(Base):
    """Whether a firm is above scale from `since` on."""

    __tablename__ = "classification"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    above_scale: Mapped[bool]
    since: Mapped[date]

    @classmethod
    def of(
        cls, unit: Unit, before: Classification | None, *, above_scale: bool, since: date, today: date
    ) -> Classification:
        """A new one. Raises `NotAFirm`, `DateInFuture` or `ClassificationOutOfOrder`."""
        if unit.kind not in FIRMS:
            raise NotAFirm
        if since > today:
            raise DateInFuture(field="since")
        if since < unit.registered_on or (before is not None and since <= before.since):
            raise ClassificationOutOfOrder
        return cls(id=uuid7(), unit_id=unit.id, above_scale=above_scale, since=since)
