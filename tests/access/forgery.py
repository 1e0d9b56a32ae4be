"""Tokens that must not open anything, each made of a true one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.access.callers import claims_of


@dataclass(frozen=True)
class Forger:
    """Somebody with a true token, the public key, a key of their own, and now and then the city's own private key.

    With the city's own key they can make what only a faulty issuer would: it has to be refused for what it says.
    `now` is the city's clock in Unix seconds.
    """

    token: str
    keys: Path
    now: float

    @property
    def claims(self) -> dict[str, Any]:
        return claims_of(self.token)

    def signed_by_the_city(self, **changes: Any) -> str:
        """The claims changed and rightly signed; `...` leaves one out."""
        words = {name: value for name, value in (self.claims | changes).items() if value is not ...}
        return jwt.encode(words, (self.keys / "token_private.pem").read_bytes(), algorithm="EdDSA")

    def signed_by_another(self, **head: Any) -> str:
        return jwt.encode(self.claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=head)

    def with_own_key_inside(self) -> str:
        """A head that carries the key to verify it by."""
        own = Ed25519PrivateKey.generate()
        point = own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        key = {"kty": "OKP", "crv": "Ed25519", "x": _text(point)}
        return jwt.encode(self.claims, own, algorithm="EdDSA", headers={"jwk": key, "kid": "own"})

    def public_key_as_secret(self) -> str:
        """HS256 with the public key for a secret. PyJWT will not sign so, an attacker will."""
        secret = (self.keys / "token_public.pem").read_bytes()
        signed = f"{_text(_json({'alg': 'HS256', 'typ': 'JWT'}))}.{self.token.split('.')[1]}"
        return f"{signed}.{_text(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"

    def without_algorithm(self, name: str) -> str:
        return f"{_text(_json({'alg': name, 'typ': 'JWT'}))}.{self.token.split('.')[1]}."

    def tampered(self, **changes: Any) -> str:
        head, _, signature = self.token.split(".")
        return f"{head}.{_text(_json(self.claims | changes))}.{signature}"


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _json(words: dict[str, Any]) -> bytes:
    return json.dumps(words).encode()


FORGERIES: dict[str, Callable[[Forger], str]] = {
    "signed by another key": lambda forger: forger.signed_by_another(),
    "signed by another key, named by a kid": lambda forger: forger.signed_by_another(kid="membership"),
    "a kid that is a path": lambda forger: forger.signed_by_another(kid="../../../../dev/null"),
    "a key that is somewhere else": lambda forger: forger.signed_by_another(jku="http://127.0.0.1:9/keys"),
    "a key of its own inside": Forger.with_own_key_inside,
    "the public key for a secret": Forger.public_key_as_secret,
    "alg none": lambda forger: forger.without_algorithm("none"),
    "alg nOnE": lambda forger: forger.without_algorithm("nOnE"),
    "alg empty": lambda forger: forger.without_algorithm(""),
    "no signature": lambda forger: forger.token.rsplit(".", 1)[0] + ".",
    "half a signature": lambda forger: forger.token[:-40],
    "a grant added": lambda forger: forger.tampered(
        grants=[*forger.claims["grants"], {"role": "city_officer", "kind": "area", "scope": str(uuid4())}]
    ),
    "somebody else's account": lambda forger: forger.tampered(sub=str(uuid4())),
    "a longer life": lambda forger: forger.tampered(exp=forger.now + 86_400),
    "for another audience": lambda forger: forger.signed_by_the_city(aud="somebody-else"),
    "for no audience": lambda forger: forger.signed_by_the_city(aud=...),
    "by another issuer": lambda forger: forger.signed_by_the_city(iss="gateway"),
    "by nobody": lambda forger: forger.signed_by_the_city(iss=...),
    "without an end": lambda forger: forger.signed_by_the_city(exp=...),
    "without a session": lambda forger: forger.signed_by_the_city(sid=...),
    "expired": lambda forger: forger.signed_by_the_city(iat=forger.now - 600, exp=forger.now - 300),
    "of tomorrow": lambda forger: forger.signed_by_the_city(iat=forger.now + 86_400, exp=forger.now + 86_700),
    "not before tomorrow": lambda forger: forger.signed_by_the_city(nbf=forger.now + 86_400),
    "no token at all": lambda forger: "令牌".encode().hex(),
    "three dots": lambda forger: "..",
    "very long": lambda forger: f"{forger.token}{'A' * 4_000}",
}
