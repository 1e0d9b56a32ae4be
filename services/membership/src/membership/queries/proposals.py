"""Readings of proposed grants (授权复核)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from membership.domain.proposals import GrantProposal
from runtime.access import Caller, sees
from runtime.paging import page

PROPOSAL = GrantProposal.__table__.c


def list_grant_proposals(
    session: Session, caller: Caller, *, state: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Proposals within the caller's areas, newest first."""
    stmt = select(GrantProposal.__table__).where(sees(session, caller, ops.GrantProposal, PROPOSAL))
    if state is not None:
        stmt = stmt.where(PROPOSAL.state == state)
    keys = [PROPOSAL.proposed_at.desc(), PROPOSAL.proposal_id.desc()]
    return page(session, stmt, keys=keys, limit=limit, after=after)


def show_grant_proposal(session: Session, caller: Caller, *, proposal_id: UUID) -> GrantProposal:
    """One proposal."""
    return session.get_one(GrantProposal, proposal_id)
