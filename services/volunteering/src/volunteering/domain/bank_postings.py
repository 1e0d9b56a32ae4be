"""The rows of the love banks' ledger (账簿): postings and their entries. They are added and never changed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base


class BankPosting(Base):
    """One act of the ledger. `source_id` is what it came from: hours, a reservation; once per kind."""

    __tablename__ = "bank_posting"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    source_id: Mapped[UUID]
    reverses: Mapped[UUID | None]
    posted_at: Mapped[datetime]
    posted_by: Mapped[UUID | None]


class BankEntry(Base):
    """Minutes added to one book of one account, or taken from it below zero."""

    __tablename__ = "bank_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[UUID]
    account_id: Mapped[UUID]
    book: Mapped[str]
    minutes: Mapped[int]
    expires_on: Mapped[date | None]
    with_bank: Mapped[UUID | None]
    posted_at: Mapped[datetime]


class BankLot(Base):
    """Savings of an account that expire together; the database keeps them from the entries."""

    __tablename__ = "bank_lot"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    expires_on: Mapped[date] = mapped_column(primary_key=True)
    minutes: Mapped[int]
