"""Readings of packs (机制包)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from membership.domain.areas import Area
from membership.domain.errors.posts import PackNotAssigned
from membership.domain.packs import PackAssignment
from runtime.access import Caller
from runtime.packs import section
from runtime.time import today

ASSIGNED, AREA = PackAssignment.__table__.c, Area.__table__.c


def show_pack(session: Session, caller: Caller, *, area_id: UUID, on: date | None) -> dict[str, Any]:
    """The pack in force at an area on a day. Raises `PackNotAssigned`."""
    day = on or today()
    here = select(AREA.path).where(AREA.area_id == area_id).scalar_subquery()
    nearest = (
        select(PackAssignment.__table__)
        .join(Area.__table__, AREA.area_id == ASSIGNED.area_id)
        .where(AREA.path.op("@>")(here), ASSIGNED.valid_from <= day)
        .order_by(func.nlevel(AREA.path).desc(), ASSIGNED.valid_from.desc())
        .limit(1)
    )
    row = session.execute(nearest).mappings().one_or_none()
    pack = None if row is None else section(session, area_id, day)
    if row is None or pack is None:
        raise PackNotAssigned()
    return dict(row) | {"posts": pack["posts"], "pledge": pack["pledge"]}
