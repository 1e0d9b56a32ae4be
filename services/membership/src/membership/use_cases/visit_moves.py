"""Due visits follow the grid (区划调整): to where a household lies now, and to the household that another became part of."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import cast, select, text
from sqlalchemy.orm import Session, lazyload

from membership.domain.household_visits import DUE, HouseholdVisit
from membership.use_cases.visit_reasons import doorsteps, due_of, tell_due, tell_struck
from runtime.replicas import AREA, Ltree, area_path

PART_OF_ANOTHER = "part_of_another"

# What is over is reached from where the household lies now, as everything recorded there is; what it counted for, stays.
_PLACE_PAST = text("""
    UPDATE household_visit AS v
       SET area = a.parent_id,
           community_id = (SELECT up.area_id FROM area AS up
                            WHERE up.path @> a.path AND up.kind NOT IN ('estate', 'building', 'household')
                            ORDER BY nlevel(up.path) DESC LIMIT 1)
      FROM area AS a, runtime.area AS r
     WHERE r.path <@ CAST(:path AS ltree) AND r.kind = 'household' AND a.area_id = r.area_id
       AND v.household_id = r.area_id AND v.state <> 'due'
""")


def follow_grid(session: Session, ended: Sequence[UUID], into: Sequence[UUID]) -> None:
    """Areas were merged into, split into, or moved as, others. What was due at a household that ended is due at the first
    of those in its place, and joins what is due there already."""
    session.flush()
    if ended:
        _carry_over(session, ended, into[0])
    for area_id in into:
        _stand_anew(session, area_id)


def _carry_over(session: Session, ended: Sequence[UUID], successor_id: UUID) -> None:
    due = due_of(session, [*ended, successor_id])
    stays = next((visit for visit in due if visit.household_id == successor_id), None)
    for visit in due:
        if visit is stays:
            continue
        if stays is None:
            stays = visit
            visit.stand_at(doorsteps(session, [successor_id])[successor_id])
            tell_due(session, visit, None)
        else:
            before = stays.due_at
            passing = list(visit.reasons)
            visit.reasons.clear()
            stays.reasons.extend(passing)
            visit.lapse(PART_OF_ANOTHER)
            stays.hasten()
            tell_struck(session, visit)
            tell_due(session, stays, before)
        session.flush()


def _stand_anew(session: Session, area_id: UUID) -> None:
    """Communities, buildings and the order of the way are those of now."""
    path = area_path(session, area_id)
    session.execute(_PLACE_PAST, {"path": path})
    below = select(AREA.c.area_id).where(AREA.c.path.op("<@", is_comparison=True)(cast(path, Ltree)))
    due = select(HouseholdVisit).where(HouseholdVisit.state == DUE, HouseholdVisit.household_id.in_(below))
    visits = session.scalars(due.options(lazyload(HouseholdVisit.reasons))).all()
    steps = doorsteps(session, [visit.household_id for visit in visits])
    for visit in visits:
        visit.stand_at(steps[visit.household_id])
