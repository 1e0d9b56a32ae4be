"""Locks of names (登录锁定): wrong passwords and codes counted, names locked by the clock, unlocked by it or by an officer."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, delete, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from membership.domain import accounts
from membership.domain.accounts import Account, SignInFailures
from membership.domain.grants import check_giver
from membership.use_cases.giving import grants_of, roles_over
from runtime import audit
from runtime.access import Caller
from runtime.time import now


def must_not_be_locked(session: Session, username: str) -> SignInFailures | None:
    """The failures of a name so far, locked for this transaction. Raises `AccountLocked`."""
    failures = _failures_of(session, username)
    if failures is not None:
        failures.must_not_lock(now())
    return failures


def count_failure(session: Session, caller: Caller, username: str, account: Account | None) -> None:
    """Count it for the name; the audit keeps the account, where there is one, and never a name that was typed."""
    first = {"username": username, "failures": 0, "times_locked": 0, "last_at": now()}
    session.execute(insert(SignInFailures).values(first).on_conflict_do_nothing())
    failures = _failures_of(session, username)
    target = account.account_id if account else None
    audit.record(session, caller, act="membership.sign_in_failed", target=target)
    if failures is not None and failures.count(now()) and failures.locked_until is not None:
        until = {"until": failures.locked_until.isoformat()}
        audit.record(session, caller, act="membership.account_locked", target=target, detail=until)


def unlock_account(session: Session, caller: Caller, *, account_id: UUID) -> Account:
    """Let somebody sign in again before the clock does: whoever might have given each of their roles."""
    account = session.get_one(Account, account_id)
    account.must_be_open()
    for grant in grants_of(session, account_id):
        check_giver(grant.role, roles_over(session, caller, grant.area_id))
    forget_failures(session, account.username)
    return account


def forget_failures(session: Session, username: str) -> None:
    """A clean slate for a name."""
    session.execute(delete(SignInFailures).where(SignInFailures.username == username))


def forget_old_failures(session: Session) -> None:
    """Drop what no longer counts."""
    moment, rows = now(), SignInFailures
    never_locked = and_(rows.times_locked == 0, rows.last_at < moment - accounts.FORGOTTEN_AFTER)
    session.execute(delete(rows).where(or_(never_locked, rows.last_at < moment - accounts.LOCKS_FORGOTTEN_AFTER)))


def _failures_of(session: Session, username: str) -> SignInFailures | None:
    return session.get(SignInFailures, username, with_for_update=True, populate_existing=True)
