"""Who could help with a need (匹配): by skill, distance and free time, and why.

Looked for from near to far: in the need's own area, then in the area above it, until there are enough. What ranks somebody
is told with them as codes, so that the desk can see it and ask somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from kernel.period import SHANGHAI
from runtime.replicas import area_path
from volunteering.domain.needs import Category

SMALLEST_RING = 20
"""So many are looked at in the nearest area before the next wider one is asked, so that free time can rank them."""

POOL = 200
"""So many of an area are asked about their time, the first by what is known of them without it."""

NEAR = text("""
    WITH pool AS MATERIALIZED (
        SELECT v.person_id, v.registered_on, v.id, home.path, s.team_id,
               nlevel(lca(home.path || '0', CAST(:place AS ltree) || '0')) AS shared,
               coalesce(f.fits, false) AS said_free, f.fits IS NOT NULL AS said_when
          FROM runtime.area home
          JOIN volunteer v ON v.area = home.area_id
          JOIN LATERAL (SELECT seat.team_id FROM team_seat seat JOIN team t ON t.id = seat.team_id
                         WHERE seat.person_id = v.person_id AND seat.left_on IS NULL AND t.disbanded_on IS NULL
                           AND (CAST(:team_kind AS text) IS NULL OR t.kind = :team_kind)
                         ORDER BY seat.joined_on, seat.id LIMIT 1) s ON true
          LEFT JOIN LATERAL (SELECT bool_or(free.weekday = :weekday AND free.starts <= CAST(:opens AS time)
                                            AND free.ends >= CAST(:closes AS time)) AS fits
                               FROM free_time free WHERE free.person_id = v.person_id) f ON true
         WHERE home.path <@ CAST(:ring AS ltree) AND v.retired_on IS NULL
           AND (CAST(:skill AS text) IS NULL OR v.skills @> ARRAY[CAST(:skill AS text)])
           AND (NOT :certified OR EXISTS (SELECT FROM certificate c WHERE c.person_id = v.person_id AND c.skill = :skill
                                             AND c.state = 'valid'))
           AND NOT v.person_id = ANY(CAST(:left_out AS uuid[]))
         ORDER BY said_free DESC, said_when, shared DESC, v.registered_on, v.id
         LIMIT :pool)
    SELECT pool.person_id, p.display_name, pool.team_id, pool.said_free, pool.said_when,
           (SELECT a.kind FROM runtime.area a WHERE a.path = lca(pool.path || '0', CAST(:place AS ltree) || '0')) AS shared_kind
      FROM pool
      LEFT JOIN runtime.person p ON p.person_id = pool.person_id
     WHERE NOT EXISTS (SELECT FROM sign_up held WHERE held.person_id = pool.person_id AND held.state IN ('seated', 'attended')
                          AND held.during && tstzrange(:starts_at, :ends_at))
     ORDER BY said_free DESC, said_when, shared DESC, pool.registered_on, pool.id
     LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could help, as a member of a team, and the reasons as codes."""

    person_id: UUID
    display_name: str | None
    team_id: UUID
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `left_out` are not asked: who asks, and who was asked before."""

    area: UUID
    category: Category
    starts_at: datetime
    ends_at: datetime
    certified: bool
    left_out: Sequence[UUID] = ()


def candidates(session: Session, wanted: Wanted, limit: int) -> list[Candidate]:
    """The best, nearest first."""
    place = area_path(session, wanted.area)
    if place is None:
        return []
    words = words_of(wanted, place)
    found: dict[UUID, Candidate] = {}
    for ring in _rings(place):
        rows = session.execute(NEAR, words | {"ring": ring, "limit": max(limit, SMALLEST_RING)}).mappings()
        for row in rows:
            found.setdefault(row["person_id"], _candidate(row, wanted))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _rings(place: str) -> list[str]:
    """The paths of the area and of those above it, the nearest first."""
    numbers = place.split(".")
    return [".".join(numbers[:length]) for length in range(len(numbers), 0, -1)]


def words_of(wanted: Wanted, place: str) -> dict[str, Any]:
    """What `NEAR` is asked with, but for `ring` and `limit`; `place` is the path of the wanted area."""
    opens, closes = wanted.starts_at.astimezone(SHANGHAI), wanted.ends_at.astimezone(SHANGHAI)
    return {
        "place": place,
        "team_kind": wanted.category.team_kind,
        "skill": wanted.category.skill,
        "certified": wanted.certified,
        "left_out": list(wanted.left_out),
        "pool": POOL,
        "starts_at": wanted.starts_at,
        "ends_at": wanted.ends_at,
        "weekday": opens.isoweekday(),
        "opens": opens.time(),
        "closes": closes.time() if closes.date() == opens.date() else datetime.max.time(),
    }


def _candidate(row: Any, wanted: Wanted) -> Candidate:
    told = [
        ("certified" if wanted.certified else "has_skill", wanted.category.skill is not None),
        ("in_skill_team", wanted.category.team_kind is not None),
        (f"same_{row['shared_kind']}", row["shared_kind"] is not None),
        ("free_by_own_word", row["said_free"]),
        ("outside_own_free_time", row["said_when"] and not row["said_free"]),
        ("no_clash", True),
    ]
    reasons = tuple(code for code, holds in told if holds)
    return Candidate(row["person_id"], row["display_name"], row["team_id"], reasons)
