"""Organisations (组织): a dated tree of bodies, each of one area."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.organisations import (
    OrganisationDateOutOfOrder,
    OrganisationDissolved,
    OrganisationKindOutOfOrder,
)
from membership.domain.errors.people import DateInFuture

COMMITTEE, GROUP, FUNCTIONAL = "party_committee", "party_group", "functional_branch"
BRANCHES = frozenset({"party_branch", "two_new_branch", FUNCTIONAL})
MAY_STAND_UNDER: dict[str, frozenset[str]] = {
    COMMITTEE: frozenset({COMMITTEE}),
    GROUP: BRANCHES - {FUNCTIONAL},
    **dict.fromkeys(BRANCHES, frozenset({COMMITTEE})),
}
"""党委 over 支部 over 党小组. Bodies of other kinds stand under any."""


class OrganisationPast(Base):
    """What an organisation was called and stood under from `valid_from` until the day before `valid_to`."""

    __tablename__ = "organisation_past"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.organisation_id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date]
    name: Mapped[str]
    parent_id: Mapped[UUID | None]


class Organisation(Base):
    """A committee, branch or other body of an area, from `founded_on` until the day before `dissolved_on`. Name and parent are
    those since `changed_on`; those before stand in `OrganisationPast`."""

    __tablename__ = "organisation"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.organisation_id"))
    kind: Mapped[str]
    name: Mapped[str]
    founded_on: Mapped[date]
    changed_on: Mapped[date | None]
    dissolved_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def found(
        cls, *, area_id: UUID, parent: Organisation | None, kind: str, name: str, founded_on: date, today: date
    ) -> Organisation:
        """A new body. Raises `DateInFuture`, `OrganisationKindOutOfOrder` or `OrganisationDissolved`."""
        if founded_on > today:
            raise DateInFuture(field="founded_on")
        check_parent(kind, parent)
        return cls(
            organisation_id=uuid7(),
            area_id=area_id,
            parent_id=None if parent is None else parent.organisation_id,
            kind=kind,
            name=name,
            founded_on=founded_on,
        )

    @property
    def since(self) -> date:
        """The day since which name and parent are what they are."""
        return self.changed_on or self.founded_on

    def become(self, *, name: str, parent: UUID | None, on: date) -> OrganisationPast | None:
        """Take another name or parent from a day on; what it was until then, if that was any day at all.

        Raises `OrganisationDissolved` or `OrganisationDateOutOfOrder`.
        """
        self.must_stand()
        if on < self.since:
            raise OrganisationDateOutOfOrder(self.since.isoformat())
        past = None
        if on > self.since:
            past = OrganisationPast(
                organisation_id=self.organisation_id,
                valid_from=self.since,
                valid_to=on,
                name=self.name,
                parent_id=self.parent_id,
            )
        self.name, self.parent_id, self.changed_on = name, parent, on
        return past

    def dissolve(self, on: date) -> None:
        """Raises `OrganisationDissolved` or `OrganisationDateOutOfOrder`."""
        self.must_stand()
        if on <= self.since:
            raise OrganisationDateOutOfOrder(self.since.isoformat(), field="dissolved_on")
        self.dissolved_on = on

    def must_stand(self) -> None:
        """Raises `OrganisationDissolved`."""
        if self.dissolved_on is not None:
            raise OrganisationDissolved(f"{self.name}, {self.dissolved_on.isoformat()}")


def check_parent(kind: str, parent: Organisation | None) -> None:
    """Raises `OrganisationDissolved` or `OrganisationKindOutOfOrder`."""
    if parent is None:
        return
    parent.must_stand()
    allowed = MAY_STAND_UNDER.get(kind)
    if allowed is not None and parent.kind not in allowed:
        raise OrganisationKindOutOfOrder(f"{kind} under {parent.kind}")


class Unit(Base):
    """Replica (副本) of cobuilding's units: who may claim an organisation's post, and which firms are above scale (规模以上).
    Inactive ones have closed or left."""

    __tablename__ = "unit"

    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID | None]
    name: Mapped[str]
    kind: Mapped[str]
    active: Mapped[bool]
    above_scale: Mapped[bool]
