"""Screened volunteers who are asked to answer a call for help (应急响应)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base
from volunteering.domain.credential_errors import OfferSettled

ASKED, OFFERED, DECLINED, ASSIGNED, RELEASED, ENDED = "asked", "offered", "declined", "assigned", "released", "ended"
WAITING = (ASKED, OFFERED)


class ResponderOffer(Base):
    """One asked for one call. `ring` is how far the call reached then."""

    __tablename__ = "responder_offer"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    sos_id: Mapped[UUID]
    area: Mapped[UUID]
    ring: Mapped[int]
    person_id: Mapped[UUID]
    state: Mapped[str]
    asked_at: Mapped[datetime]

    def answer(self, state: str) -> None:
        """Raises `OfferSettled`."""
        if self.state != ASKED:
            raise OfferSettled
        self.state = state
