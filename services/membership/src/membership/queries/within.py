"""Where bodies and duties lie: the community of an area, and the areas of some kinds below one without the households, which
are most of a grid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import and_, cast, func, or_, select
from sqlalchemy.orm import Session

from runtime.replicas import AREA, Ltree, area_path

COMMUNITY, HOUSEHOLD = "community", "household"
NEIGHBOURHOODS = ("city", "district", "street", COMMUNITY)
"""The kinds of the areas that a person's `community` may be."""


def neighbourhood(session: Session, area_id: UUID) -> UUID:
    """The community that an area is or lies in, of those that mergers left in one another the highest; above all communities
    the area itself."""
    above = AREA.c.path.op("@>", is_comparison=True)(cast(area_path(session, area_id), Ltree))
    communities = select(AREA.c.area_id).where(AREA.c.kind == COMMUNITY, above)
    found = session.scalar(communities.order_by(func.nlevel(AREA.c.path)).limit(1))
    return area_id if found is None else found


def places_below(session: Session, area_id: UUID, kinds: Iterable[str]) -> Any:
    """A select of the ids of an area and of those below it that are of these kinds; kind by kind, as the index has them."""
    inside = AREA.c.path.op("<@", is_comparison=True)(cast(area_path(session, area_id), Ltree))
    return select(AREA.c.area_id).where(or_(*(and_(AREA.c.kind == kind, inside) for kind in kinds)))


def neighbourhoods_below(session: Session, area_id: UUID, most: int) -> list[UUID]:
    """A community, or a wider area and the communities below it: whose people these are together. None of an area within a
    community, nor of one with more than `most` of them."""
    if neighbourhood(session, area_id) != area_id:
        return []
    found = session.scalars(places_below(session, area_id, NEIGHBOURHOODS).limit(most + 1)).all()
    return [] if len(found) > most else list(found)
