"""The second factor of an account (双因素): an authenticator's secret, sealed, and recovery codes by their hashes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from membership.domain.base import Base
from membership.domain.errors.second_factors import SecondFactorEnrolled

RESET_OPEN_FOR = timedelta(days=7)
TICKET_LASTS = timedelta(minutes=2)


class SecondFactor(Base):
    """An authenticator. It counts once confirmed; `last_step` is the newest step of the clock whose code was used, and no code
    of that step or one before is good again."""

    __tablename__ = "second_factor"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.account_id"), primary_key=True)
    secret_sealed: Mapped[bytes]
    enrolled_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int]
    reset_asked_by: Mapped[UUID | None]
    reset_asked_at: Mapped[datetime | None]

    @classmethod
    def enrol(cls, account_id: UUID, secret_sealed: bytes, at: datetime) -> SecondFactor:
        """A new one that does not count yet."""
        return cls(account_id=account_id, secret_sealed=secret_sealed, enrolled_at=at, last_step=0)

    def must_be_unconfirmed(self) -> None:
        """Raises `SecondFactorEnrolled`."""
        if self.confirmed_at is not None:
            raise SecondFactorEnrolled()

    def use(self, step: int) -> bool:
        """Use the code of a step up; whether it was still good."""
        fresh = step > self.last_step
        self.last_step = max(step, self.last_step)
        return fresh

    def asked_before_by(self, at: datetime) -> UUID | None:
        """The officer who asked for a reset and whose word still stands."""
        asked = self.reset_asked_at
        return self.reset_asked_by if asked is not None and at < asked + RESET_OPEN_FOR else None

    def ask_reset(self, by: UUID, at: datetime) -> None:
        self.reset_asked_by, self.reset_asked_at = by, at


class RecoveryCode(Base):
    """A recovery code by its hash; good until it is spent."""

    __tablename__ = "recovery_code"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.account_id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    spent_at: Mapped[datetime | None]
