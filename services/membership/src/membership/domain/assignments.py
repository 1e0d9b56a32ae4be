"""Assignments to areas: who keeps in touch with, answers for, instructs or looks after a place, from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.assignments import (
    AssignmentDaysWrong,
    AssignmentKindOfArea,
    AssignmentNeedsDepartment,
    AssignmentOver,
    AssignmentStairwellWrong,
    AssignmentTooMany,
)
from membership.domain.errors.people import DateInFuture

LIAISON, INSTRUCTOR, WARDEN = "liaison", "instructor", "warden"
UNSAID: Mapping[str, Any] = {"area_kinds": None, "most_areas": None}
"""What holds for a kind of which the pack says nothing: any area, as many as there are."""


class Assignment(Base):
    """In force from `begun_on` until the day before `ended_on`."""

    __tablename__ = "assignment"

    assignment_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    kind: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.organisation_id"))
    stairwell: Mapped[str]
    begun_on: Mapped[date]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def begin(
        cls,
        *,
        area_id: UUID,
        kind: str,
        person_id: UUID,
        organisation_id: UUID | None,
        stairwell: str,
        begun_on: date,
        today: date,
    ) -> Assignment:
        """A new assignment. Raises `DateInFuture`, `AssignmentNeedsDepartment` or `AssignmentStairwellWrong`."""
        if begun_on > today:
            raise DateInFuture(field="begun_on")
        if (kind == LIAISON) != (organisation_id is not None):
            raise AssignmentNeedsDepartment()
        if stairwell and kind != WARDEN:
            raise AssignmentStairwellWrong()
        return cls(
            assignment_id=uuid7(),
            area_id=area_id,
            kind=kind,
            person_id=person_id,
            organisation_id=organisation_id,
            stairwell=stairwell,
            begun_on=begun_on,
        )

    @property
    def told_holder(self) -> UUID | None:
        """Whom an event may name: an instructor is a party member, which never travels."""
        return None if self.kind == INSTRUCTOR else self.person_id

    def end(self, on: date, today: date) -> None:
        """Raises `AssignmentOver`, `DateInFuture` or `AssignmentDaysWrong`."""
        if self.ended_on is not None:
            raise AssignmentOver()
        if on > today:
            raise DateInFuture(field="ended_on")
        if on <= self.begun_on:
            raise AssignmentDaysWrong()
        self.ended_on = on


def check_rules(rules: Mapping[str, Any], area_kind: str, others: int) -> None:
    """Refuse what the pack does not provide for; `others` is how many areas the person has in that time already.

    Raises `AssignmentKindOfArea` or `AssignmentTooMany`.
    """
    kinds = rules["area_kinds"]
    if kinds is not None and area_kind not in kinds:
        raise AssignmentKindOfArea(f"{area_kind}: {', '.join(kinds)}")
    most = rules["most_areas"]
    if most is not None and others >= most:
        raise AssignmentTooMany(f"{others}")
