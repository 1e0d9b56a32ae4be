"""Accounts and sessions (账号与会话)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.accounts import AccountClosed, AccountLocked, PasswordWeak

MOST_FAILURES = 10
LOCKED_FOR = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=4)
FORGOTTEN_AFTER = timedelta(hours=1)
LOCKS_FORGOTTEN_AFTER = timedelta(days=1)
SESSION_LASTS = timedelta(days=14)
SESSION_IDLE = timedelta(days=3)
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
    """Wrong passwords in a row for a name, known or not: a lock must not tell which names exist.

    The last of ten failures locks the name, the first time for a quarter of an hour and each time after it for twice as
    long, up to four hours; a day without a failure and the locks are forgotten. What is tried while a name is locked is
    not looked at and not counted, so a thousand attempts write no more than ten.
    """

    __tablename__ = "sign_in_failures"

    username: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    times_locked: Mapped[int]
    last_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]

    def must_not_lock(self, at: datetime) -> None:
        """Raises `AccountLocked` while nobody signs in under this name."""
        if self.locked_until is not None and at < self.locked_until:
            raise AccountLocked()

    def count(self, at: datetime) -> bool:
        """Count one more; whether it locked the name."""
        silence = at - self.last_at
        self.failures = 1 if silence > FORGOTTEN_AFTER else self.failures + 1
        self.times_locked = 0 if silence > LOCKS_FORGOTTEN_AFTER else self.times_locked
        self.last_at = at
        if self.failures < MOST_FAILURES:
            return False
        self.locked_until = at + min(LONGEST_LOCK, LOCKED_FOR * 2**self.times_locked)
        self.failures, self.times_locked = 0, self.times_locked + 1
        return True


class Session(Base):
    """A stay of somebody signed in, from sign-in to sign-out. Only the hash of its present refresh token is kept, and
    those of the spent ones, so that a stolen token betrays itself when it is used a second time.

    `seen_at` is when its tokens were last renewed; left alone for three days it is over. `device` is what the client said of
    itself. `proven_at` is when a second factor proved it.
    """

    __tablename__ = "session"

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.account_id"))
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    device: Mapped[str | None]
    proven_at: Mapped[datetime | None]

    @classmethod
    def begin(cls, account_id: UUID, at: datetime, *, device: str | None, proven: bool) -> Session:
        """A new session of fourteen days."""
        return cls(
            session_id=uuid7(),
            account_id=account_id,
            begun_at=at,
            expires_at=at + SESSION_LASTS,
            seen_at=at,
            device=device,
            proven_at=at if proven else None,
        )

    def runs(self, at: datetime) -> bool:
        """Whether it has neither ended nor expired nor been left alone for too long."""
        return self.ended_at is None and at < min(self.expires_at, (self.seen_at or self.begun_at) + SESSION_IDLE)


class RefreshToken(Base):
    """A refresh token by its hash; spent once it has been changed for the next one."""

    __tablename__ = "refresh_token"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("session.session_id"))
    spent_at: Mapped[datetime | None]
