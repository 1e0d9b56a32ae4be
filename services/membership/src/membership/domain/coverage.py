"""Coverage (组建覆盖): what areas are beside their kind, and which organisation covers which building or firm."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.areas import Area
from membership.domain.base import Base
from membership.domain.errors.coverage import (
    CoverageDaysWrong,
    CoverageNeedsPartyOrganisation,
    CoverageOver,
    DesignationKindOfArea,
)
from membership.domain.errors.people import DateInFuture
from membership.domain.organisations import BRANCHES, COMMITTEE, GROUP, Organisation

BUILDING, FIRM = "building", "firm"
COVERS = BRANCHES | {COMMITTEE, GROUP}


class Dated:
    """Something that holds from `since` until the day before `until`."""

    since: Mapped[date]
    until: Mapped[date | None]

    def end(self, on: date, today: date) -> None:
        """Raises `CoverageOver`, `DateInFuture` or `CoverageDaysWrong`."""
        if self.until is not None:
            raise CoverageOver()
        if on > today:
            raise DateInFuture(field="until")
        if on <= self.since:
            raise CoverageDaysWrong(self.since.isoformat())
        self.until = on


class Designation(Dated, Base):
    """An area is something beside its kind."""

    __tablename__ = "designation"

    designation_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    designation: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def designate(cls, area: Area, designation: str, since: date, today: date) -> Designation:
        """Raises `AreaEnded`, `DesignationKindOfArea` or `DateInFuture`."""
        area.must_stand()
        if area.kind != BUILDING:
            raise DesignationKindOfArea(area.kind)
        if since > today:
            raise DateInFuture(field="since")
        return cls(designation_id=uuid7(), area_id=area.area_id, designation=designation, since=since)


class Coverage(Dated, Base):
    """A party organisation covers a building or a firm, which lies in `area_id`."""

    __tablename__ = "coverage"

    coverage_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.organisation_id"))
    covered_kind: Mapped[str]
    covered_id: Mapped[UUID]
    area_id: Mapped[UUID]
    since: Mapped[date]
    until: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def begin(
        cls, organisation: Organisation, *, covered_kind: str, covered_id: UUID, area_id: UUID, since: date, today: date
    ) -> Coverage:
        """Raises `OrganisationDissolved`, `CoverageNeedsPartyOrganisation` or `DateInFuture`."""
        organisation.must_stand()
        if organisation.kind not in COVERS:
            raise CoverageNeedsPartyOrganisation(organisation.kind)
        if since > today:
            raise DateInFuture(field="since")
        return cls(
            coverage_id=uuid7(),
            organisation_id=organisation.organisation_id,
            covered_kind=covered_kind,
            covered_id=covered_id,
            area_id=area_id,
            since=since,
        )
