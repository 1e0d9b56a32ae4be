"""Tokens (令牌): EdDSA JWT of five minutes. Membership signs; every service verifies for itself, and keeps a deny list."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller, Grant
from runtime.problems import SESSION_ENDED, TOKEN_EXPIRED, TOKEN_INVALID, TOKEN_MISSING, refuse
from runtime.settings import settings
from runtime.time import now

AUDIENCE = "gongjian"
ISSUER = "membership"
ALGORITHM = "EdDSA"
LIFETIME = timedelta(minutes=5)
SKEW = timedelta(seconds=30)
"""How far the clocks of two machines of a city may be apart."""
REQUIRED = ["sub", "sid", "iat", "exp", "aud", "iss", "jti"]
CACHE_SIZE = 10_000
DENIALS_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says. `issued_at` and `expires_at` are Unix seconds."""

    account_id: UUID
    person_id: UUID | None
    username: str
    session_id: UUID
    grants: tuple[Grant, ...]
    issued_at: float
    expires_at: float

    def caller(self) -> Caller:
        """A new caller for one operation."""
        return Caller(self.account_id, self.person_id, self.username, self.grants, self.session_id)


def issue(*, account_id: UUID, person_id: UUID | None, username: str, session_id: UUID, grants: Sequence[Grant]) -> str:
    """Sign an access token. Only membership has the key."""
    moment = now().timestamp()
    words = {
        "sub": str(account_id),
        "person": str(person_id) if person_id else None,
        "name": username,
        "sid": str(session_id),
        "grants": [{"role": g.role, "kind": g.kind, "scope": str(g.scope_id)} for g in grants],
        "jti": str(uuid7()),
        # Fractions, so that a token issued in the second of a revocation, but after it, is good.
        "iat": moment,
        "exp": moment + LIFETIME.total_seconds(),
        "aud": AUDIENCE,
        "iss": ISSUER,
    }
    return signed(words)


_verified: dict[str, Claims] = {}


def verify(token: str | None) -> Claims:
    """The claims of a token. Raises `Refused` (401): missing, forged, for somebody else, not yet valid, or expired."""
    if not token:
        raise refuse(TOKEN_MISSING)
    claims = _verified.get(token)
    if claims is None:
        claims = _read(token)
        if len(_verified) >= CACHE_SIZE:
            _verified.clear()
        _verified[token] = claims
    if claims.expires_at <= now().timestamp():
        _verified.pop(token, None)
        raise refuse(TOKEN_EXPIRED)
    return claims


def _read(token: str) -> Claims:
    try:
        words = opened(token, AUDIENCE, REQUIRED)
        claims, begins = _claims(words), float(words.get("nbf", words["iat"]))
    except (jwt.InvalidTokenError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise refuse(TOKEN_INVALID) from wrong
    # One from the future would also outlive the revocations that come before it.
    if max(claims.issued_at, begins) > (now() + SKEW).timestamp():
        raise refuse(TOKEN_INVALID)
    return claims


def signed(words: dict[str, Any]) -> str:
    """A token of these words. Only membership has the key."""
    return jwt.encode(words, _private_key(settings.keys_dir / "token_private.pem"), algorithm=ALGORITHM)


def opened(token: str, audience: str, required: Sequence[str]) -> dict[str, Any]:
    """The words of a token that membership signed for an audience; its times are not looked at: they are compared with the
    runtime's clock, which PyJWT does not know. Raises `jwt.InvalidTokenError`."""
    options: Any = {"require": list(required), "verify_exp": False, "verify_iat": False, "verify_nbf": False}
    key = _public_key(settings.keys_dir / "token_public.pem")
    words: dict[str, Any] = jwt.decode(
        token, key, algorithms=[ALGORITHM], audience=audience, issuer=ISSUER, options=options
    )
    return words


def _claims(words: dict[str, Any]) -> Claims:
    return Claims(
        account_id=UUID(words["sub"]),
        person_id=UUID(words["person"]) if words.get("person") else None,
        username=str(words.get("name", "")),
        session_id=UUID(words["sid"]),
        grants=tuple(Grant(g["role"], g["kind"], UUID(g["scope"])) for g in words.get("grants", ())),
        issued_at=float(words["iat"]),
        expires_at=float(words["exp"]),
    )


@cache
def _public_key(path: Path) -> Ed25519PublicKey:
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"{path.name} is no Ed25519 key")
    return key


@cache
def _private_key(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name} is no Ed25519 key")
    return key


@dataclass(frozen=True, slots=True)
class DenyList:
    """Sessions and accounts whose tokens a service no longer honours, as of at most one second ago."""

    sessions: set[UUID] = field(default_factory=set)
    accounts: dict[UUID, float] = field(default_factory=dict)
    read_at: float = float("-inf")

    def check(self, claims: Claims) -> None:
        """Raises `Refused` (401) for a token of an ended session, or issued before its account's grants changed."""
        if claims.session_id in self.sessions or claims.issued_at <= self.accounts.get(claims.account_id, 0.0):
            raise refuse(SESSION_ENDED)


_deny_lists: dict[str, DenyList] = {}


def deny_list(engine: Engine) -> DenyList:
    """The deny list of the engine's database, read again when it is older than a second. Raises what the database raises:
    a list that could not be read is no empty list."""
    url = str(engine.url)
    known = _deny_lists.get(url)
    if known is None or time.monotonic() - known.read_at >= DENIALS_SECONDS:
        # Put in place when it is whole: others may ask while this one is being read.
        known = _deny_lists[url] = _read_denials(engine)
    return known


def _read_denials(engine: Engine) -> DenyList:
    moment = time.monotonic()
    with engine.connect() as connection:
        rows = connection.execute(_DENIALS, {"now": now()}).all()
    return DenyList(
        sessions={id_ for kind, id_, _ in rows if kind == "session"},
        accounts={id_: up_to.timestamp() for kind, id_, up_to in rows if kind == "account"},
        read_at=moment,
    )


def deny_session(session: Session, session_id: UUID) -> None:
    """No longer honour any token of a session. Membership calls it where it ends one; others by the event."""
    _deny(session, "session", session_id, now())


def deny_account(session: Session, account_id: UUID, issued_up_to: datetime) -> None:
    """No longer honour an account's tokens issued up to a moment: its grants have changed since."""
    _deny(session, "account", account_id, issued_up_to)


def prune_denials(session: Session) -> None:
    """Forget what no living token can offend against."""
    session.execute(text("DELETE FROM runtime.denial WHERE up_to < :before"), {"before": now() - 2 * LIFETIME})


def _deny(session: Session, kind: str, id_: UUID, up_to: datetime) -> None:
    session.execute(_DENY, {"kind": kind, "id": id_, "up_to": up_to.astimezone(UTC)})
    _deny_lists.clear()  # read anew after the commit; other processes within a second


_DENIALS = text("SELECT kind, id, up_to FROM runtime.denial WHERE up_to > :now - interval '10 minutes'")
_DENY = text("""
    INSERT INTO runtime.denial (kind, id, up_to) VALUES (:kind, :id, :up_to)
    ON CONFLICT (kind, id) DO UPDATE SET up_to = greatest(denial.up_to, excluded.up_to)
""")
