"""Readings of accounts and grants (账号与授权)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from membership.domain.accounts import Account, SignInFailures
from membership.domain.grants import Grant
from membership.domain.people import Person
from membership.queries.areas import begins
from runtime.access import Caller, sees
from runtime.paging import page

ACCOUNT, GRANT = Account.__table__.c, Grant.__table__.c
FAILURES, PERSON = SignInFailures.__table__.c, Person.__table__.c


def list_accounts(session: Session, caller: Caller, *, q: str | None, limit: int, after: str | None) -> dict[str, Any]:
    """Accounts that the caller administers, by username."""
    stmt = _accounts().where(sees(session, caller, ops.Account, ACCOUNT))
    if q is not None:
        stmt = stmt.where(begins(ACCOUNT.username, q))
    return page(session, stmt, keys=[ACCOUNT.username], limit=limit, after=after)


def show_account(session: Session, caller: Caller, *, account_id: UUID) -> dict[str, Any]:
    """An account with its grants in force."""
    row = session.execute(_accounts().where(ACCOUNT.account_id == account_id)).mappings().one()
    return dict(row) | {"grants": _grants(session, account_id)}


def show_me(session: Session, caller: Caller) -> dict[str, Any]:
    """Who calls, with the grants of now."""
    account_id = caller.account_id
    if account_id is None:
        raise TypeError("nobody is signed in")
    name = select(PERSON.name).where(PERSON.person_id == caller.person_id)
    return {
        "account_id": account_id,
        "username": caller.username,
        "person_id": caller.person_id,
        "name": session.execute(name).scalar_one_or_none(),
        "grants": _grants(session, account_id),
    }


def _accounts() -> Any:
    return select(
        ACCOUNT.account_id,
        ACCOUNT.username,
        ACCOUNT.person_id,
        ACCOUNT.area_id,
        ACCOUNT.opened_at,
        ACCOUNT.closed_at,
        FAILURES.locked_until,
    ).outerjoin(SignInFailures.__table__, FAILURES.username == ACCOUNT.username)


def _grants(session: Session, account_id: UUID) -> list[dict[str, Any]]:
    stmt = select(GRANT.grant_id, GRANT.account_id, GRANT.role, GRANT.kind, GRANT.scope, GRANT.given_at)
    held = stmt.where(GRANT.account_id == account_id, GRANT.revoked_at.is_(None)).order_by(GRANT.grant_id)
    return [dict(row) for row in session.execute(held).mappings()]
