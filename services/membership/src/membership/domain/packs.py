"""Pack assignments (机制包指派): which mechanism is in force where, from which day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from membership.domain.base import Base


class PackAssignment(Base):
    """A version of a pack, in force at an area and below it from a day until another one there. Only ever appended."""

    __tablename__ = "pack_assignment"

    assignment_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    pack: Mapped[str]
    version: Mapped[str]
    valid_from: Mapped[date]
