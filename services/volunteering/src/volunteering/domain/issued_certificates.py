"""Certificates that the city gives out (结业证书、志愿服务证明) and the numbers by which anybody can check them."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.course_errors import CertificateNumberWrong, CertificateWithdrawn

COURSE, SERVICE = "course", "service"
RANDOM_DIGITS = 14
"""Of a hundred million certificates one would be met in a million tries; the gateway lets through one try a second."""
_MODULUS = 97


def number_of(year: int, chance: int) -> str:
    """A number of a year: fourteen digits of chance and two check digits (ISO 7064, MOD 97-10)."""
    digits = f"{year:04}{chance:0{RANDOM_DIGITS}}"
    check = _MODULUS + 1 - int(digits) * 100 % _MODULUS
    return f"GJ-{digits[:4]}-{digits[4:]}-{check:02}"


def must_be_a_number(number: str) -> None:
    """Whether the check digits fit: one wrong digit, or two that changed places, never do. Raises `CertificateNumberWrong`."""
    digits = "".join(filter(str.isdigit, number))
    if int(digits) % _MODULUS != 1:
        raise CertificateNumberWrong


class IssuedCertificate(Base):
    """`minutes_issued` stands on the paper; how many are really behind it, the books say when it is checked.

    A course's names its enrolment; one of hours served a period. `person_id` is None once the holder was erased.
    """

    __tablename__ = "issued_certificate"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    kind: Mapped[str]
    person_id: Mapped[UUID | None]
    area: Mapped[UUID]
    enrolment_id: Mapped[UUID | None]
    title: Mapped[str | None]
    first_on: Mapped[date]
    last_on: Mapped[date]
    minutes_issued: Mapped[int]
    issued_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    withdrawn_for: Mapped[str | None]

    @classmethod
    def issued(cls, kind: str, number: str, on: date, **words: object) -> Self:
        unknown = dict.fromkeys(("enrolment_id", "title", "withdrawn_on", "withdrawn_for"))
        return cls(**unknown | {"id": uuid7(), "kind": kind, "number": number, "issued_on": on} | words)

    def withdraw(self, reason: str, on: date) -> None:
        """Raises `CertificateWithdrawn`."""
        if self.withdrawn_on is not None:
            raise CertificateWithdrawn
        self.withdrawn_on, self.withdrawn_for = on, reason
