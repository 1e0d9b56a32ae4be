"""Where bodies and duties lie: the community of an area, and the areas of some kinds below one without the households, which
are most of a grid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import and_, cast, or_, select
from sqlalchemy.orm import Session

from runtime.replicas import AREA, Ltree, area_path

COMMUNITY, HOUSEHOLD = "community", "household"


def neighbourhood(session: Session, area_id: UUID) -> UUID:
    """The community that an area is or lies in; above all communities the area itself."""
    above = AREA.c.path.op("@>", is_comparison=True)(cast(area_path(session, area_id), Ltree))
    found = session.scalar(select(AREA.c.area_id).where(AREA.c.kind == COMMUNITY, above))
    return area_id if found is None else found


def places_below(session: Session, area_id: UUID, kinds: Iterable[str]) -> Any:
    """A select of the ids of an area and of those below it that are of these kinds; kind by kind, as the index has them."""
    inside = AREA.c.path.op("<@", is_comparison=True)(cast(area_path(session, area_id), Ltree))
    return select(AREA.c.area_id).where(or_(*(and_(AREA.c.kind == kind, inside) for kind in kinds)))
