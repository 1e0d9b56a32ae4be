"""The card (卡): one of the kinds of the area's pack, valid from its issue until it is revoked."""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eldercare.domain.base import Base
from eldercare.domain.elder import Elder
from eldercare.domain.errors import BeforeIssue, CardRevoked, DateInFuture

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
GROUP, GROUPS = 4, 3
ELDER_LEFT = "elder_left"


class Card(Base):
    """`person_id` and `area` are its elder's: who may see the elder may see the card."""

    __tablename__ = "card"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    elder_id: Mapped[UUID] = mapped_column(ForeignKey("elder.id"))
    elder: Mapped[Elder] = relationship(lazy="raise")
    person_id: Mapped[UUID]
    area: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date]
    revoked_on: Mapped[date | None]
    revoke_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def is_valid(self, on: date) -> bool:
        """Whether it is valid on a day from its issue on."""
        return self.revoked_on is None or self.revoked_on > on

    def revoke(self, on: date, reason: str | None, today: date) -> None:
        """Make it void from a day on. Raises `CardRevoked`, `DateInFuture` or `BeforeIssue`."""
        if self.revoked_on is not None:
            raise CardRevoked
        if on > today:
            raise DateInFuture(field="revoked_on")
        if on < self.issued_on:
            raise BeforeIssue
        self.revoked_on, self.revoke_reason = on, reason


def new_code() -> str:
    """Twelve random characters in three groups: nobody guesses one of 2⁶⁰."""
    # Thirty-two letters: five bits of each byte choose among them without favour.
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(GROUP * GROUPS))
    return as_printed(letters)


def as_printed(code: str) -> str:
    """A code as somebody typed it, the way it is printed on the card."""
    plain = code.upper().translate(MISREAD)
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
