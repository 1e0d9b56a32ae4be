"""Good deeds (善行): told by somebody of somebody, agreed to, approved, taken down."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.deed_errors import (
    DeedNotPublished,
    DeedSettled,
    DoerHasNotAgreed,
    OwnDeed,
    PraisesOneself,
)

TOLD, AGREED, DECLINED, PUBLISHED, TAKEN_DOWN = "told", "agreed", "declined", "published", "taken_down"


class Deed(Base):
    """`sealed` holds the story under the deed's own key until it is published; then it stands in `story` for everybody."""

    __tablename__ = "deed"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    board: Mapped[str]
    teller_id: Mapped[UUID | None]
    doer_id: Mapped[UUID | None]
    sealed: Mapped[bytes | None]
    story: Mapped[str | None]
    state: Mapped[str]
    reason: Mapped[str | None]
    told_on: Mapped[date]
    published_on: Mapped[date | None]

    @classmethod
    def told(cls, area: UUID, board: str, teller_id: UUID, doer_id: UUID, on: date) -> Self:
        """Raises `PraisesOneself`."""
        if teller_id == doer_id:
            raise PraisesOneself
        known = {"id": uuid7(), "area": area, "board": board, "teller_id": teller_id, "doer_id": doer_id, "told_on": on}
        return cls(**known, **dict.fromkeys(("sealed", "story", "reason", "published_on")), state=TOLD)

    def answer(self, *, agrees: bool) -> None:
        """Whoever did it agrees to be published, or not. Raises `DeedSettled`."""
        if self.state != TOLD:
            raise DeedSettled
        self.state = AGREED if agrees else DECLINED

    def publish(self, story: str, by: UUID | None, on: date) -> None:
        """Raises `OwnDeed`, `DoerHasNotAgreed`, `DeedSettled`."""
        if by is not None and by in (self.teller_id, self.doer_id):
            raise OwnDeed
        if self.state == TOLD:
            raise DoerHasNotAgreed
        if self.state != AGREED:
            raise DeedSettled
        self.state, self.story, self.sealed, self.published_on = PUBLISHED, story, None, on

    def take_down(self, reason: str) -> None:
        """Raises `DeedNotPublished`."""
        if self.state != PUBLISHED:
            raise DeedNotPublished
        self.state, self.reason, self.story = TAKEN_DOWN, reason, None
