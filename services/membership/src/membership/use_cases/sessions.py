"""Acts of signing in and out (登录、续期、退出)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from contracts.membership.events import SessionEndedV1
from membership.domain import accounts
from membership.domain.accounts import Account, RefreshToken, SignInFailures
from membership.domain.errors.accounts import AccountLocked, RefreshTokenInvalid, WrongCredentials
from membership.domain.grants import Grant
from membership.passwords import hash_password, hash_token, is_right, new_token
from runtime import access, audit, tokens
from runtime.access import Caller
from runtime.outbox import emit
from runtime.time import now

# After the last of several failures in a row the name is locked and the count begins anew.
_COUNT = text("""
    INSERT INTO sign_in_failures AS f (username, failures, last_at) VALUES (:username, 1, :now)
    ON CONFLICT (username) DO UPDATE
       SET failures = CASE WHEN f.last_at < :forgotten THEN 1 WHEN f.failures + 1 >= :most THEN 0 ELSE f.failures + 1 END,
           locked_until = CASE WHEN f.last_at >= :forgotten AND f.failures + 1 >= :most THEN CAST(:until AS timestamptz) END,
           last_at = :now
""")


def sign_in(session: Session, caller: Caller, *, username: str, password: str) -> dict[str, Any]:
    """Begin a session; the failure counts for the name, whether it exists or not."""
    failures = session.get(SignInFailures, username, with_for_update=True, populate_existing=True)
    if failures is not None and failures.locks(now()):
        raise AccountLocked()
    account = session.scalars(select(Account).where(Account.username == username)).one_or_none()
    opens = account is not None and account.closed_at is None
    right = is_right(password, account.password_hash if account is not None and opens else None)
    if account is None or not right:
        _count_failure(session, caller, username, account)
        raise WrongCredentials()
    if failures is not None:
        session.delete(failures)
    begun = accounts.Session.begin(account.account_id, now())
    session.add(begun)
    return _tokens(session, account, begun)


def refresh_session(session: Session, caller: Caller, *, refresh_token: str) -> dict[str, Any]:
    """Change a refresh token for the next one; a second use of the same one ends the session."""
    token = session.get(RefreshToken, hash_token(refresh_token), with_for_update=True)
    if token is None:
        raise RefreshTokenInvalid()
    running = session.get_one(accounts.Session, token.session_id, with_for_update=True)
    if token.spent_at is not None and running.runs(now()):
        end_session(session, running)
    account = session.get_one(Account, running.account_id)
    if token.spent_at is not None or not running.runs(now()) or account.closed_at is not None:
        raise RefreshTokenInvalid()
    token.spent_at = now()
    return _tokens(session, account, running)


def sign_out(session: Session, caller: Caller) -> dict[str, Any]:
    """End the caller's session."""
    running = session.get(accounts.Session, caller.session_id, with_for_update=True)
    if running is not None and running.runs(now()):
        end_session(session, running)
    return {"done": True}


def change_password(session: Session, caller: Caller, *, old_password: str, new_password: str) -> dict[str, Any]:
    """Change the caller's own password and end their other sessions."""
    account = session.get_one(Account, caller.account_id, with_for_update=True)
    if not is_right(old_password, account.password_hash):
        _count_failure(session, caller, account.username, account)
        raise WrongCredentials()
    accounts.check_password(new_password, account.username, "new_password")
    account.password_hash = hash_password(new_password)
    end_sessions(session, account.account_id, but=caller.session_id)
    return {"done": True}


def end_sessions(session: Session, account_id: UUID, *, but: UUID | None = None) -> None:
    """End every running session of an account, but one."""
    running = select(accounts.Session).where(
        accounts.Session.account_id == account_id,
        accounts.Session.ended_at.is_(None),
        accounts.Session.expires_at > now(),
    )
    for each in session.scalars(running.with_for_update()).all():
        if each.session_id != but:
            end_session(session, each)


def end_session(session: Session, running: accounts.Session) -> None:
    """End a session here and tell everybody who verifies tokens."""
    running.ended_at = now()
    tokens.deny_session(session, running.session_id)
    emit(session, SessionEndedV1, aggregate_id=running.session_id, session_id=running.session_id)


def forget_the_past(session: Session) -> None:
    """Drop expired sessions with their tokens, and old failures; the clock calls it."""
    gone = select(accounts.Session.session_id).where(accounts.Session.expires_at < now())
    session.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(gone)))
    session.execute(delete(accounts.Session).where(accounts.Session.expires_at < now()))
    session.execute(delete(SignInFailures).where(SignInFailures.last_at < now() - accounts.FORGOTTEN_AFTER))


def grants_of(session: Session, account_id: UUID) -> list[Grant]:
    """The grants of an account that are in force."""
    held = select(Grant).where(Grant.account_id == account_id, Grant.revoked_at.is_(None)).order_by(Grant.grant_id)
    return list(session.scalars(held))


def _count_failure(session: Session, caller: Caller, username: str, account: Account | None) -> None:
    """Count it for the name; the audit keeps the account, where there is one, and never a name that was typed."""
    moment = now()
    words = {"now": moment, "forgotten": moment - accounts.FORGOTTEN_AFTER, "until": moment + accounts.LOCKED_FOR}
    session.execute(_COUNT, words | {"username": username, "most": accounts.MOST_FAILURES})
    audit.record(session, caller, act="membership.sign_in_failed", target=account.account_id if account else None)


def _tokens(session: Session, account: Account, running: accounts.Session) -> dict[str, Any]:
    refresh = new_token()
    session.add(RefreshToken(token_hash=hash_token(refresh), session_id=running.session_id))
    grants = [access.Grant(g.role, g.kind, g.scope) for g in grants_of(session, account.account_id)]
    token = tokens.issue(
        account_id=account.account_id,
        person_id=account.person_id,
        username=account.username,
        session_id=running.session_id,
        grants=grants,
    )
    return {
        "access_token": token,
        "refresh_token": refresh,
        "expires_in": int(tokens.LIFETIME.total_seconds()),
        "token_type": "Bearer",
    }
