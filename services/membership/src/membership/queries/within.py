"""The community of an area."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import cast, select
from sqlalchemy.orm import Session

from runtime.replicas import AREA, Ltree, area_path

COMMUNITY = "community"


def neighbourhood(session: Session, area_id: UUID) -> UUID:
    """The community that an area is or lies in; above all communities the area itself."""
    above = AREA.c.path.op("@>", is_comparison=True)(cast(area_path(session, area_id), Ltree))
    found = session.scalar(select(AREA.c.area_id).where(AREA.c.kind == COMMUNITY, above))
    return area_id if found is None else found
