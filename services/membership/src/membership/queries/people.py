"""Readings of the register of people (居民登记)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    True_,
    Uuid,
    and_,
    any_,
    case,
    cast,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from membership.domain.people import Person, SearchKey
from membership.queries.areas import begins
from membership.queries.within import neighbourhoods_below
from membership.search_keys import prefixes_of
from membership.secrets_of_people import shown
from runtime.access import Caller, is_wide, sees
from runtime.paging import Among, page
from runtime.replicas import area_paths

PERSON, KEY = Person.__table__.c, SearchKey.__table__.c
NOT_ERASED = PERSON.erased_on.is_(None)
"""For lists that do not go by keys: those of an erased person are gone."""
FEW_COMMUNITIES = 60
"""So many may lie below an area (a street, not a district) whose page is put together from the first people of each."""
WIDE_FOR_PEOPLE = 5_000
"""Areas within a community lead to their people; a district is walked."""
ROW = (
    PERSON.person_id,
    PERSON.name,
    PERSON.home_area,
    PERSON.minor,
    PERSON.died_on.is_(None).label("alive"),
    PERSON.version,
)
"""A person as lists show them."""
Found = tuple[Select[Any], list[ColumnElement[Any]]]
"""Rows, and the keys of their order."""


def list_people(
    session: Session, caller: Caller, *, area_id: UUID | None, q: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """People whom the caller may see, of an area and below: in the order of their names' pinyin, those who are searched for
    in the order of what was found, so that what is exactly what was typed comes first."""
    places = [] if area_id is None else neighbourhoods_below(session, area_id, FEW_COMMUNITIES)
    seen = sees(session, caller, ops.Person, PERSON, within=area_id, wide=WIDE_FOR_PEOPLE, narrowed=bool(places))
    prefixes, characters = ({""}, []) if q is None else prefixes_of(q)
    among: Among | None = None
    if q is None:
        stmt, keys = _in_order_of_names(seen)
        among = Among(PERSON.community, places)
    elif characters or len(prefixes) > 1:
        stmt, keys = _mixed(seen, prefixes, characters, places)
    elif places or area_id is None or is_wide(session, area_id, WIDE_FOR_PEOPLE):
        stmt, keys = _walked_by_key(seen, *prefixes)
        among = Among(KEY.community, places)
    else:
        stmt, keys = _asked_one_by_one(seen, *prefixes)
    found = page(session, stmt, keys=keys, limit=limit, after=after, among=among if places else None)
    return found | {"items": _shown(session, [row["person_id"] for row in found["items"]])}


def _in_order_of_names(seen: ColumnElement[bool]) -> Found:
    return select(PERSON.person_id).where(seen, NOT_ERASED), [PERSON.sort_key, PERSON.person_id]


def _walked_by_key(seen: ColumnElement[bool], prefix: str) -> Found:
    """Keys that begin so in their order, each looked at by itself: a page of 王 ends long before all of them are known.

    What a subquery says for one row stays with that row in every plan; as a join or NOT EXISTS it would be worked out for
    all people first. Most people of the city are not of the street, so that is asked before anything else.
    """
    other = SearchKey.__table__.alias("other")
    before = (other.c.person_id == KEY.person_id, begins(other.c.key, prefix), other.c.key < KEY.key)
    is_first = select(func.count() == 0).where(*before).correlate(SearchKey.__table__).scalar_subquery()
    whose = select(seen).where(PERSON.person_id == KEY.person_id).correlate(SearchKey.__table__).scalar_subquery()
    asked = is_first if isinstance(seen, True_) else case((whose, is_first), else_=false())
    return select(KEY.person_id).where(begins(KEY.key, prefix), asked), [KEY.key, KEY.person_id]


def _asked_one_by_one(seen: ColumnElement[bool], prefix: str) -> Found:
    """The people of a small area, each asked for the first of their keys that begins so: as an array their ids lead into the
    index by person, whatever PostgreSQL thinks of how many keys begin so. Characters stand in the order of names too, which
    the index of the area has: only who has them is asked."""
    if not prefix.isascii():
        seen = and_(seen, PERSON.sort_key.contains(prefix, autoescape=True))
    people = select(PERSON.person_id).where(seen, NOT_ERASED).scalar_subquery()
    mine = (KEY.person_id == any_(func.array(people)), begins(KEY.key, prefix))
    asked = select(KEY.person_id, func.min(KEY.key).label("key")).where(*mine).group_by(KEY.person_id).subquery()
    return select(asked.c.person_id), [asked.c.key, asked.c.person_id]


def _mixed(
    seen: ColumnElement[bool], prefixes: Collection[str], characters: list[str], places: Collection[UUID]
) -> Found:
    """Characters beside letters (王f) are few people's: all that begin so, of some communities if told, in the order of their
    names."""
    beginning = or_(*(begins(KEY.key, prefix) for prefix in sorted(prefixes)))
    among = KEY.community == any_(cast(list(places), ARRAY(Uuid))) if places else true()
    known = select(KEY.person_id).where(among, beginning).distinct().cte("found")
    known = known.prefix_with("MATERIALIZED", dialect="postgresql")
    named = (PERSON.name.contains(each, autoescape=True) for each in characters)
    stmt = select(PERSON.person_id).join(known, known.c.person_id == PERSON.person_id).where(seen, *named)
    return stmt, [PERSON.sort_key, PERSON.person_id]


def _shown(session: Session, people: list[UUID]) -> list[dict[str, Any]]:
    """What a list says of people, in the order given: only those of the page are read, all others by indexes alone."""
    found = session.execute(select(*ROW).where(PERSON.person_id.in_(people))).mappings()
    rows = {row["person_id"]: dict(row) for row in found}
    area_paths(session, {row["home_area"] for row in rows.values()})  # each row's masking asks for its own
    return [rows[person_id] for person_id in people]


def show_person(session: Session, caller: Caller, *, person_id: UUID) -> dict[str, Any]:
    """A person; what is sealed is opened only for who may read it."""
    person = session.get_one(Person, person_id)
    person.must_be_known()
    words = ("person_id", "name", "home_area", "minor", "alive", "version", "birth_date", "party_member")
    return {name: getattr(person, name) for name in (*words, "registered_on", "died_on")} | {
        field: shown(session, caller, person, field) for field in ("phone", "identity_number")
    }
