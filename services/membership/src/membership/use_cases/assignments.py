"""Acts on assignments to areas (联系、包抓、指导员、中心户长)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from contracts.membership.events import AssignmentBegunV1, AssignmentEndedV1
from membership.domain.areas import Area
from membership.domain.assignments import UNSAID, Assignment, check_rules
from membership.domain.errors.areas import AreaUnknown
from membership.domain.errors.people import OrganisationUnknown, PersonUnknown
from membership.domain.organisations import Organisation
from membership.domain.people import Person
from membership.queries.assignments import told
from runtime.access import Caller
from runtime.imports import AtHand, import_records
from runtime.outbox import emit
from runtime.packs import section
from runtime.time import moment_on, today


def assign_person(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    kind: str,
    person_id: UUID,
    organisation_id: UUID | None,
    stairwell: str,
    begun_on: date | None,
) -> dict[str, Any]:
    """Assign somebody to an area."""
    begun = _assign(session, area_id, kind, person_id, organisation_id, stairwell, begun_on or today())
    session.flush()
    return told(session, begun.assignment_id)


def end_assignment(session: Session, caller: Caller, *, assignment_id: UUID, ended_on: date | None) -> dict[str, Any]:
    """End an assignment."""
    _end(session, session.get_one(Assignment, assignment_id), ended_on or today())
    session.flush()
    return told(session, assignment_id)


def import_assignments(
    session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]
) -> dict[str, Any]:
    """Enter assignments of the past."""

    def enter(session: Session, caller: Caller, *, ended_on: date | None, begun_on: date, **words: Any) -> UUID:
        begun = _assign(session, begun_on=begun_on, until=ended_on, **words)
        if ended_on is not None:
            _end(session, begun, ended_on)
        return begun.assignment_id

    return import_records(
        session,
        caller,
        ops.import_assignments.record,
        records,
        enter,
        dry_run,
        register="assignment",
        area="area_id",
        ahead=AtHand(area_id=Area, organisation_id=Organisation),
    )


def end_assignments_of(session: Session, person_id: UUID, on: date) -> None:
    """Somebody died: what they were assigned to waits for somebody else."""
    _end_all(session, Assignment.person_id == person_id, on)


def end_assignments_at(session: Session, area_ids: Collection[UUID], on: date) -> None:
    """Areas ended: whoever was assigned to them is no longer."""
    _end_all(session, Assignment.area_id.in_(area_ids), on)


def _assign(
    session: Session,
    area_id: UUID,
    kind: str,
    person_id: UUID,
    organisation_id: UUID | None,
    stairwell: str,
    begun_on: date,
    until: date | None = None,
) -> Assignment:
    area = session.get(Area, area_id)
    if area is None:
        raise AreaUnknown()
    area.must_stand()
    begun = Assignment.begin(
        area_id=area_id,
        kind=kind,
        person_id=person_id,
        organisation_id=organisation_id,
        stairwell=stairwell,
        begun_on=begun_on,
        today=today(),
    )
    _check_holder(session, person_id, organisation_id)
    check_rules(_rules(session, area_id, kind, begun_on), area.kind, _held(session, person_id, kind, begun_on, until))
    session.add(begun)
    emit(
        session,
        AssignmentBegunV1,
        aggregate_id=begun.assignment_id,
        area=area_id,
        occurred_at=moment_on(begun_on),
        assignment_id=begun.assignment_id,
        kind=kind,
        holder_id=begun.told_holder,
        organisation_id=organisation_id,
        begun_on=begun_on,
    )
    return begun


def _check_holder(session: Session, person_id: UUID, organisation_id: UUID | None) -> None:
    """Raises `PersonUnknown`, `PersonDeceased` or `OrganisationUnknown`. The person's row is locked: two areas given to one
    person at the same time are counted one after the other."""
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise PersonUnknown()
    person.must_live()
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise OrganisationUnknown(field="organisation_id")


def _rules(session: Session, area_id: UUID, kind: str, on: date) -> Mapping[str, Any]:
    pack = section(session, area_id, on) or {}
    return next((rule for rule in pack.get("assignments", ()) if rule["kind"] == kind), UNSAID)


def _held(session: Session, person_id: UUID, kind: str, begun_on: date, until: date | None) -> int:
    """In how many assignments of a kind the person is at any time between two days."""
    held = select(func.count()).where(
        Assignment.person_id == person_id,
        Assignment.kind == kind,
        or_(Assignment.ended_on.is_(None), Assignment.ended_on > begun_on),
    )
    return session.scalar(held if until is None else held.where(Assignment.begun_on < until)) or 0


def _end_all(session: Session, which: Any, on: date) -> None:
    for assignment in session.scalars(select(Assignment).where(which, Assignment.ended_on.is_(None)).with_for_update()):
        # What began on the very day, or later than an older day told now, lasted that one day.
        _end(session, assignment, max(on, date.fromordinal(assignment.begun_on.toordinal() + 1)), past=False)


def _end(session: Session, assignment: Assignment, on: date, *, past: bool = True) -> None:
    assignment.end(on, today() if past else max(on, today()))
    emit(
        session,
        AssignmentEndedV1,
        aggregate_id=assignment.assignment_id,
        area=assignment.area_id,
        occurred_at=moment_on(min(on, today())),
        assignment_id=assignment.assignment_id,
        ended_on=on,
    )
