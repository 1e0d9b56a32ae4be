"""The history of the grid (网格沿革): where areas lay before they were moved or merged, made of the archived events of areas.

The replica of areas knows only where each lies now. A fact belongs to the areas that its place lay in on its own day, so
what was reported of a year stays true when the grid changes later. Only areas whose place has changed have rows here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, Date, MetaData, Table, Uuid, text
from sqlalchemy.orm import Session

from contracts.membership.events import AreaChangedV1, AreaMergedV1, AreaRegisteredV1
from runtime.replicas import Ltree

PAST_PLACE = Table(
    "past_place",
    MetaData(),
    Column("area_id", Uuid, primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date, nullable=False),
    Column("path", Ltree, nullable=False),
)
"""`since` is inside, `until` outside; the first place of an area has been its place since ever."""

PLACING = frozenset(event.name for event in (AreaRegisteredV1, AreaChangedV1, AreaMergedV1))


def retrace(session: Session, names: Collection[str], ids: Sequence[UUID]) -> None:
    """Work out anew the past of the areas that the archived events `ids` placed elsewhere, and of all below them."""
    if not PLACING.intersection(names):
        return
    moved = list(session.execute(_MOVED, {"ids": list(ids)}).scalars())
    if moved:
        session.execute(_FORGET, {"moved": moved})
        session.execute(_RETRACE, {"moved": moved})


def retrace_all(session: Session) -> None:
    """The same for every area of the archive that ever moved."""
    session.execute(text("TRUNCATE past_place"))
    moved = list(session.execute(_EVER_MOVED).scalars())
    if moved:
        session.execute(_RETRACE, {"moved": moved})


@dataclass(frozen=True)
class Place:
    """An area of an account. `paths` are those of all times; `has_past` says whether anything in it, now or once, has
    moved: only then the day of a fact decides where it counts."""

    area_id: UUID
    paths: tuple[str, ...]
    has_past: bool


def place_of(session: Session, area_id: UUID) -> Place:
    """Where an area lies and lay."""
    row = session.execute(_PLACE, {"area_id": area_id}).one()
    return Place(area_id, tuple(row.paths), row.has_past)


# `grid_edge` is a view of the archive: under which parent an area lies since a day, as its events told.
_MOVED = text("""
    SELECT DISTINCT e.area_id FROM grid_edge AS e
     WHERE e.event_id = ANY(CAST(:ids AS uuid[]))
       AND (EXISTS (SELECT 1 FROM grid_edge AS o WHERE o.area_id = e.area_id AND o.parent_id <> e.parent_id)
            OR EXISTS (SELECT 1 FROM past_place AS p WHERE p.area_id = e.parent_id))
""")
_EVER_MOVED = text("SELECT area_id FROM grid_edge GROUP BY area_id HAVING count(DISTINCT parent_id) > 1")
_CONCERNED = """
    WITH RECURSIVE concerned AS (
        SELECT unnest(CAST(:moved AS uuid[])) AS area_id
        UNION SELECT e.area_id FROM grid_edge AS e JOIN concerned AS c ON e.parent_id = c.area_id
    )
"""
_FORGET = text(
    f"{_CONCERNED} DELETE FROM past_place AS p USING concerned AS c WHERE p.area_id = c.area_id"  # noqa: S608
)
# Down from the cities, through all that lay above the concerned areas at any time: a path is the parent's path and the
# own number, on the days that both lasted.
_RETRACE = text(f"""
    {_CONCERNED}, lineage AS (
        SELECT area_id FROM concerned
        UNION SELECT e.parent_id FROM grid_edge AS e JOIN lineage AS l ON e.area_id = l.area_id
               WHERE e.parent_id IS NOT NULL
    ), told AS (
        SELECT DISTINCT ON (e.area_id, e.since) e.area_id, e.since, e.parent_id
          FROM grid_edge AS e JOIN lineage AS l ON l.area_id = e.area_id
         ORDER BY e.area_id, e.since, e.event_id DESC
    ), edge AS (
        SELECT area_id, parent_id,
               CASE WHEN row_number() OVER own = 1 THEN date '-infinity' ELSE since END AS since,
               coalesce(lead(since) OVER own, date 'infinity') AS until
          FROM told WINDOW own AS (PARTITION BY area_id ORDER BY since)
    ), number AS (
        SELECT DISTINCT area_id, CAST(number AS ltree) AS number FROM grid_number
         WHERE area_id IN (SELECT area_id FROM lineage)
    ), lay AS (
        SELECT e.area_id, e.since, e.until, n.number AS path
          FROM edge AS e JOIN number AS n ON n.area_id = e.area_id WHERE e.parent_id IS NULL
        UNION ALL
        SELECT e.area_id, greatest(e.since, l.since), least(e.until, l.until), l.path || n.number
          FROM lay AS l JOIN edge AS e ON e.parent_id = l.area_id JOIN number AS n ON n.area_id = e.area_id
         WHERE greatest(e.since, l.since) < least(e.until, l.until)
    )
    INSERT INTO past_place (area_id, since, until, path)
    SELECT lay.area_id, lay.since, lay.until, lay.path
      FROM lay JOIN concerned USING (area_id) WHERE lay.until < date 'infinity'
""")  # noqa: S608 – composed of the words above
_PLACE = text("""
    WITH here AS (
        SELECT path FROM runtime.area WHERE area_id = :area_id
        UNION SELECT path FROM past_place WHERE area_id = :area_id
    )
    SELECT ARRAY(SELECT CAST(path AS text) FROM here) AS paths,
           EXISTS (SELECT 1 FROM past_place AS p WHERE p.path <@ ANY(ARRAY(SELECT path FROM here)))
           OR EXISTS (SELECT 1 FROM past_place AS p JOIN runtime.area AS a ON a.area_id = p.area_id
                       WHERE a.path <@ ANY(ARRAY(SELECT path FROM here))) AS has_past
""")
