"""Readings of accounts and grants (账号与授权)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from membership.authenticators import is_required
from membership.domain import accounts
from membership.domain.accounts import SESSION_IDLE, Account, SignInFailures
from membership.domain.areas import Area
from membership.domain.grants import Grant, is_powerful
from membership.domain.people import Person
from membership.domain.second_factors import SecondFactor
from membership.queries.areas import begins
from runtime.access import Caller, sees
from runtime.paging import page
from runtime.time import now

ACCOUNT, GRANT = Account.__table__.c, Grant.__table__.c
SESSION, FACTOR, AREA = accounts.Session.__table__.c, SecondFactor.__table__.c, Area.__table__.c
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
        **_second_factor(session, account_id, caller),
    }


def list_my_sessions(session: Session, caller: Caller) -> dict[str, Any]:
    """The caller's sessions that run."""
    seen = func.coalesce(SESSION.seen_at, SESSION.begun_at)
    stmt = (
        select(
            SESSION.session_id,
            SESSION.device,
            SESSION.begun_at,
            seen.label("seen_at"),
            SESSION.expires_at,
            SESSION.proven_at.is_not(None).label("proven"),
            (SESSION.session_id == caller.session_id).label("present"),
        )
        .where(SESSION.account_id == caller.account_id, SESSION.ended_at.is_(None))
        .where(SESSION.expires_at > now(), seen > now() - SESSION_IDLE)
        .order_by(SESSION.session_id.desc())
    )
    return {"items": [dict(row) for row in session.execute(stmt).mappings()]}


def _second_factor(session: Session, account_id: UUID, caller: Caller) -> dict[str, Any]:
    """Whether there is one, whether it proved this session, and whether grants wait for that."""
    proven = select(SESSION.proven_at).where(SESSION.session_id == caller.session_id)
    enrolled = select(FACTOR.account_id).where(FACTOR.account_id == account_id, FACTOR.confirmed_at.is_not(None))
    is_proven = session.execute(proven).scalar_one_or_none() is not None
    is_enrolled = session.execute(enrolled).first() is not None
    held = select(GRANT.role, GRANT.kind, AREA.kind.label("area_kind")).join(
        Area.__table__, AREA.area_id == GRANT.area_id
    )
    of_caller = held.where(GRANT.account_id == account_id, Grant.in_force(now()))
    powerful = any(is_powerful(*grant) for grant in session.execute(of_caller))
    return {
        "second_factor": "proven" if is_proven else "enrolled" if is_enrolled else "none",
        "second_factor_needed": is_required() and powerful and not is_proven,
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
    stmt = select(
        GRANT.grant_id,
        GRANT.account_id,
        GRANT.role,
        GRANT.kind,
        GRANT.scope,
        GRANT.given_at,
        GRANT.until,
        GRANT.delegated_from,
    )
    held = stmt.where(GRANT.account_id == account_id, Grant.in_force(now())).order_by(GRANT.grant_id)
    return [dict(row) for row in session.execute(held).mappings()]
