"""Readings of organisations (组织), as they stand or stood on a day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from membership.domain.organisations import Organisation, OrganisationPast
from runtime.access import Caller, lies_in
from runtime.organisations import organisations_below
from runtime.paging import page
from runtime.time import today

ORGANISATION, PAST = Organisation.__table__.c, OrganisationPast.__table__.c
SHOWN = ("organisation_id", "area_id", "kind", "founded_on", "dissolved_on", "version")
_CHANGED_SINCE = PAST.organisation_id.is_not(None)
_NAME_THEN: ColumnElement[str] = case((_CHANGED_SINCE, PAST.name), else_=ORGANISATION.name)
_PARENT_THEN = case((_CHANGED_SINCE, PAST.parent_id), else_=ORGANISATION.parent_id)


def list_organisations(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    parent_id: UUID | None,
    below: UUID | None,
    kind: str | None,
    on: date | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Organisations by their present names, those that there were on a day as they were called then."""
    day = on or today()
    past = day < today()
    name, parent = (_NAME_THEN, _PARENT_THEN) if past else (ORGANISATION.name, ORGANISATION.parent_id)
    stmt = select(*(ORGANISATION[word] for word in SHOWN), name.label("name"), parent.label("parent_id"))
    if past:
        was = and_(PAST.organisation_id == ORGANISATION.organisation_id, PAST.valid_from <= day, PAST.valid_to > day)
        stmt = stmt.outerjoin(OrganisationPast.__table__, was)
    stmt = stmt.where(
        ORGANISATION.founded_on <= day, or_(ORGANISATION.dissolved_on.is_(None), ORGANISATION.dissolved_on > day)
    )
    if area_id is not None:
        stmt = stmt.where(lies_in(session, ORGANISATION.area_id, area_id))
    if parent_id is not None:
        stmt = stmt.where(parent == parent_id)
    if below is not None:
        under = ORGANISATION.organisation_id.in_(organisations_below([below]))
        stmt = stmt.where(under, ORGANISATION.organisation_id != below)
    if kind is not None:
        stmt = stmt.where(ORGANISATION.kind == kind)
    return page(session, stmt, keys=[ORGANISATION.name, ORGANISATION.organisation_id], limit=limit, after=after)


def show_organisation(session: Session, caller: Caller, *, organisation_id: UUID) -> dict[str, Any]:
    """One organisation."""
    stmt = select(Organisation.__table__).where(ORGANISATION.organisation_id == organisation_id)
    return dict(session.execute(stmt).mappings().one())
