"""Contacts of households (户联系人): named, and gone with whoever moves out or dies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from membership.domain.areas import Area
from membership.domain.households import HouseholdContact
from membership.domain.people import Person
from membership.queries.households import household_in_full
from runtime.access import Caller


def name_contact(session: Session, caller: Caller, *, area_id: UUID, person_id: UUID) -> dict[str, Any]:
    """Name the contact of a household, in place of any other."""
    person = session.get(Person, person_id, with_for_update=True)
    session.merge(HouseholdContact.name(session.get_one(Area, area_id), person))
    session.flush()
    return household_in_full(session, area_id)


def end_contact_of(session: Session, person_id: UUID) -> None:
    """Somebody moved out or died: the household they were the contact of has none."""
    session.execute(delete(HouseholdContact).where(HouseholdContact.person_id == person_id))
