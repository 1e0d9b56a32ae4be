"""Readings of consents, family links and corrections (同意、家属关系、更正)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from contracts.membership.consent_texts import TEXTS
from membership.domain.consents import Consent
from membership.domain.corrections import ASKED, Correction
from membership.domain.kin import ENDED, KinLink
from runtime.access import Caller, sees
from runtime.paging import page

CONSENT, LINK, CORRECTION = Consent.__table__.c, KinLink.__table__.c, Correction.__table__.c


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


def list_corrections(
    session: Session,
    caller: Caller,
    *,
    within: UUID | None,
    state: str | None,
    late: bool,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Corrections that the caller may see, newest first."""
    shown = (column for column in CORRECTION if column.name not in ("value_sealed", "asked_by"))
    stmt = select(*shown).where(sees(session, caller, ops.Correction, CORRECTION, within=within))
    if state is not None:
        stmt = stmt.where(CORRECTION.state == state)
    if late:
        stmt = stmt.where(CORRECTION.state == ASKED, CORRECTION.late_since.is_not(None))
    keys = [CORRECTION.asked_on.desc(), CORRECTION.correction_id.desc()]
    return page(session, stmt, keys=keys, limit=limit, after=after)
