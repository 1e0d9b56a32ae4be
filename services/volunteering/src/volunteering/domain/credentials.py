"""What stands behind a volunteer's word: certificates (证书), free time, a guardian's consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base
from volunteering.domain.credential_errors import CertificateNotValid, FreeTimeOverlaps

VALID, EXPIRED, REVOKED = "valid", "expired", "revoked"


class Certificate(Base):
    """That somebody has shown a skill to an issuer. `expires_on` is the first day on which it holds no longer."""

    __tablename__ = "certificate"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    volunteer_id: Mapped[UUID]
    person_id: Mapped[UUID]
    area: Mapped[UUID]
    skill: Mapped[str]
    issuer: Mapped[str]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    state: Mapped[str]

    def end(self, state: str) -> None:
        """Raises `CertificateNotValid`."""
        if self.state != VALID:
            raise CertificateNotValid
        self.state = state


class FreeTime(Base):
    """A weekly time (1 is Monday, Asia/Shanghai) in which a volunteer has said to be free."""

    __tablename__ = "free_time"
    volunteer_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    weekday: Mapped[int] = mapped_column(primary_key=True)
    starts: Mapped[time] = mapped_column(primary_key=True)
    ends: Mapped[time]


class Consent(Base):
    """A guardian's consent that a child volunteers, or comes after school, as membership tells it."""

    __tablename__ = "consent"
    consent_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    purpose: Mapped[str]
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]


def must_not_overlap(times: Sequence[tuple[int, time, time]]) -> None:
    """Weekly times, each (weekday, from, to). Raises `FreeTimeOverlaps`, also for one that ends before it begins."""
    ordered = sorted(times)
    if any(ends <= starts for _, starts, ends in ordered):
        raise FreeTimeOverlaps
    for (day, _, ends), (next_day, starts, _) in pairwise(ordered):
        if day == next_day and starts < ends:
            raise FreeTimeOverlaps
