"""Readings of households (户)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from membership.domain.areas import Area
from membership.domain.errors.households import NotAHousehold
from membership.domain.households import HOUSEHOLD, HouseholdContact
from membership.domain.people import Person
from membership.queries.people import ROW
from runtime.access import Caller

AREA, PERSON, CONTACT = Area.__table__.c, Person.__table__.c, HouseholdContact.__table__.c


def show_household(session: Session, caller: Caller, *, area_id: UUID) -> dict[str, Any]:
    """A household with who lives there."""
    return household_in_full(session, area_id)


def household_in_full(session: Session, area_id: UUID) -> dict[str, Any]:
    """Raises `NotAHousehold`."""
    contact = select(CONTACT.person_id).where(CONTACT.area_id == area_id).scalar_subquery()
    asked = select(AREA.area_id, AREA.name, AREA.kind, contact.label("contact_id")).where(AREA.area_id == area_id)
    household = session.execute(asked).mappings().one()
    if household["kind"] != HOUSEHOLD:
        raise NotAHousehold(household["kind"])
    there = select(*ROW).where(PERSON.home_area == area_id, PERSON.died_on.is_(None), PERSON.erased_on.is_(None))
    people = session.execute(there.order_by(PERSON.sort_key, PERSON.person_id)).mappings()
    return {**household, "people": [dict(person) for person in people]}
