"""Readings of consents and family links (同意、家属关系)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from contracts.membership.consent_texts import TEXTS
from membership.domain.consents import Consent
from membership.domain.kin import ENDED, KinLink
from runtime.access import Caller, sees
from runtime.paging import page

CONSENT, LINK = Consent.__table__.c, KinLink.__table__.c


def list_consents(
    session: Session, caller: Caller, *, of: UUID | None, all: bool, limit: int, after: str | None
) -> dict[str, Any]:
    """Consents that the caller may see, newest first."""
    stmt = select(Consent.__table__).where(sees(session, caller, ops.Consent, CONSENT))
    if of is not None:
        stmt = stmt.where(CONSENT.person_id == of)
    if not all:
        stmt = stmt.where(CONSENT.withdrawn_on.is_(None))
    return page(session, stmt, keys=[CONSENT.given_on.desc(), CONSENT.consent_id.desc()], limit=limit, after=after)


def list_consent_texts(session: Session, caller: Caller) -> dict[str, Any]:
    """The texts in force."""
    return {"items": [asdict(text) for text in TEXTS]}


def list_kin(
    session: Session, caller: Caller, *, of: UUID | None, all: bool, limit: int, after: str | None
) -> dict[str, Any]:
    """Family links that the caller may see, newest first."""
    stmt = select(KinLink.__table__).where(sees(session, caller, ops.KinLink, LINK))
    if of is not None:
        stmt = stmt.where(or_(LINK.person_id == of, LINK.kin_id == of))
    if not all:
        stmt = stmt.where(LINK.state != ENDED)
    return page(session, stmt, keys=[LINK.asked_on.desc(), LINK.link_id.desc()], limit=limit, after=after)
