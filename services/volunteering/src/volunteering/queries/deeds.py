"""Readings of deeds, boards, contests and nominations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from runtime.replicas import PERSON
from volunteering.domain.deeds import PUBLISHED
from volunteering.queries.tables import CONTEST, DEED, NOMINATION, within


def list_deeds(
    session: Session, caller: Caller, *, area_id: UUID | None, state: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Deeds that the caller told, did or moderates; the earliest first."""
    stmt = select(DEED).where(sees(session, caller, ops.Deed, DEED.c), *within(session, DEED.c.area, area_id))
    if state is not None:
        stmt = stmt.where(DEED.c.state == state)
    return page(session, stmt, keys=[DEED.c.told_on, DEED.c.id], limit=limit, after=after)


def list_board(
    session: Session, caller: Caller, *, area_id: UUID, board: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """What stands on the boards of an area and below it, the latest first."""
    doer = PERSON.c.display_name.label("doer")
    stmt = select(DEED.c.id, DEED.c.board, DEED.c.story, DEED.c.published_on, doer).outerjoin(
        PERSON, PERSON.c.person_id == DEED.c.doer_id
    )
    # As a parameter it would hide the board's index from most plans.
    published = literal(PUBLISHED, literal_execute=True)
    stmt = stmt.where(DEED.c.state == published, *within(session, DEED.c.area, area_id))
    if board is not None:
        stmt = stmt.where(DEED.c.board == board)
    return page(session, stmt, keys=[DEED.c.published_on.desc(), DEED.c.id], limit=limit, after=after)


def list_contests(
    session: Session, caller: Caller, *, area_id: UUID | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Contests of an area and below it, the latest first."""
    stmt = select(CONTEST).where(
        sees(session, caller, ops.Contest, CONTEST.c), *within(session, CONTEST.c.area, area_id)
    )
    return page(session, stmt, keys=[CONTEST.c.opened_on.desc(), CONTEST.c.id], limit=limit, after=after)


def list_nominations(
    session: Session, caller: Caller, *, contest_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """Who stands in a contest, in the order of nomination."""
    stmt = select(NOMINATION).where(
        NOMINATION.c.contest_id == contest_id, sees(session, caller, ops.Nomination, NOMINATION.c)
    )
    return page(session, stmt, keys=[NOMINATION.c.id], limit=limit, after=after)
