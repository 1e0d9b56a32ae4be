"""The city's identity provider (统一身份认证), as an OpenID Connect relying party meets it: discovery, code flow, keys.

An id token is believed for its signature by a key of the provider's own document, its issuer, audience, nonce and time; for
nothing that it says of a name or a mail address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from membership.domain.errors.external import ExternalProviderAway, ExternalSignInRefused
from runtime.aside import aside
from runtime.time import now

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures by a key pair alone: never a shared secret, never none."""
WAIT_SECONDS = 3.0
KEPT_SECONDS = 3600.0
ASKED_AGAIN_SECONDS = 60.0
SKEW_SECONDS = 60.0
MOST_BYTES = 262_144
LONGEST_SUBJECT = 255


@dataclass(frozen=True)
class Provider:
    """How this city is known to its provider. `GONGJIAN_OIDC_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET` and `_REDIRECT_URI`."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


def configured(environment: Mapping[str, str] = os.environ) -> Provider | None:
    """The provider of this installation; None where no issuer is set. Raises ValueError where half of it is missing, or what is
    secret would travel in clear to another machine."""
    issuer = environment.get("GONGJIAN_OIDC_ISSUER")
    if not issuer:
        return None
    words = [environment.get(f"GONGJIAN_OIDC_{name}", "") for name in ("CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI")]
    if not all(words):
        raise ValueError("GONGJIAN_OIDC_CLIENT_ID, _CLIENT_SECRET and _REDIRECT_URI belong to GONGJIAN_OIDC_ISSUER")
    _must_be_safe(issuer)
    return Provider(issuer, *words)


def warning() -> None:
    """Nothing to say of a provider; half a configuration stops the service. Raises ValueError."""
    configured()


def authorization_url(provider: Provider, *, state: str, nonce: str, verifier: str) -> str:
    """Where the browser goes to sign in. Raises `ExternalProviderAway`."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_uri,
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{_told(provider, 'authorization_endpoint')}?{urlencode(asked)}"


def subject_of(provider: Provider, *, code: str, nonce: str, verifier: str) -> str:
    """Who the provider says signed in: its subject. Raises `ExternalSignInRefused` or `ExternalProviderAway`."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.redirect_uri,
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "code_verifier": verifier,
    }
    token = aside(_asked, _told(provider, "token_endpoint"), form).get("id_token")
    if not isinstance(token, str):
        raise ExternalSignInRefused()
    return _believed(provider, _opened(provider, token), nonce)


def _believed(provider: Provider, claims: Mapping[str, Any], nonce: str) -> str:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    moment, ends, issued = now().timestamp(), claims.get("exp"), claims.get("iat")
    subject = claims.get("sub")
    right = (
        claims.get("iss") == provider.issuer
        and provider.client_id in audiences
        and claims.get("azp", provider.client_id if len(audiences) == 1 else None) == provider.client_id
        and isinstance(ends, int | float)
        and moment < ends + SKEW_SECONDS
        and isinstance(issued, int | float)
        and issued < moment + SKEW_SECONDS
        and hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
    )
    if not right or not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ExternalSignInRefused()
    return subject


def _opened(provider: Provider, token: str) -> Mapping[str, Any]:
    """The claims of a token signed by one of the provider's keys, those of now if it is none of those known."""
    for fresh in (False, True):
        try:
            return jwt.decode(token, _keys(provider, fresh=fresh), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            continue
    raise ExternalSignInRefused()


_documents: dict[str, tuple[float, dict[str, Any]]] = {}


def _keys(provider: Provider, *, fresh: bool) -> KeySet:
    document: Any = _kept(_told(provider, "jwks_uri"), ASKED_AGAIN_SECONDS if fresh else KEPT_SECONDS)
    return KeySet.import_key_set(document)


def _told(provider: Provider, name: str) -> str:
    """An address of the provider's discovery document."""
    document = _kept(provider.issuer.rstrip("/") + "/.well-known/openid-configuration", KEPT_SECONDS)
    address = document.get(name)
    if document.get("issuer") != provider.issuer or not isinstance(address, str):
        raise ExternalProviderAway()
    try:
        _must_be_safe(address)
    except ValueError:
        raise ExternalProviderAway() from None
    return address


def _kept(address: str, seconds: float) -> dict[str, Any]:
    """A document of the provider, not older than it may be."""
    read_at, document = _documents.get(address, (float("-inf"), {}))
    if time.monotonic() - read_at > seconds:
        document = aside(_asked, address)
        _documents[address] = (time.monotonic(), document)
    return document


def _asked(address: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address; with a form it is posted. A refusal of the form is the provider's word."""
    body = None if form is None else urlencode(form).encode()
    request = urllib.request.Request(address, data=body, headers={"Accept": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as reply:  # noqa: S310 – checked by _must_be_safe
            document = json.loads(reply.read(MOST_BYTES))
    except urllib.error.HTTPError as refused:
        raise ExternalSignInRefused() if form is not None and refused.code < 500 else ExternalProviderAway() from None
    except (OSError, ValueError):
        raise ExternalProviderAway() from None
    if not isinstance(document, dict):
        raise ExternalProviderAway()
    return document


def _must_be_safe(address: str) -> None:
    """Raises ValueError unless it is HTTPS, or of this machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")):
        raise ValueError(f"not an https address: {address}")
