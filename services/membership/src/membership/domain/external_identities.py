"""Identities of the city's provider that accounts are linked with (统一身份绑定)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from membership.domain.base import Base

SIGN_IN_LASTS = timedelta(minutes=10)
LINK_CODE_LASTS = timedelta(minutes=10)


class ExternalIdentity(Base):
    """A subject of an issuer, and the one account that it signs in to."""

    __tablename__ = "external_identity"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.account_id"))
    linked_by: Mapped[UUID | None]
    linked_at: Mapped[datetime]


class LinkCode(Base):
    """The hash of a code that somebody signed in got, to link an identity with their account."""

    __tablename__ = "external_link_code"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.account_id"), primary_key=True)
    code_hash: Mapped[bytes]
    made_at: Mapped[datetime]

    def is_good(self, at: datetime) -> bool:
        return at < self.made_at + LINK_CODE_LASTS


class UsedState(Base):
    """The hash of a state that came back from the provider: none does twice."""

    __tablename__ = "external_state_used"

    state_hash: Mapped[bytes] = mapped_column(primary_key=True)
    used_at: Mapped[datetime]
