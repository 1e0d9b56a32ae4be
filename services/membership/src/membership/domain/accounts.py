"""Accounts and sessions (账号与会话)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.accounts import AccountClosed, PasswordWeak

MOST_FAILURES = 10
LOCKED_FOR = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)
SESSION_LASTS = timedelta(days=14)
SHORTEST_PASSWORD = 10
FEWEST_CHARACTERS = 5


def check_password(password: str, username: str, field: str = "password") -> None:
    """Raises `PasswordWeak`: at least ten characters, five different ones, without the username in it."""
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < FEWEST_CHARACTERS or username in password.lower():
        raise PasswordWeak(f"At least {SHORTEST_PASSWORD} characters, without the name in it", field=field)


class Account(Base):
    """An account of a person, or of a function. `area_id` is the area that administers it."""

    __tablename__ = "account"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str]
    password_hash: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.person_id"))
    area_id: Mapped[UUID]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    @classmethod
    def open(cls, *, username: str, password_hash: str, person_id: UUID | None, area_id: UUID, at: datetime) -> Account:
        """A new account that may do nothing yet."""
        return cls(
            account_id=uuid7(),
            username=username,
            password_hash=password_hash,
            person_id=person_id,
            area_id=area_id,
            opened_at=at,
        )

    def close(self, at: datetime) -> None:
        """Nobody signs in with it any more; its name stays taken. Raises `AccountClosed`."""
        self.must_be_open()
        self.closed_at = at

    def must_be_open(self) -> None:
        """Raises `AccountClosed`."""
        if self.closed_at is not None:
            raise AccountClosed()


class SignInFailures(Base):
    """Wrong passwords in a row for a name, known or not: a lock must not tell which names exist."""

    __tablename__ = "sign_in_failures"

    username: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]

    def locks(self, at: datetime) -> bool:
        """Whether nobody signs in under this name for now."""
        return self.locked_until is not None and at < self.locked_until


class Session(Base):
    """A stay of somebody signed in, from sign-in to sign-out. Only the hash of its present refresh token is kept, and
    those of the spent ones, so that a stolen token betrays itself when it is used a second time."""

    __tablename__ = "session"

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.account_id"))
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @classmethod
    def begin(cls, account_id: UUID, at: datetime) -> Session:
        """A new session of fourteen days."""
        return cls(session_id=uuid7(), account_id=account_id, begun_at=at, expires_at=at + SESSION_LASTS)

    def runs(self, at: datetime) -> bool:
        """Whether it has neither ended nor expired."""
        return self.ended_at is None and at < self.expires_at


class RefreshToken(Base):
    """A refresh token by its hash; spent once it has been changed for the next one."""

    __tablename__ = "refresh_token"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("session.session_id"))
    spent_at: Mapped[datetime | None]
