"""Four eyes over powerful grants (双人复核): proposed by one, decided by another, in force only then."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from membership.domain.accounts import Account
from membership.domain.errors.grants import ApproverNotIndependent, GrantNotHeld
from membership.domain.grants import Grant, check_beside, check_giver, check_kind
from membership.domain.proposals import OPEN, GrantProposal
from membership.use_cases.delegations import delegable
from membership.use_cases.giving import area_of_scope, held_beside, put_in_force, roles_over
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.time import now

PROPOSAL_ENDS = "grant_proposal_ends"


def propose_grant(
    session: Session,
    caller: Caller,
    *,
    account_id: UUID,
    role: str,
    kind: str,
    scope: UUID,
    until: datetime | None,
    delegates: UUID | None,
) -> GrantProposal:
    """Propose a grant that the caller might give or, where it `delegates` one of their own, hand on."""
    account = session.get_one(Account, account_id)
    account.must_be_open()
    check_kind(role, kind)
    area_id = area_of_scope(session, caller, account, kind, scope)
    if delegates is None:
        check_giver(role, roles_over(session, caller, area_id))
    else:
        own = delegable(session, caller, account, delegates, scope, until)
        if (own.role, own.kind) != (role, kind):
            raise GrantNotHeld()
    check_beside(role, kind, scope, held_beside(session, account))
    proposal = GrantProposal.propose(
        account_id=account_id,
        role=role,
        kind=kind,
        scope=scope,
        area_id=area_id,
        until=until,
        delegated_from=delegates,
        by=_account_of(caller),
        at=now(),
    )
    session.add(proposal)
    set_clock(session, PROPOSAL_ENDS, key=str(proposal.proposal_id), due_at=proposal.open_until)
    return proposal


def approve_grant(session: Session, caller: Caller, *, proposal_id: UUID) -> GrantProposal:
    """Put a proposed grant in force, as somebody else who might give it."""
    proposal, account = _to_decide(session, caller, proposal_id)
    account.must_be_open()
    if proposal.delegated_from is not None:
        own = session.get_one(Grant, proposal.delegated_from, with_for_update=True, populate_existing=True)
        if not own.holds(now()):
            raise GrantNotHeld()
    grant = put_in_force(
        session,
        account,
        role=proposal.role,
        kind=proposal.kind,
        scope=proposal.scope,
        area_id=proposal.area_id,
        by=proposal.proposed_by,
        until=proposal.until,
        delegated_from=proposal.delegated_from,
    )
    proposal.approve(grant.grant_id, _account_of(caller), now())
    cancel_clock(session, PROPOSAL_ENDS, key=str(proposal_id))
    return proposal


def refuse_grant(session: Session, caller: Caller, *, proposal_id: UUID) -> GrantProposal:
    """Turn a proposal down."""
    proposal, _ = _to_decide(session, caller, proposal_id)
    proposal.refuse(_account_of(caller), now())
    cancel_clock(session, PROPOSAL_ENDS, key=str(proposal_id))
    return proposal


def withdraw_proposal(session: Session, caller: Caller, *, proposal_id: UUID) -> GrantProposal:
    """Take one's own proposal back."""
    proposal = session.get_one(GrantProposal, proposal_id)
    proposal.withdraw(_account_of(caller), now())
    cancel_clock(session, PROPOSAL_ENDS, key=str(proposal_id))
    return proposal


def proposal_ends(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The clock of a proposal that nobody decided on."""
    proposal = session.get(GrantProposal, UUID(key), with_for_update=True)
    if proposal is not None and proposal.state == OPEN:
        proposal.expire(now())


def _to_decide(session: Session, caller: Caller, proposal_id: UUID) -> tuple[GrantProposal, Account]:
    """An open proposal that the caller may decide on, and the account that is to receive the grant.

    Raises `ProposalDecided`, `ApproverNotIndependent` or `GrantAboveGiver`.
    """
    proposal = session.get_one(GrantProposal, proposal_id)
    proposal.must_be_open()
    account, proposer = session.get_one(Account, proposal.account_id), session.get(Account, proposal.proposed_by)
    people = {each.person_id for each in (account, proposer) if each is not None and each.person_id is not None}
    if caller.account_id in (proposal.account_id, proposal.proposed_by) or caller.person_id in people:
        raise ApproverNotIndependent()
    check_giver(proposal.role, roles_over(session, caller, proposal.area_id))
    return proposal, account


def _account_of(caller: Caller) -> UUID:
    if caller.account_id is None:
        raise TypeError("nobody is signed in")
    return caller.account_id
