"""Handing a grant on (授权委托): to another account, for a time, never more than one holds, never a second time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from membership.domain.accounts import Account
from membership.domain.errors.grants import (
    DelegationTooWide,
    DelegationToSelf,
    GrantNeedsApproval,
    GrantNotHeld,
    GrantUntilWrong,
)
from membership.domain.grants import Grant
from membership.use_cases.giving import needs_two, put_in_force
from runtime.access import Caller
from runtime.replicas import area_paths, reaches
from runtime.time import now


def delegate_grant(
    session: Session, caller: Caller, *, account_id: UUID, grant_id: UUID, scope: UUID | None, until: datetime
) -> Grant:
    """Hand a grant of the caller, or a smaller area of it, to another account until a moment."""
    account = session.get_one(Account, account_id)
    account.must_be_open()
    own = delegable(session, caller, account, grant_id, scope, until)
    part = scope or own.scope
    area_id = part if own.kind == "area" else own.area_id
    if needs_two(session, own.role, own.kind, area_id):
        raise GrantNeedsApproval()
    given: dict[str, Any] = {"role": own.role, "kind": own.kind, "scope": part, "area_id": area_id, "until": until}
    return put_in_force(session, account, by=caller.account_id, delegated_from=own.grant_id, **given)


def delegable(
    session: Session, caller: Caller, account: Account, grant_id: UUID, scope: UUID | None, until: datetime | None
) -> Grant:
    """The caller's grant, locked, when it may be handed to the account.

    Raises `GrantNotHeld`, `GrantUntilWrong`, `DelegationChained`, `DelegationToSelf` or `DelegationTooWide`.
    """
    own = session.get(Grant, grant_id, with_for_update=True, populate_existing=True)
    if own is None or own.account_id != caller.account_id or not own.holds(now()) or not _in_session(caller, own):
        raise GrantNotHeld()
    if until is None:
        raise GrantUntilWrong()
    own.check_delegation(until, now())
    same_person = account.person_id is not None and account.person_id == caller.person_id
    if same_person or account.account_id == caller.account_id:
        raise DelegationToSelf()
    if scope is not None and not _lies_within(session, own, scope):
        raise DelegationTooWide()
    return own


def _in_session(caller: Caller, own: Grant) -> bool:
    """Whether the grant has force in the caller's session: a powerful one has none without a second factor."""
    return any((held.role, held.kind, held.scope_id) == (own.role, own.kind, own.scope) for held in caller.grants)


def _lies_within(session: Session, own: Grant, scope: UUID) -> bool:
    if scope == own.scope or own.kind != "area":
        return scope == own.scope
    paths = area_paths(session, [scope, own.scope])
    return scope in paths and reaches(paths[own.scope], paths[scope])
