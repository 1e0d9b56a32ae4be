"""The fact (事实): one episode of a series, made of the events that began, ended or voided it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from reporting.domain.archive import MOMENT
from reporting.domain.base import Base


class Fact(Base):
    """What is known of an episode so far. It counts once it has begun: an end or a voiding heard first waits in the row.

    When an episode is told twice, the earliest telling stands (by moment, then by event id), whatever the order of
    arrival: so the same events always make the same facts.
    """

    __tablename__ = "fact"

    series: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    subject: Mapped[str | None] = mapped_column(Text)
    area: Mapped[UUID | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    kept: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    imported: Mapped[bool | None]
    begins_at: Mapped[datetime | None] = mapped_column(MOMENT)
    begin_event: Mapped[UUID | None]
    ends_at: Mapped[datetime | None] = mapped_column(MOMENT)
    end_kept: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    end_event: Mapped[UUID | None]
    voided_at: Mapped[datetime | None] = mapped_column(MOMENT)
    void_event: Mapped[UUID | None]
