"""Statements of areas (底数): each holds from its day until the next of the same."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.people import DateInFuture

POPULATION, FLOATING = "population", "floating_population"
"""The one part of another statement: floating residents are counted in the population."""


class Denominator(Base):
    """How much of `what` there is in an area, by a source's account as of a day."""

    __tablename__ = "denominator"

    denominator_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    what: Mapped[str]
    value: Mapped[int] = mapped_column(BigInteger)
    source_name: Mapped[str]
    as_of: Mapped[date]

    @classmethod
    def state(cls, *, area_id: UUID, what: str, value: int, source_name: str, as_of: date, today: date) -> Denominator:
        """A new statement. Raises `DateInFuture`."""
        if as_of > today:
            raise DateInFuture(field="as_of")
        return cls(
            denominator_id=uuid7(), area_id=area_id, what=what, value=value, source_name=source_name, as_of=as_of
        )
