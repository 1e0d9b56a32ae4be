"""The ledger of minutes served (服务时长): entries are added, never changed; a reversal is an entry of its own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base
from volunteering.domain.errors import OwnHours

ACTIVITY, SHIFT = "activity", "shift"


class ServedMinutes(Base):
    """One entry. `source_id` is the attendance or home visit (activity) or the shift it came from.

    `reverses` is the entry that it strikes.

    Minutes of a reversal are negative, so that sums over a person need no exception.
    """

    __tablename__ = "served_minutes"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    team_id: Mapped[UUID | None]
    area: Mapped[UUID | None]
    served_on: Mapped[date]
    minutes: Mapped[int]
    source: Mapped[str]
    source_id: Mapped[UUID]
    reverses: Mapped[UUID | None]
    reason: Mapped[str | None]
    entered_by: Mapped[UUID | None]
    entered_at: Mapped[datetime]


def must_not_be_own(decider: UUID | None, served_by: UUID) -> None:
    """Raises `OwnHours`."""
    if decider == served_by:
        raise OwnHours
