"""Acts on part-time seats (大党委兼职委员): opened and ended with agreements, taken by units' secretaries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.membership.events import CommitteeSeatEndedV1, CommitteeSeatOpenedV1
from membership.domain.committee_seats import Agreement, CommitteeSeat, SeatHolder
from membership.domain.organisations import COMMITTEE, Organisation
from membership.queries.committee_seats import told
from membership.use_cases.rolls import check_member
from runtime.access import Caller
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.time import moment_on, today


def take_seat(
    session: Session, caller: Caller, *, seat_id: UUID, person_id: UUID, taken_on: date | None
) -> dict[str, Any]:
    """Name who sits there for the unit."""
    seat = session.get_one(CommitteeSeat, seat_id)
    check_member(session, person_id)
    before = session.scalar(select(SeatHolder).where(SeatHolder.seat_id == seat_id, SeatHolder.left_on.is_(None)))
    taken = seat.take(person_id, before, taken_on or today(), today())
    session.flush()
    session.add(taken)
    session.flush()
    return told(session, seat_id)


def open_with_agreement(session: Session, received: Received) -> None:
    """A unit signed: its area's committee gets a seat for it, if there is a committee."""
    data = received.data
    if received.area is None:
        return
    words = {
        "agreement_id": data["agreement_id"],
        "unit_id": data["unit_id"],
        "area_id": received.area,
        "signed_on": data["signed_on"],
    }
    session.execute(insert(Agreement).values(words).on_conflict_do_nothing())
    committees = select(Organisation).where(
        Organisation.area_id == received.area, Organisation.kind == COMMITTEE, Organisation.dissolved_on.is_(None)
    )
    agreement = session.get_one(Agreement, data["agreement_id"])
    for committee in session.scalars(committees).all():
        _open(session, committee, agreement)


def end_with_agreement(session: Session, received: Received) -> None:
    """An agreement lapsed: the seat ends with it."""
    data = received.data
    agreement = session.get(Agreement, data["agreement_id"])
    if agreement is not None:
        agreement.lapsed_on = data["lapsed_on"]
    _end_all(session, CommitteeSeat.agreement_id == data["agreement_id"], data["lapsed_on"])


def open_seats(session: Session, committee: Organisation) -> None:
    """A committee was founded: units whose agreements are in force get their seats."""
    if committee.kind != COMMITTEE:
        return
    in_force = select(Agreement).where(
        Agreement.area_id == committee.area_id,
        or_(Agreement.lapsed_on.is_(None), Agreement.lapsed_on > committee.founded_on),
    )
    for agreement in session.scalars(in_force).all():
        seat = _open(session, committee, agreement)
        if agreement.lapsed_on is not None:
            _end(session, seat, agreement.lapsed_on)


def end_seats(session: Session, organisation_id: UUID, on: date) -> None:
    """A committee was dissolved."""
    _end_all(session, CommitteeSeat.organisation_id == organisation_id, on)


def vacate_seats_of(session: Session, person_id: UUID, on: date) -> None:
    """Somebody sits for their unit no longer; the seat waits for another."""
    held = select(SeatHolder).where(SeatHolder.person_id == person_id, SeatHolder.left_on.is_(None))
    for holder in session.scalars(held.with_for_update()).all():
        holder.left_on = max(on, holder.taken_on + timedelta(days=1))


def _open(session: Session, committee: Organisation, agreement: Agreement) -> CommitteeSeat:
    seat = CommitteeSeat.open(committee, agreement)
    session.add(seat)
    emit(
        session,
        CommitteeSeatOpenedV1,
        aggregate_id=seat.seat_id,
        area=seat.area_id,
        occurred_at=moment_on(min(seat.opened_on, today())),
        seat_id=seat.seat_id,
        organisation_id=seat.organisation_id,
        unit_id=seat.unit_id,
        opened_on=seat.opened_on,
    )
    return seat


def _end_all(session: Session, which: Any, on: date) -> None:
    held = select(CommitteeSeat).where(which, CommitteeSeat.ended_on.is_(None)).with_for_update()
    for seat in session.scalars(held).all():
        _end(session, seat, on)


def _end(session: Session, seat: CommitteeSeat, on: date) -> None:
    ended = seat.end(on)
    holder = session.scalar(select(SeatHolder).where(SeatHolder.seat_id == seat.seat_id, SeatHolder.left_on.is_(None)))
    if holder is not None:
        holder.left_on = max(ended, holder.taken_on + timedelta(days=1))
    emit(
        session,
        CommitteeSeatEndedV1,
        aggregate_id=seat.seat_id,
        area=seat.area_id,
        occurred_at=moment_on(min(ended, today())),
        seat_id=seat.seat_id,
        ended_on=ended,
    )
