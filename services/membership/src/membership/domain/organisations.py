"""Organisations (组织): a tree of bodies, each of one area."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.people import DateInFuture


class Organisation(Base):
    """A committee, branch or other body of an area."""

    __tablename__ = "organisation"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.organisation_id"))
    kind: Mapped[str]
    name: Mapped[str]
    founded_on: Mapped[date]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def found(
        cls, *, area_id: UUID, parent_id: UUID | None, kind: str, name: str, founded_on: date, today: date
    ) -> Organisation:
        """A new body. Raises `DateInFuture`."""
        if founded_on > today:
            raise DateInFuture(field="founded_on")
        return cls(
            organisation_id=uuid7(), area_id=area_id, parent_id=parent_id, kind=kind, name=name, founded_on=founded_on
        )


class Unit(Base):
    """Replica (副本) of cobuilding's units: who may claim an organisation's post. Inactive ones have closed or left."""

    __tablename__ = "unit"

    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID | None]
    name: Mapped[str]
    kind: Mapped[str]
    active: Mapped[bool]
