"""Readings of posts and claims (岗位与认岗)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from membership.domain.posts import Claim, Post
from runtime.access import Caller, lies_in
from runtime.paging import page

POST, CLAIM = Post.__table__.c, Claim.__table__.c


def list_posts(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    level: str | None,
    template: str | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Posts of an area and below, by title."""
    stmt = _posts()
    if area_id is not None:
        stmt = stmt.where(lies_in(session, POST.area_id, area_id))
    if level is not None:
        stmt = stmt.where(POST.level == level)
    if template is not None:
        stmt = stmt.where(POST.template == template)
    return page(session, stmt, keys=[POST.title, POST.post_id], limit=limit, after=after)


def show_post(session: Session, caller: Caller, *, post_id: UUID) -> dict[str, Any]:
    """A post with its duties and its claims in force."""
    return dict(session.execute(_posts().where(POST.post_id == post_id)).mappings().one())


def list_claims(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    post_id: UUID | None,
    person_id: UUID | None,
    unit_id: UUID | None,
    claimant_kind: str | None,
    all: bool,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Claims, newest first; released ones too if `all`."""
    stmt = select(Claim.__table__)
    if area_id is not None:
        stmt = stmt.where(lies_in(session, CLAIM.area_id, area_id))
    for column, wanted in ((CLAIM.post_id, post_id), (CLAIM.person_id, person_id), (CLAIM.unit_id, unit_id)):
        if wanted is not None:
            stmt = stmt.where(column == wanted)
    if claimant_kind is not None:
        stmt = stmt.where((CLAIM.person_id if claimant_kind == "person" else CLAIM.unit_id).is_not(None))
    if not all:
        stmt = stmt.where(CLAIM.released_on.is_(None))
    return page(session, stmt, keys=[CLAIM.claimed_on.desc(), CLAIM.claim_id.desc()], limit=limit, after=after)


def show_claim(session: Session, caller: Caller, *, claim_id: UUID) -> dict[str, Any]:
    """One claim."""
    return dict(session.execute(select(Claim.__table__).where(CLAIM.claim_id == claim_id)).mappings().one())


def _posts() -> Any:
    in_force = select(func.count()).where(CLAIM.post_id == POST.post_id, CLAIM.released_on.is_(None))
    columns = (POST.post_id, POST.area_id, POST.template, POST.title, POST.level, POST.duties, POST.set_up_on)
    return select(*columns, in_force.scalar_subquery().label("claims"))
