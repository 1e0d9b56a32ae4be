"""Ids by which other services name a person (他方编号): an elder's, that of a call for help, that of a missed visit."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from membership.domain.base import Base


class ToldPerson(Base):
    """Whom an id of another service's stands for. It says nothing of them that the event did not."""

    __tablename__ = "told_person"

    told_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
