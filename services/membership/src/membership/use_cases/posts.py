"""Acts on posts and claims (设岗、认岗、退岗)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts import roles
from contracts.membership import operations as ops
from contracts.membership.events import PostClaimedV1, PostReleasedV1
from membership.domain.areas import Area
from membership.domain.errors.areas import AreaUnknown, OutOfArea
from membership.domain.errors.posts import ClaimantUnknown, PackNotAssigned, PostUnknown
from membership.domain.organisations import Unit
from membership.domain.people import Person
from membership.domain.pledges import Pledge
from membership.domain.posts import Claim, Claimant, Post, template_of
from membership.use_cases.pledges import PLEDGE_DUE, publish
from runtime.access import Caller
from runtime.clocks import cancel_clock
from runtime.imports import AtHand, import_records
from runtime.outbox import emit
from runtime.packs import section
from runtime.time import moment_on, today

POST_WORDS = ("post_id", "area_id", "template", "title", "level", "duties", "set_up_on")


def set_up_post(
    session: Session, caller: Caller, *, area_id: UUID, template: str, title: str | None, level: str
) -> dict[str, Any]:
    """Set up a post of the pack in force."""
    post = _set_up(session, area_id, template, title, level, today())
    return {name: getattr(post, name) for name in POST_WORDS} | {"claims": 0}


def import_posts(session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Enter posts that existed before."""

    def enter(
        session: Session,
        caller: Caller,
        *,
        area_id: UUID,
        template: str,
        title: str | None,
        level: str,
        set_up_on: date,
    ) -> UUID:
        if session.get(Area, area_id) is None:
            raise AreaUnknown()
        return _set_up(session, area_id, template, title, level, set_up_on).post_id

    return import_records(
        session,
        caller,
        ops.import_posts.record,
        records,
        enter,
        dry_run,
        register="post",
        area="area_id",
        ahead=AtHand(area_id=Area),
    )


def claim_post(
    session: Session,
    caller: Caller,
    *,
    post_id: UUID,
    person_id: UUID | None,
    unit_id: UUID | None,
    claimed_on: date | None,
) -> Claim:
    """Claim a post for a person or a unit."""
    post = session.get_one(Post, post_id)
    return _claim(session, post, Claimant(person_id, unit_id), claimed_on or today())


def release_post(session: Session, caller: Caller, *, claim_id: UUID, reason: str, released_on: date | None) -> Claim:
    """End a claim and the pledge running on it."""
    claim = session.get_one(Claim, claim_id)
    _release(session, claim, reason, released_on or today())
    return claim


def import_claims(session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Enter claims of the past with their pledges and releases."""
    return import_records(
        session,
        caller,
        ops.import_claims.record,
        records,
        _enter_claim,
        dry_run,
        register="claim",
        ahead=AtHand(post_id=Post, person_id=Person, unit_id=Unit),
    )


def release_claims_of(session: Session, kind: str, claimant_id: UUID, reason: str, on: date) -> None:
    """Release what a person or a unit holds; a claim made or pledged after `on` ends on the day it was."""
    claimant = Claim.person_id if kind == "person" else Claim.unit_id
    held = select(Claim).where(claimant == claimant_id, Claim.released_on.is_(None)).with_for_update()
    for claim in session.scalars(held).all():
        _release(session, claim, reason, max(min(on, today()), claim.claimed_on, claim.pledged_on or claim.claimed_on))


def _enter_claim(
    session: Session,
    caller: Caller,
    *,
    post_id: UUID,
    person_id: UUID | None,
    unit_id: UUID | None,
    claimed_on: date,
    pledge: dict[str, Any] | None,
    release: dict[str, Any] | None,
) -> UUID:
    post = session.get(Post, post_id)
    if post is None:
        raise PostUnknown()
    if not caller.covers(session, post.area_id, roles.REGISTRAR):
        raise OutOfArea(field="post_id")
    claim = _claim(session, post, Claimant(person_id, unit_id), claimed_on)
    if pledge is not None:
        publish(session, claim, post, **pledge)
    if release is not None:
        _release(session, claim, release["reason"], release["released_on"])
    return claim.claim_id


def _set_up(session: Session, area_id: UUID, template: str, title: str | None, level: str, on: date) -> Post:
    pack = section(session, area_id, on)
    if pack is None:
        raise PackNotAssigned()
    post = Post.set_up(
        area_id=area_id, template=template_of(pack["posts"], template, level), title=title, on=on, today=today()
    )
    session.add(post)
    return post


def _claim(session: Session, post: Post, claimant: Claimant, on: date) -> Claim:
    claim = post.claim(claimant, on, today())
    _check_claimant(session, claimant)
    session.add(claim)
    emit(
        session,
        PostClaimedV1,
        aggregate_id=claim.claim_id,
        area=claim.area_id,
        occurred_at=moment_on(on),
        claim_id=claim.claim_id,
        post_id=claim.post_id,
        template=claim.template,
        level=claim.level,
        claimant_kind=claimant.kind,
        claimant_id=claimant.id,
        claimed_on=on,
    )
    return claim


def _check_claimant(session: Session, claimant: Claimant) -> None:
    """Raises `ClaimantUnknown`, `PersonDeceased` or `PersonErased`."""
    if claimant.kind == "unit":
        unit = session.get(Unit, claimant.unit_id)
        if unit is None or not unit.active:
            raise ClaimantUnknown(field="unit_id")
        return
    person = session.get(Person, claimant.person_id)
    if person is None:
        raise ClaimantUnknown(field="person_id")
    person.must_live()


def _release(session: Session, claim: Claim, reason: str, on: date) -> None:
    claim.release(reason, on, today())
    _end_pledges(session, claim, on)
    emit(
        session,
        PostReleasedV1,
        aggregate_id=claim.claim_id,
        area=claim.area_id,
        occurred_at=moment_on(on),
        claim_id=claim.claim_id,
        post_id=claim.post_id,
        reason=reason,
        released_on=on,
    )


def _end_pledges(session: Session, claim: Claim, on: date) -> None:
    if claim.pledge_id is None:
        return
    session.flush()
    running = select(Pledge).where(Pledge.claim_id == claim.claim_id, Pledge.ended_on.is_(None))
    for pledge in session.scalars(running).all():
        pledge.ended_on = on
        cancel_clock(session, PLEDGE_DUE, key=str(pledge.pledge_id))
