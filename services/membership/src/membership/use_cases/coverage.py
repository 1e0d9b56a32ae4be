"""Acts on coverage (组建覆盖)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contracts.membership.events import (
    AreaDesignatedV1,
    AreaDesignationEndedV1,
    CoverageBegunV1,
    CoverageEndedV1,
)
from contracts.membership.operations.coverage import KEEPERS
from membership.domain.areas import Area
from membership.domain.coverage import BUILDING, Coverage, Designation
from membership.domain.errors.areas import OutOfArea
from membership.domain.errors.coverage import CoveredUnknown
from membership.domain.organisations import Organisation, Unit
from runtime.access import Caller
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.time import moment_on, today

_CLASSIFY = text("""
    UPDATE unit SET above_scale = t.above_scale
      FROM unnest(CAST(:units AS uuid[]), CAST(:scales AS boolean[])) AS t (unit_id, above_scale)
     WHERE unit.unit_id = t.unit_id
""")


def designate_area(
    session: Session, caller: Caller, *, area_id: UUID, designation: str, since: date | None
) -> Designation:
    """Say what an area is beside its kind."""
    made = Designation.designate(session.get_one(Area, area_id), designation, since or today(), today())
    session.add(made)
    emit(
        session,
        AreaDesignatedV1,
        aggregate_id=made.designation_id,
        area=area_id,
        occurred_at=moment_on(made.since),
        designation_id=made.designation_id,
        area_id=area_id,
        designation=designation,
        since=made.since,
    )
    return made


def end_designation(session: Session, caller: Caller, *, designation_id: UUID, until: date | None) -> Designation:
    """Say that it is that no longer."""
    made = session.get_one(Designation, designation_id)
    made.end(until or today(), today())
    emit(
        session,
        AreaDesignationEndedV1,
        aggregate_id=designation_id,
        area=made.area_id,
        occurred_at=moment_on(made.until or today()),
        designation_id=designation_id,
        until=made.until,
    )
    return made


def cover(
    session: Session,
    caller: Caller,
    *,
    organisation_id: UUID,
    covered_kind: str,
    covered_id: UUID,
    since: date | None,
) -> Coverage:
    """Say that an organisation covers a building or a firm."""
    organisation = session.get_one(Organisation, organisation_id)
    area_id = _area_of(session, covered_kind, covered_id)
    if not caller.covers(session, area_id, *KEEPERS):
        raise OutOfArea(field="covered_id")
    begun = Coverage.begin(
        organisation,
        covered_kind=covered_kind,
        covered_id=covered_id,
        area_id=area_id,
        since=since or today(),
        today=today(),
    )
    session.add(begun)
    emit(
        session,
        CoverageBegunV1,
        aggregate_id=begun.coverage_id,
        area=area_id,
        occurred_at=moment_on(begun.since),
        coverage_id=begun.coverage_id,
        organisation_id=organisation_id,
        covered_kind=covered_kind,
        covered_id=covered_id,
        since=begun.since,
    )
    return begun


def end_coverage(session: Session, caller: Caller, *, coverage_id: UUID, until: date | None) -> Coverage:
    """Say that it covers it no longer."""
    coverage = session.get_one(Coverage, coverage_id)
    _end(session, coverage, until or today(), today())
    return coverage


def end_coverage_by(session: Session, organisation_id: UUID, on: date) -> None:
    """An organisation is dissolved: it covers nothing any more."""
    _end_all(session, Coverage.organisation_id == organisation_id, on)


def end_coverage_of(session: Session, covered_id: UUID, on: date) -> None:
    """A firm closed or left: there is nothing to cover."""
    _end_all(session, Coverage.covered_id == covered_id, on)


def classify_units(session: Session, received: list[Received]) -> None:
    """Which firms are above scale, as cobuilding says; of one told twice the last counts."""
    last = {event.data["unit_id"]: event.data["above_scale"] for event in received}
    session.execute(_CLASSIFY, {"units": list(last), "scales": list(last.values())})


def _area_of(session: Session, covered_kind: str, covered_id: UUID) -> UUID:
    """Where a building or firm lies. Raises `CoveredUnknown`."""
    here: Any
    if covered_kind == BUILDING:
        here = select(Area.area_id).where(Area.area_id == covered_id, Area.kind == BUILDING, Area.valid_to.is_(None))
    else:
        here = select(Unit.area_id).where(Unit.unit_id == covered_id, Unit.active)
    found: UUID | None = session.scalar(here)
    if found is None:
        raise CoveredUnknown()
    return found


def _end_all(session: Session, which: Any, on: date) -> None:
    held = select(Coverage).where(which, Coverage.until.is_(None)).with_for_update()
    for coverage in session.scalars(held).all():
        until = max(on, coverage.since + timedelta(days=1))
        _end(session, coverage, until, max(until, today()))


def _end(session: Session, coverage: Coverage, until: date, latest: date) -> None:
    coverage.end(until, latest)
    emit(
        session,
        CoverageEndedV1,
        aggregate_id=coverage.coverage_id,
        area=coverage.area_id,
        occurred_at=moment_on(min(until, today())),
        coverage_id=coverage.coverage_id,
        until=until,
    )
