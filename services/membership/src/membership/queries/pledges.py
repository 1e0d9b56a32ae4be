"""Readings of pledges (亮岗承诺): they are public, with the facts that count for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from membership.domain.evidence import Evidence
from membership.domain.organisations import Unit
from membership.domain.people import Person
from membership.domain.pledges import Pledge
from membership.domain.posts import Post
from runtime.access import Caller, lies_in
from runtime.paging import page

PLEDGE, POST, EVIDENCE = Pledge.__table__.c, Post.__table__.c, Evidence.__table__.c
PERSON, UNIT = Person.__table__.c, Unit.__table__.c

MASKED_TAIL = "**"


def show_pledge(session: Session, caller: Caller, *, pledge_id: UUID) -> dict[str, Any]:
    """A pledge with its evidence."""
    return pledge_in_full(session, pledge_id)


def pledge_in_full(session: Session, pledge_id: UUID) -> dict[str, Any]:
    """A pledge with its evidence, in order of the facts' days."""
    shown = dict(session.execute(_pledges().where(PLEDGE.pledge_id == pledge_id)).mappings().one())
    facts = (
        select(EVIDENCE.day.label("on"), EVIDENCE.fact, EVIDENCE.minutes, EVIDENCE.reversal.label("reversed"))
        .where(EVIDENCE.pledge_id == pledge_id)
        .order_by(EVIDENCE.day, EVIDENCE.source_id, EVIDENCE.reversal)
    )
    return shown | {"evidence": [dict(row) for row in session.execute(facts).mappings()]}


def list_pledges(
    session: Session, caller: Caller, *, area_id: UUID | None, state: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Pledges of an area and below, newest first; names and minutes are looked up for those of the page alone."""
    stmt = select(PLEDGE.pledge_id)
    if area_id is not None:
        stmt = stmt.where(lies_in(session, PLEDGE.area_id, area_id))
    if state is not None:
        stmt = stmt.where(_state() == state)
    found = page(session, stmt, keys=[PLEDGE.published_on.desc(), PLEDGE.pledge_id.desc()], limit=limit, after=after)
    pledges = [row["pledge_id"] for row in found["items"]]
    rows = session.execute(_pledges().where(PLEDGE.pledge_id.in_(pledges))).mappings()
    shown = {row["pledge_id"]: dict(row) for row in rows}
    return found | {"items": [shown[pledge_id] for pledge_id in pledges]}


def _state() -> ColumnElement[str]:
    return case(
        (PLEDGE.ended_on.is_not(None), "ended"), (PLEDGE.overdue_since.is_not(None), "overdue"), else_="running"
    )


def _pledges() -> Any:
    """Pledges with the claimant's name: as published, shortened where the form or the person's age asks for it."""
    shown_name = case((PLEDGE.masked | PERSON.minor, func.left(PERSON.name, 1) + MASKED_TAIL), else_=PERSON.name)
    minutes = select(func.coalesce(func.sum(EVIDENCE.minutes), 0)).where(EVIDENCE.pledge_id == PLEDGE.pledge_id)
    return (
        select(
            PLEDGE.pledge_id,
            PLEDGE.claim_id,
            PLEDGE.post_id,
            PLEDGE.area_id,
            POST.template,
            POST.title,
            case((PLEDGE.person_id.is_not(None), "person"), else_="unit").label("claimant_kind"),
            case((PLEDGE.person_id.is_not(None), shown_name), else_=UNIT.name).label("claimant"),
            PLEDGE.text,
            PLEDGE.published_on,
            PLEDGE.due_on,
            PLEDGE.ended_on,
            _state().label("state"),
            minutes.scalar_subquery().label("minutes"),
        )
        .join(Post.__table__, POST.post_id == PLEDGE.post_id)
        .outerjoin(Person.__table__, PERSON.person_id == PLEDGE.person_id)
        .outerjoin(Unit.__table__, UNIT.unit_id == PLEDGE.unit_id)
    )
