"""Acts on pledges (亮岗承诺): published, and found overdue by the clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.membership.events import PledgeOverdueV1, PledgePublishedV1
from kernel.period import first_moment
from membership.domain.errors.posts import PackNotAssigned
from membership.domain.pledges import Pledge
from membership.domain.posts import Claim, Post
from membership.queries.pledges import pledge_in_full
from membership.use_cases.evidence import count_earlier_facts, minutes_of
from runtime.access import Caller
from runtime.clocks import set_clock
from runtime.outbox import emit
from runtime.packs import section
from runtime.time import moment_on, today

PLEDGE_DUE = "pledge_due"


def publish_pledge(
    session: Session, caller: Caller, *, claim_id: UUID, text: str, due_on: date
) -> dict[str, Any] | None:
    """Publish the pledge of a claim in force."""
    claim = session.get_one(Claim, claim_id)
    post = session.get_one(Post, claim.post_id)
    pledge = publish(session, claim, post, text=text, due_on=due_on, published_on=today())
    session.flush()
    return pledge_in_full(session, pledge.pledge_id)


def publish(session: Session, claim: Claim, post: Post, *, text: str, due_on: date, published_on: date) -> Pledge:
    """Publish a pledge on a day, tell it, set its clock, and count what was done for it since."""
    pack = section(session, claim.area_id, published_on)
    if pack is None:
        raise PackNotAssigned()
    pledge = Pledge.publish(
        claim,
        pack["pledge"],
        facts=post.evidence,
        text=text,
        due_on=due_on,
        published_on=published_on,
        today=today(),
    )
    session.add(pledge)
    session.flush()
    # Of units, and of posts whose template counts no fact, no evidence is ever heard: a clock would accuse them all.
    if pledge.person_id is not None and pledge.facts:
        count_earlier_facts(session, pledge.pledge_id)
        set_clock(session, PLEDGE_DUE, key=str(pledge.pledge_id), due_at=first_moment(due_on + timedelta(days=1)))
    emit(
        session,
        PledgePublishedV1,
        aggregate_id=claim.claim_id,
        area=claim.area_id,
        occurred_at=moment_on(published_on),
        pledge_id=pledge.pledge_id,
        claim_id=claim.claim_id,
        post_id=claim.post_id,
        template=claim.template,
        claimant_kind=claim.claimant.kind,
        claimant_id=claim.claimant.id,
        published_on=published_on,
    )
    return pledge


def fall_due(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The day after `due_on`: a running pledge without any evidence is overdue."""
    pledge = session.get(Pledge, UUID(key), with_for_update=True)
    if pledge is None or pledge.ended_on is not None or minutes_of(session, pledge.pledge_id) > 0:
        return
    pledge.overdue_since = today()
    emit(
        session,
        PledgeOverdueV1,
        aggregate_id=pledge.claim_id,
        area=pledge.area_id,
        pledge_id=pledge.pledge_id,
        claim_id=pledge.claim_id,
        due_on=pledge.due_on,
    )
