"""The archive (事件档案): every event of every service, once, as it was heard."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from reporting.domain.base import Base

MOMENT = TIMESTAMP(timezone=True)


class ArchivedEvent(Base):
    """One event. `seq` is its place in its aggregate's story; `kind` says whether it was live or imported."""

    __tablename__ = "archive"

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    producer: Mapped[str] = mapped_column(Text)
    aggregate: Mapped[str] = mapped_column(Text)
    aggregate_id: Mapped[UUID]
    seq: Mapped[int] = mapped_column(BigInteger)
    area: Mapped[UUID | None]
    occurred_at: Mapped[datetime] = mapped_column(MOMENT)
    recorded_at: Mapped[datetime] = mapped_column(MOMENT)
    kind: Mapped[str] = mapped_column(Text)
    correlation_id: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
