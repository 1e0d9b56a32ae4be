"""Signing in through the city's identity provider (统一身份认证), and which account an identity belongs to.

What has to be remembered between leaving for the provider and coming back (state, nonce, the verifier of PKCE) travels sealed
with the browser: nobody fills a table by beginning. Only what came back is kept, so that it does not come twice.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from membership import identity_provider
from membership.domain.accounts import Account
from membership.domain.errors.external import (
    ExternalIdentityMissing,
    ExternalIdentityTaken,
    ExternalIdentityUnlinked,
    ExternalSignInOff,
    ExternalStateInvalid,
    LinkCodeInvalid,
)
from membership.domain.external_identities import (
    LINK_CODE_LASTS,
    SIGN_IN_LASTS,
    ExternalIdentity,
    LinkCode,
    UsedState,
)
from membership.domain.grants import check_giver
from membership.identity_provider import Provider
from membership.passwords import hash_token, new_token
from membership.use_cases.giving import grants_of, roles_over
from membership.use_cases.sessions import begin_or_ask_second_step
from runtime import audit
from runtime.access import Caller
from runtime.ciphers import Unreadable
from runtime.protection import seal_service, unseal_service
from runtime.time import now


def begin_external_sign_in(session: Session, caller: Caller) -> dict[str, Any]:
    """Where the browser goes, and what it brings back."""
    provider = _provider()
    words = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    address = identity_provider.authorization_url(provider, **words)
    sealed = seal_service(json.dumps({**words, "until": (now() + SIGN_IN_LASTS).timestamp()}).encode())
    return {
        "authorization_url": address,
        "binding": base64.urlsafe_b64encode(sealed).decode(),
        "expires_in": int(SIGN_IN_LASTS.total_seconds()),
    }


def finish_external_sign_in(
    session: Session,
    caller: Caller,
    *,
    state: str,
    code: str,
    binding: str,
    link_code: str | None,
    device: str | None,
) -> dict[str, Any]:
    """Begin a session of the account that the confirmed identity is linked with, or that `link_code` links it with now."""
    provider = _provider()
    words = _begun(binding, state)
    _use_up(session, state)
    subject = identity_provider.subject_of(provider, code=code, nonce=words["nonce"], verifier=words["verifier"])
    account = (
        _linked(session, provider, subject)
        if link_code is None
        else _link_by_code(session, caller, provider, subject, link_code)
    )
    if account is None or account.closed_at is not None:
        raise ExternalIdentityUnlinked(extension={"subject": subject})
    return begin_or_ask_second_step(session, caller, account, device)


def make_link_code(session: Session, caller: Caller) -> dict[str, Any]:
    """A code by which the caller links their identity when they next come from the provider; the one before is void."""
    _provider()
    account, code = session.get_one(Account, caller.account_id), new_token()
    session.merge(LinkCode(account_id=account.account_id, code_hash=hash_token(code), made_at=now()))
    return {"link_code": code, "expires_in": int(LINK_CODE_LASTS.total_seconds())}


def link_external_identity(session: Session, caller: Caller, *, account_id: UUID, subject: str) -> dict[str, Any]:
    """Link an account with an identity, as somebody who might have given each of its roles."""
    provider, account = _provider(), _administered(session, caller, account_id)
    account.must_be_open()
    _link(session, provider, subject, account, caller.account_id)
    return {"done": True}


def unlink_external_identity(session: Session, caller: Caller, *, account_id: UUID) -> dict[str, Any]:
    """Part an account from its identity."""
    _administered(session, caller, account_id)
    if not forget_external_identity(session, account_id):
        raise ExternalIdentityMissing()
    return {"done": True}


def forget_external_identity(session: Session, account_id: UUID) -> bool:
    """Forget which identity an account is linked with; whether there was one."""
    session.execute(delete(LinkCode).where(LinkCode.account_id == account_id))
    gone = delete(ExternalIdentity).where(ExternalIdentity.account_id == account_id)
    return session.execute(gone.returning(ExternalIdentity.subject)).first() is not None


def forget_used_states(session: Session) -> None:
    """Drop states too old to come back; the clock calls it."""
    session.execute(delete(UsedState).where(UsedState.used_at < now() - SIGN_IN_LASTS))
    session.execute(delete(LinkCode).where(LinkCode.made_at < now() - LINK_CODE_LASTS))


def _provider() -> Provider:
    provider = identity_provider.configured()
    if provider is None:
        raise ExternalSignInOff()
    return provider


def _begun(binding: str, state: str) -> dict[str, Any]:
    """What was sealed when this sign-in began. Raises `ExternalStateInvalid`."""
    try:
        words: dict[str, Any] = json.loads(unseal_service(base64.urlsafe_b64decode(binding)))
    except (ValueError, Unreadable):
        raise ExternalStateInvalid() from None
    if not hmac.compare_digest(str(words["state"]).encode(), state.encode()) or words["until"] <= now().timestamp():
        raise ExternalStateInvalid()
    return words


def _use_up(session: Session, state: str) -> None:
    """Raises `ExternalStateInvalid` where it has come back before."""
    first = insert(UsedState).values(state_hash=hash_token(state), used_at=now()).on_conflict_do_nothing()
    if session.execute(first.returning(UsedState.state_hash)).first() is None:
        raise ExternalStateInvalid()


def _linked(session: Session, provider: Provider, subject: str) -> Account | None:
    known = session.get(ExternalIdentity, (provider.issuer, subject))
    return None if known is None else session.get_one(Account, known.account_id)


def _link_by_code(session: Session, caller: Caller, provider: Provider, subject: str, code: str) -> Account:
    made = select(LinkCode).where(LinkCode.code_hash == hash_token(code)).with_for_update()
    found = session.scalars(made).one_or_none()
    if found is None or not found.is_good(now()):
        raise LinkCodeInvalid()
    account = session.get_one(Account, found.account_id)
    session.delete(found)
    _link(session, provider, subject, account, account.account_id)
    audit.record(session, caller, act="membership.link_external_identity", target=account.account_id)
    return account


def _link(session: Session, provider: Provider, subject: str, account: Account, by: UUID | None) -> None:
    """Raises `ExternalIdentityTaken`."""
    other = select(ExternalIdentity).where(ExternalIdentity.issuer == provider.issuer)
    same = (ExternalIdentity.subject == subject) | (ExternalIdentity.account_id == account.account_id)
    if session.scalars(other.where(same)).first() is not None:
        raise ExternalIdentityTaken()
    linked = {"issuer": provider.issuer, "subject": subject, "account_id": account.account_id}
    session.add(ExternalIdentity(**linked, linked_by=by, linked_at=now()))


def _administered(session: Session, caller: Caller, account_id: UUID) -> Account:
    """An account whose every role the caller might have given. Raises `GrantAboveGiver`."""
    for grant in grants_of(session, account_id):
        check_giver(grant.role, roles_over(session, caller, grant.area_id))
    return session.get_one(Account, account_id)
