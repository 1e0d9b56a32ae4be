"""Entitlements (领取资格): somebody may be given goods without minutes. Who and why is sealed."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.entitlement_errors import (
    EndsBeforeItBegins,
    EntitlementDecided,
    EntitlementOver,
    EntitlementTooLong,
    EntitlementUsedUp,
    OwnEntitlement,
)

PROPOSED, APPROVED, ENDED = "proposed", "approved", "ended"


class Entitlement(Base):
    """`helped_key` finds it without saying whose it is; `sealed` holds person and category under the row's own key."""

    __tablename__ = "entitlement"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    helped_key: Mapped[str]
    sealed: Mapped[bytes | None]
    state: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    proposed_by: Mapped[UUID | None]
    decided_by: Mapped[UUID | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def proposed(cls, area: UUID, helped_key: str, first: date, last: date, by: UUID | None) -> Self:
        """A new one, which counts once it is approved. Raises `EndsBeforeItBegins`."""
        if last < first:
            raise EndsBeforeItBegins
        return cls(
            id=uuid7(),
            area=area,
            helped_key=helped_key,
            sealed=None,
            state=PROPOSED,
            valid_from=first,
            valid_until=last,
            proposed_by=by,
            decided_by=None,
        )

    def approve(self, by: UUID | None, own_key: str | None) -> None:
        """`own_key` is that of the person who approves. Raises `OwnEntitlement`, `EntitlementDecided`."""
        if by == self.proposed_by or own_key == self.helped_key:
            raise OwnEntitlement
        if self.state != PROPOSED:
            raise EntitlementDecided
        self.state = APPROVED
        self.decided_by = by

    def end(self, by: UUID | None) -> None:
        """Raises `EntitlementOver`."""
        if self.state == ENDED:
            raise EntitlementOver
        self.state = ENDED
        self.decided_by = by


def must_fit(first: date, last: date, longest_months: int) -> None:
    """Raises `EntitlementTooLong`."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if (months, last.day) >= (longest_months, first.day):
        raise EntitlementTooLong


def must_have_left(items: int, had: int, items_per_month: int) -> None:
    """Raises `EntitlementUsedUp`."""
    if had + items > items_per_month:
        raise EntitlementUsedUp
