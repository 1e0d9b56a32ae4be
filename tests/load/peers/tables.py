"""The peers' tables: what a check-in leaves here, and what it brings about there. `python -m peers.tables` makes them."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Identity, LargeBinary, Text, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Tables of the service that takes check-ins; the monolith has those of both."""


class CheckIn(Base):
    """Somebody was there."""

    __tablename__ = "check_in"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID]
    person_id: Mapped[UUID]
    place: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Outbox(Base):
    """An event not yet published; its row goes when the broker has confirmed it."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    event_id: Mapped[UUID]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Evidence(Base):
    """The effect: what the other service keeps of a check-in."""

    __tablename__ = "evidence"
    check_in_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Inbox(Base):
    """An event that has taken effect."""

    __tablename__ = "inbox"
    event_id: Mapped[UUID] = mapped_column(primary_key=True)


if __name__ == "__main__":
    for variable in ("BENCH_DATABASE", "BENCH_DATABASE_OTHER"):
        Base.metadata.create_all(create_engine(os.environ[variable]))
