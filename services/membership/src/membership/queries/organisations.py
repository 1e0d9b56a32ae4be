"""Readings of organisations (组织)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from membership.domain.organisations import Organisation
from runtime.access import Caller, below
from runtime.paging import page
from runtime.replicas import area_path

ORGANISATION = Organisation.__table__.c


def list_organisations(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    parent_id: UUID | None,
    kind: str | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Organisations by name."""
    stmt = select(Organisation.__table__)
    if area_id is not None:
        path = area_path(session, area_id)
        stmt = stmt.where(ORGANISATION.area_id.in_(below([path] if path else [])))
    if parent_id is not None:
        stmt = stmt.where(ORGANISATION.parent_id == parent_id)
    if kind is not None:
        stmt = stmt.where(ORGANISATION.kind == kind)
    return page(session, stmt, keys=[ORGANISATION.name, ORGANISATION.organisation_id], limit=limit, after=after)


def show_organisation(session: Session, caller: Caller, *, organisation_id: UUID) -> dict[str, Any]:
    """One organisation."""
    stmt = select(Organisation.__table__).where(ORGANISATION.organisation_id == organisation_id)
    return dict(session.execute(stmt).mappings().one())
