"""Readings of the register of people (居民登记)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import any_, func, or_, select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from membership.domain.people import Person, SearchKey
from membership.queries.areas import begins
from membership.search_keys import prefixes_of
from membership.secrets_of_people import shown
from runtime.access import Caller, below, sees
from runtime.paging import page
from runtime.replicas import area_path

PERSON, KEY = Person.__table__.c, SearchKey.__table__.c
ROW = (
    PERSON.person_id,
    PERSON.name,
    PERSON.home_area,
    PERSON.minor,
    PERSON.died_on.is_(None).label("alive"),
    PERSON.version,
)
"""A person as lists show them."""


def list_people(
    session: Session, caller: Caller, *, area_id: UUID | None, q: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """People whom the caller may see, of an area and below, by name in the order of its pinyin."""
    stmt = select(*ROW).where(sees(session, caller, ops.Person, PERSON), PERSON.erased_on.is_(None))
    if area_id is not None:
        path = area_path(session, area_id)
        # As an array, the areas lead to the people; as a subquery, all people would be walked in order of their names.
        homes = func.array(below([path] if path else []).scalar_subquery())
        stmt = stmt.where(PERSON.home_area == any_(homes))
    if q is not None:
        prefixes, within = prefixes_of(q)
        beginning = or_(*(begins(KEY.key, prefix) for prefix in sorted(prefixes)))
        found = select(KEY.person_id).where(beginning).distinct().cte("found")
        known = found.prefix_with("MATERIALIZED", dialect="postgresql")
        stmt = stmt.join(known, known.c.person_id == PERSON.person_id)
        stmt = stmt.where(*(PERSON.name.contains(each, autoescape=True) for each in within))
    return page(session, stmt, keys=[PERSON.sort_key, PERSON.person_id], limit=limit, after=after)


def show_person(session: Session, caller: Caller, *, person_id: UUID) -> dict[str, Any]:
    """A person; what is sealed is opened only for who may read it."""
    person = session.get_one(Person, person_id)
    person.must_be_known()
    words = ("person_id", "name", "home_area", "minor", "alive", "version", "birth_date", "party_member")
    return {name: getattr(person, name) for name in (*words, "registered_on", "died_on")} | {
        field: shown(session, caller, person, field) for field in ("phone", "identity_number")
    }
