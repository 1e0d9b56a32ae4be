"""Units (单位) that may help: a replica of cobuilding's register."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base


class Unit(Base):
    __tablename__ = "unit"
    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    area: Mapped[UUID | None]
    active: Mapped[bool]
