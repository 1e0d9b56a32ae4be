"""Replicas (副本) of areas and people: what every service keeps of membership's registers, fed by its events.

Membership itself calls the same `put_*` functions in the transaction of its own acts.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, MetaData, Table, Text, Uuid, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlalchemy.types import UserDefinedType

CACHE_SECONDS = 5.0
CACHE_SIZE = 20_000
COUNTED_UP_TO = 20_000
COUNT_SECONDS = 600.0


class Ltree(UserDefinedType[str]):
    """PostgreSQL's label path; a str in Python."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "ltree"


METADATA = MetaData(schema="runtime")

AREA = Table(
    "area",
    METADATA,
    Column("area_id", Uuid, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("path", Ltree, nullable=False),
    Column("code", Text),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("parent_id", Uuid),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)

PERSON = Table(
    "person",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("display_name", Text, nullable=False),
    Column("home_area", Uuid),
    Column("minor", Boolean, nullable=False),
    Column("alive", Boolean, nullable=False),
    Column("erased_at", DateTime(timezone=True)),
)


@dataclass(slots=True)
class _Cached:
    path: str
    until: float


@dataclass(slots=True)
class _Counted:
    number: int
    until: float


# Per service, because the embedded city has six replicas in one process.
_paths: dict[str, dict[UUID, _Cached]] = {}
# Per database: an id is one area wherever it is asked for, but each city, a test's own too, numbers its paths from one.
_counts: dict[str | None, dict[tuple[str, ...], _Counted]] = {}


def put_area(session: Session, **fields: Any) -> None:
    """Insert or change one area of the replica. Fields: those of the table."""
    put_areas(session, [fields])


def put_areas(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert or change areas, set-based; of several rows with one id the last counts. The first `valid_from` stays."""
    _put(session, AREA, "area_id", rows, keep=frozenset({"valid_from"}))
    forget_paths(session)


def settle_places(session: Session, area_ids: Sequence[UUID]) -> None:
    """Let these areas, and all below them, lie where their parents lie: a path is the parent's path and the own number.

    Events of different areas come in any order; so a path is never taken on trust where the parent is known.
    """
    unsettled = list(area_ids)
    while unsettled:  # one round for each level that was wrong, and one that finds nothing
        unsettled = list(session.execute(_SETTLE, {"ids": unsettled}).scalars())
    forget_paths(session)


def merge_area(session: Session, merged: UUID, into: UUID, on: date) -> None:
    """An area ended on `on` and lies, with what is still below it, below the one it became: whoever answers for that
    one reaches what was recorded there. Raises LookupError while one of the two has not been heard of."""
    if not session.execute(_MERGE, {"merged": merged, "into": into, "on": on}).all():
        raise LookupError("an area of a merger has not been heard of yet")
    forget_paths(session)


def end_area(session: Session, area_id: UUID, on: date) -> None:
    """An area ended on `on`; it stays where it lay."""
    session.execute(update(AREA).where(AREA.c.area_id == area_id).values(valid_to=on))


def put_person(session: Session, **fields: Any) -> None:
    """Insert or change one person of the replica. Fields: person_id, display_name, home_area, minor, and others if known."""
    put_people(session, [fields])


def put_people(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert or change people, set-based; of several rows with one id the last counts. Fields not given stay."""
    _put(session, PERSON, "person_id", rows)


def area_path(session: Session, area_id: UUID) -> str | None:
    """The area's path of numbers from the city down, e.g. `1.17.203`; None where the replica does not know it (yet)."""
    return area_paths(session, [area_id]).get(area_id)


def area_paths(session: Session, area_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Paths of many areas with at most one query; unknown ones are left out. At most 5 seconds old."""
    cache = _paths.setdefault(session.info.get("service", ""), {})
    moment = time.monotonic()
    found: dict[UUID, str] = {}
    missing: list[UUID] = []
    for area_id in area_ids:
        cached = cache.get(area_id)
        if cached is not None and cached.until > moment:
            found[area_id] = cached.path
        else:
            missing.append(area_id)
    if missing:
        found |= _read_paths(session, missing, cache, moment + CACHE_SECONDS)
    return found


def areas_below(session: Session, paths: Sequence[str]) -> int:
    """How many areas lie at or below `paths`, counted up to 20,000; at most ten minutes old, for it only chooses how to look."""
    counts = _counts.setdefault(session.get_bind().engine.url.database, {})
    key, moment = tuple(paths), time.monotonic()
    known = counts.get(key)
    if known is None or known.until <= moment:
        if len(counts) > CACHE_SIZE:
            counts.clear()
        number = session.execute(_COUNT, {"paths": list(key), "most": COUNTED_UP_TO}).scalar_one()
        known = counts[key] = _Counted(number, moment + COUNT_SECONDS)
    return known.number


def is_below(session: Session, area_id: UUID, above: UUID) -> bool:
    """Whether an area is `above` or lies below it."""
    paths = area_paths(session, (area_id, above))
    return area_id in paths and above in paths and reaches(paths[above], paths[area_id])


def reaches(above: str, path: str) -> bool:
    """Whether the path `above` is a beginning of `path`, or the same."""
    return path == above or path.startswith(above + ".")


def forget_paths(session: Session) -> None:
    """Drop the cached paths of this service: it has just changed them."""
    _paths.pop(session.info.get("service", ""), None)


def _read_paths(session: Session, area_ids: list[UUID], cache: dict[UUID, _Cached], until: float) -> dict[UUID, str]:
    found: dict[UUID, str] = {row.area_id: row.path for row in session.execute(_PATHS, {"ids": list(set(area_ids))})}
    if len(cache) > CACHE_SIZE:
        cache.clear()
    for area_id, path in found.items():
        cache[area_id] = _Cached(path, until)
    return found


_SETTLE = text("""
    UPDATE runtime.area AS a SET path = p.path || CAST(a.number::text AS ltree)
      FROM runtime.area AS p
     WHERE p.area_id = a.parent_id
       AND a.area_id IN (SELECT unnest(CAST(:ids AS uuid[]))
                         UNION ALL
                         SELECT c.area_id FROM runtime.area AS c WHERE c.parent_id = ANY(CAST(:ids AS uuid[])))
       AND a.path <> p.path || CAST(a.number::text AS ltree)
    RETURNING a.area_id
""")
_MERGE = text("""
    UPDATE runtime.area AS a
       SET path = i.path || subpath(a.path, nlevel(m.path) - 1),
           parent_id = CASE WHEN a.area_id = m.area_id THEN i.area_id ELSE a.parent_id END,
           valid_to = CASE WHEN a.area_id = m.area_id THEN :on ELSE a.valid_to END
      FROM runtime.area AS m, runtime.area AS i
     WHERE m.area_id = :merged AND i.area_id = :into AND a.path <@ m.path AND NOT i.path <@ m.path
    RETURNING a.area_id
""")
# Path by path: of an array of paths PostgreSQL thinks that a tenth of all areas lie below it, and reads them all.
_COUNT = text("""
    SELECT CAST(least(:most, coalesce(sum(below.number), 0)) AS bigint)
      FROM unnest(CAST(:paths AS ltree[])) AS above (path),
           LATERAL (SELECT count(*) AS number
                      FROM (SELECT FROM runtime.area AS a WHERE a.path <@ above.path LIMIT :most) AS first) AS below
""")
_PATHS = text("SELECT area_id, CAST(path AS text) AS path FROM runtime.area WHERE area_id = ANY(:ids)")


def _put(
    session: Session, table: Table, key: str, rows: Sequence[dict[str, Any]], keep: frozenset[str] = frozenset()
) -> None:
    by_words: dict[tuple[str, ...], dict[UUID, dict[str, Any]]] = {}
    for row in rows:
        by_words.setdefault(tuple(sorted(row)), {})[row[key]] = row
    for words, distinct in by_words.items():
        write = insert(table).values(list(distinct.values()))
        replace = {name: write.excluded[name] for name in words if name != key and name not in keep}
        session.execute(write.on_conflict_do_update(index_elements=[key], set_=replace))
