"""Acts of signing in and out (登录、续期、退出)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from membership.authenticators import is_required
from membership.domain import accounts
from membership.domain.accounts import Account, RefreshToken
from membership.domain.errors.accounts import RefreshTokenInvalid, SessionUnknown, WrongCredentials
from membership.domain.errors.second_factors import SecondFactorRequired, SecondFactorWrong, TicketRefused
from membership.domain.second_factors import TICKET_LASTS
from membership.passwords import hash_password, hash_token, is_right, new_token
from membership.use_cases.ending import end_session, end_sessions
from membership.use_cases.giving import grants_of, without_powerful
from membership.use_cases.locks import count_failure, forget_failures, forget_old_failures, must_not_be_locked
from membership.use_cases.second_factors import accepts, factor_of
from runtime import access, audit, tickets, tokens
from runtime.access import Caller
from runtime.time import now

SECOND_STEP = "second-factor"


def sign_in(session: Session, caller: Caller, *, username: str, password: str, device: str | None) -> dict[str, Any]:
    """Begin a session, or give a ticket for the second step; the failure counts for the name, whether it exists or not."""
    must_not_be_locked(session, username)
    account = session.scalars(select(Account).where(Account.username == username)).one_or_none()
    opens = account is not None and account.closed_at is None
    right = is_right(password, account.password_hash if account is not None and opens else None)
    if account is None or not right:
        count_failure(session, caller, username, account)
        raise WrongCredentials()
    return begin_or_ask_second_step(session, caller, account, device)


def prove_second_factor(
    session: Session, caller: Caller, *, ticket: str, code: str, device: str | None
) -> dict[str, Any]:
    """Begin a session of somebody whose password was right a moment ago; what failed before is forgotten only now."""
    try:
        account = session.get(Account, tickets.account_of(SECOND_STEP, ticket))
    except tickets.TicketInvalid:
        raise TicketRefused() from None
    if account is None or account.closed_at is not None:
        raise TicketRefused()
    must_not_be_locked(session, account.username)
    factor = factor_of(session, account.account_id)
    if factor is None or factor.confirmed_at is None:
        raise TicketRefused()
    if not accepts(session, caller, factor, code):
        count_failure(session, caller, account.username, account)
        raise SecondFactorWrong()
    return _begin(session, caller, account, device, proven=True)


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
    token.spent_at = running.seen_at = now()
    return _tokens(session, account, running)


def sign_out(session: Session, caller: Caller) -> dict[str, Any]:
    """End the caller's session."""
    running = session.get(accounts.Session, caller.session_id, with_for_update=True)
    if running is not None and running.runs(now()):
        end_session(session, running)
    return {"done": True}


def end_my_sessions(session: Session, caller: Caller, *, session_id: UUID | None) -> dict[str, Any]:
    """End one of the caller's sessions, or all of them, this one included."""
    if session_id is None:
        end_sessions(session, session.get_one(Account, caller.account_id).account_id)
        return {"done": True}
    running = session.get(accounts.Session, session_id, with_for_update=True)
    if running is None or running.account_id != caller.account_id or not running.runs(now()):
        raise SessionUnknown()
    end_session(session, running)
    return {"done": True}


def change_password(session: Session, caller: Caller, *, old_password: str, new_password: str) -> dict[str, Any]:
    """Change the caller's own password and end their other sessions; a wrong one counts as it does when signing in."""
    account = session.get_one(Account, caller.account_id, with_for_update=True)
    must_not_be_locked(session, account.username)
    if not is_right(old_password, account.password_hash):
        count_failure(session, caller, account.username, account)
        raise WrongCredentials()
    accounts.check_password(new_password, account.username, "new_password")
    account.password_hash = hash_password(new_password)
    end_sessions(session, account.account_id, but=caller.session_id)
    return {"done": True}


def forget_the_past(session: Session) -> None:
    """Drop expired sessions with their tokens, and old failures; the clock calls it."""
    gone = select(accounts.Session.session_id).where(accounts.Session.expires_at < now())
    session.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(gone)))
    session.execute(delete(accounts.Session).where(accounts.Session.expires_at < now()))
    forget_old_failures(session)


def begin_or_ask_second_step(session: Session, caller: Caller, account: Account, device: str | None) -> dict[str, Any]:
    """A session of somebody who proved who they are once. Raises `SecondFactorRequired` where that is not enough."""
    factor = factor_of(session, account.account_id)
    if factor is not None and factor.confirmed_at is not None:
        ticket = tickets.issue(SECOND_STEP, account.account_id, TICKET_LASTS)
        raise SecondFactorRequired(extension={"ticket": ticket})
    return _begin(session, caller, account, device, proven=False)


def _begin(session: Session, caller: Caller, account: Account, device: str | None, *, proven: bool) -> dict[str, Any]:
    forget_failures(session, account.username)
    audit.record(session, caller, act="membership.signed_in", target=account.account_id)
    begun = accounts.Session.begin(account.account_id, now(), device=device, proven=proven)
    session.add(begun)
    return _tokens(session, account, begun)


def _tokens(session: Session, account: Account, running: accounts.Session) -> dict[str, Any]:
    refresh = new_token()
    session.add(RefreshToken(token_hash=hash_token(refresh), session_id=running.session_id))
    held = grants_of(session, account.account_id)
    if is_required() and running.proven_at is None:
        held = without_powerful(session, held)
    grants = [access.Grant(grant.role, grant.kind, grant.scope) for grant in held]
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
