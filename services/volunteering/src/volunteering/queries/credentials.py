"""Readings of certificates and of calls for help."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from volunteering.queries.tables import CERTIFICATE, OFFER, within

FOR_GOOD = date(9999, 12, 31)


def list_certificates(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    skill: str | None,
    expires_before: date | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Certificates that the caller may see; what expires first comes first."""
    ends = func.coalesce(CERTIFICATE.c.expires_on, FOR_GOOD)
    stmt = select(CERTIFICATE, ends.label("ends")).where(
        sees(session, caller, ops.Certificate, CERTIFICATE.c), *within(session, CERTIFICATE.c.area, area_id)
    )
    if skill is not None:
        stmt = stmt.where(CERTIFICATE.c.skill == skill)
    if expires_before is not None:
        stmt = stmt.where(CERTIFICATE.c.expires_on < expires_before)
    return page(session, stmt, keys=[ends.label("ends"), CERTIFICATE.c.id], limit=limit, after=after)


def list_calls(session: Session, caller: Caller, *, limit: int, after: str | None) -> dict[str, Any]:
    """The calls for help that the caller was asked to answer."""
    stmt = select(OFFER).where(sees(session, caller, ops.ResponderOffer, OFFER.c))
    return page(session, stmt, keys=[OFFER.c.asked_at, OFFER.c.id], limit=limit, after=after)
