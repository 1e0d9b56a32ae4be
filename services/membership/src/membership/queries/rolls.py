"""Readings of rolls (党员名册), by those who keep them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from membership.domain.organisations import Organisation
from membership.domain.people import Person
from membership.domain.rolls import MemberSeat
from runtime.access import Caller, sees
from runtime.organisations import stands_under
from runtime.paging import page
from runtime.replicas import area_paths
from runtime.time import today

SEAT, PERSON, ORGANISATION = MemberSeat.__table__.c, Person.__table__.c, Organisation.__table__.c


def list_members(
    session: Session,
    caller: Caller,
    *,
    of: UUID | None,
    within: UUID | None,
    person_id: UUID | None,
    on: date | None,
    second: str | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """The rolls of a day that the caller may see, in the order of names."""
    day = on or today()
    stmt = _seats().where(
        sees(session, caller, ops.MemberSeat, SEAT, within=within),
        SEAT.enrolled_on <= day,
        or_(SEAT.left_on.is_(None), SEAT.left_on > day),
    )
    if of is not None:
        stmt = stmt.where(stands_under(session, SEAT.organisation_id, [of]))
    if person_id is not None:
        stmt = stmt.where(SEAT.person_id == person_id)
    if second is not None:
        stmt = stmt.where(SEAT.second == second)
    found = page(session, stmt, keys=[SEAT.sort_key, SEAT.seat_id], limit=limit, after=after)
    area_paths(session, {row["area_id"] for row in found["items"]})  # each row's masking asks for its own
    return found


def show_member(session: Session, caller: Caller, *, seat_id: UUID) -> dict[str, Any]:
    """One place on a roll."""
    return told(session, seat_id)


def told(session: Session, seat_id: UUID) -> dict[str, Any]:
    """A place with the name of whose it is and the kind of its organisation."""
    return dict(session.execute(_seats().where(SEAT.seat_id == seat_id)).mappings().one())


def _seats() -> Any:
    """Places with names and kinds, which are looked up for the rows of a page alone."""
    name = select(PERSON.name).where(PERSON.person_id == SEAT.person_id).scalar_subquery()
    kind = select(ORGANISATION.kind).where(ORGANISATION.organisation_id == SEAT.organisation_id).scalar_subquery()
    return select(MemberSeat.__table__, name.label("person_name"), kind.label("organisation_kind"))
