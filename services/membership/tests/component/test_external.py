"""Signing in through a real OpenID provider, run here on loopback: with PKCE, codes good once and keys that change."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pyotp
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from contracts.membership import operations as ops
from membership import identity_provider
from runtime import tokens
from runtime.testing.harness import Answer

CLIENT_ID, CLIENT_SECRET, REDIRECT_URI = "gongjian", "a-secret-of-two", "http://localhost:8000/sign-in/external/return"


def text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


class Provider:
    """Signs in whoever `user` is. `twist` makes of true claims what an attacker would send."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock, self.user = clock, "248289761001"
        self.key = RSAKey.generate_key(2048, {"kid": "first"})
        self.twist: Callable[[Provider, dict[str, Any]], str] = lambda provider, claims: provider.signed(claims)
        self.issuer = ""
        self.away = False
        self._granted: dict[str, dict[str, str]] = {}

    def rotate(self) -> None:
        """Sign with another key from now on."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})

    def signed(self, claims: dict[str, Any], key: Any = None, **head: Any) -> str:
        key = key or self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid, **head}, claims, key)

    def unsigned(self, claims: dict[str, Any], algorithm: str = "none") -> str:
        head = json.dumps({"alg": algorithm, "kid": self.key.kid}).encode()
        return f"{text(head)}.{text(json.dumps(claims).encode())}."

    def signed_by_the_public_key(self, claims: dict[str, Any]) -> str:
        """HS256 with the public key for a secret."""
        body = self.unsigned(claims, "HS256").rstrip(".")
        secret = self.key.as_pem(private=False)
        return f"{body}.{text(hmac.new(secret, body.encode(), hashlib.sha256).digest())}"

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        assert (query["client_id"], query["redirect_uri"]) == (CLIENT_ID, REDIRECT_URI)
        assert (query["response_type"], query["code_challenge_method"], query["scope"]) == ("code", "S256", "openid")
        code = secrets.token_urlsafe(16)
        self._granted[code] = query
        return f"{REDIRECT_URI}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The reply to a code; None where anything of it is wrong."""
        asked = self._granted.pop(form["code"], None)
        challenge = text(hashlib.sha256(form["code_verifier"].encode()).digest())
        known = (form["client_id"], form["client_secret"], form["redirect_uri"], form["grant_type"])
        if asked is None or asked["code_challenge"] != challenge:
            return None
        if known != (CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, "authorization_code"):
            return None
        moment = int(self.clock().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": self.user, "nonce": asked["nonce"]}
        claims |= {"iat": moment, "exp": moment + 300, "email": "root@city.test", "preferred_username": "root"}
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.twist(self, claims)}

    def document(self, path: str) -> dict[str, Any]:
        if path == "/jwks":
            return {"keys": [self.key.as_dict(private=False)]}
        assert path == "/.well-known/openid-configuration", path
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """The provider at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
                return
            self._answer(provider.document(parts.path))

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(provider.token({name: values[0] for name, values in parse_qs(sent).items()}))

        def _answer(self, document: dict[str, Any] | None) -> None:
            body = json.dumps(document or {"error": "invalid_grant"}).encode()
            self.send_response(500 if provider.away else 400 if document is None else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Tests are told by what they assert."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


PASSWORD = "correct-horse-battery"
MORNING = datetime.fromisoformat("2031-06-15T10:00:00+08:00")


@pytest.fixture
def provider(city: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The city's provider, configured, with its keys read from nobody's memory."""
    monkeypatch.setattr(identity_provider, "_documents", {})
    monkeypatch.setattr(identity_provider, "ASKED_AGAIN_SECONDS", 0.0)
    with serving(Provider(city.clock.now)) as served:
        told = {"ISSUER": served.issuer, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET}
        for name, value in (told | {"REDIRECT_URI": REDIRECT_URI}).items():
            monkeypatch.setenv(f"GONGJIAN_OIDC_{name}", value)
        yield served


@pytest.fixture
def account(city: Any) -> str:
    """The account of `zhangsan`."""
    by = city.by("security_admin", "city")
    return str(city.done(ops.open_account, by, username="zhangsan", password=PASSWORD)["account_id"])


def come_back(city: Any) -> dict[str, str]:
    """Begun, signed in at the provider, and sent back: what the browser brings."""
    begun = city.done(ops.begin_external_sign_in, None)
    sent = httpx.get(begun["authorization_url"], follow_redirects=False)
    query = {name: values[0] for name, values in parse_qs(urlsplit(sent.headers["location"]).query).items()}
    return {"state": query["state"], "code": query["code"], "binding": begun["binding"]}


def finish(city: Any, brought: dict[str, str], **more: Any) -> Answer:
    answer: Answer = city.door.call(ops.finish_external_sign_in, None, **brought, **more)
    return answer


def link(city: Any, account: str, subject: str) -> Answer:
    by = city.by("security_admin", "city")
    answer: Answer = city.door.call(ops.link_external_identity, by, account_id=account, subject=subject)
    return answer


def test_whoever_is_linked_by_an_officer_signs_in(city: Any, provider: Provider, account: str) -> None:
    assert link(city, account, provider.user).ok
    answer = finish(city, come_back(city), device="Firefox")
    claims = tokens.verify(answer.data["access_token"])
    assert (str(claims.account_id), claims.username) == (account, "zhangsan")
    acts = [entry["act"] for entry in city.door.audited() if entry["target"] == account]
    assert {"membership.link_external_identity", "membership.signed_in"} <= set(acts)


def test_nobody_is_known_by_a_name_or_a_mail_address(city: Any, provider: Provider) -> None:
    answer = finish(city, come_back(city))  # the provider calls them `root`, which is an account
    assert (answer.status, answer.code) == (401, "external_identity_unlinked")
    assert answer.problem["extension"] == {"subject": provider.user}


def test_one_links_oneself_by_a_code_that_is_good_once(city: Any, provider: Provider, account: str) -> None:
    code = city.done(ops.make_link_code, city.sign_in("zhangsan"))["link_code"]
    assert finish(city, come_back(city), link_code="made-up").code == "link_code_invalid"
    assert finish(city, come_back(city), link_code=code).ok
    provider.user = "somebody-else"
    assert finish(city, come_back(city), link_code=code).code == "link_code_invalid"
    late = city.done(ops.make_link_code, city.sign_in("zhangsan"))["link_code"]
    city.clock.advance(timedelta(minutes=10))
    assert finish(city, come_back(city), link_code=late).code == "link_code_invalid"


def test_an_identity_and_an_account_are_linked_once_and_parted(city: Any, provider: Provider, account: str) -> None:
    by = city.by("security_admin", "city")
    other = city.done(ops.open_account, by, username="lisi", password=PASSWORD)["account_id"]
    assert link(city, account, provider.user).ok
    assert link(city, other, provider.user).code == "external_identity_taken"
    assert link(city, account, "another").code == "external_identity_taken"
    code = city.done(ops.make_link_code, city.sign_in("lisi"))["link_code"]
    assert finish(city, come_back(city), link_code=code).code == "external_identity_taken"
    city.done(ops.unlink_external_identity, by, account_id=account)
    assert city.door.call(ops.unlink_external_identity, by, account_id=account).code == "external_identity_missing"
    assert finish(city, come_back(city)).code == "external_identity_unlinked"
    assert link(city, other, provider.user).ok
    city.done(ops.close_account, by, account_id=other)
    assert finish(city, come_back(city)).code == "external_identity_unlinked"


def test_only_who_might_have_given_all_roles_links(city: Any, provider: Provider, account: str) -> None:
    city.give_by_two(account, "street_officer", "street")
    words = {"account_id": account, "subject": "s"}
    assert city.door.call(ops.link_external_identity, city.by("street_officer", "city"), **words).code == (
        "grant_above_giver"
    )


def test_an_authenticator_is_asked_for_as_after_a_password(city: Any, provider: Provider, account: str) -> None:
    here = city.sign_in("zhangsan")
    phone = pyotp.TOTP(city.done(ops.enrol_second_factor, here, password=PASSWORD)["secret"])
    city.done(ops.confirm_second_factor, here, code=phone.at(city.clock.now()))
    link(city, account, provider.user)
    answer = finish(city, come_back(city))
    assert answer.code == "second_factor_required"
    city.clock.advance(timedelta(seconds=30))
    words = {"ticket": answer.problem["extension"]["ticket"], "code": phone.at(city.clock.now())}
    assert city.door.call(ops.prove_second_factor, None, **words).ok


def test_a_state_comes_back_once(city: Any, provider: Provider, account: str) -> None:
    link(city, account, provider.user)
    brought = come_back(city)
    assert finish(city, brought).ok
    assert finish(city, brought).code == "external_state_invalid"
    another = come_back(city)
    for wrong in (
        another | {"state": "made-up"},
        another | {"binding": brought["binding"]},
        another | {"binding": "bWFkZS11cA=="},
        another | {"binding": "令牌"},
    ):
        assert finish(city, wrong).code == "external_state_invalid"
    assert finish(city, another | {"code": brought["code"]}).code == "external_sign_in_refused"
    late = come_back(city)
    city.clock.advance(timedelta(minutes=10))
    assert finish(city, late).code == "external_state_invalid"


def test_what_identifies_somebody_stands_in_no_log_and_no_event(
    city: Any, provider: Provider, account: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even when something unforeseen quotes it. Looked for here, since the city of tests/privacy has no provider."""

    def quoting(*_: Any, code: str, **words: str) -> str:
        raise RuntimeError(code, words)

    code = city.done(ops.make_link_code, city.sign_in("zhangsan"))["link_code"]
    provider.user = "subject-of-zhangsan"
    brought = come_back(city) | {"link_code": code, "device": "Firefox-of-zhangsan"}
    failing = come_back(city)
    with caplog.at_level(logging.DEBUG):
        assert finish(city, brought).ok
        assert finish(city, brought).code == "external_state_invalid"
        city.done(ops.unlink_external_identity, city.by("security_admin", "city"), account_id=account)
        assert link(city, account, provider.user).ok
        assert link(city, account, provider.user).code == "external_identity_taken"
        monkeypatch.setattr(identity_provider, "subject_of", quoting)
        assert finish(city, failing).status == 500
    told = {"logs": caplog.text, "events": str(city.door.emitted()), "audit": str(city.door.audited())}
    assert all(told.values())
    planted = [*brought.values(), *failing.values(), provider.user]
    assert [(where, word) for where, said in told.items() for word in planted if word in said] == []


FORGERIES: dict[str, Callable[[Provider, dict[str, Any]], str]] = {
    "signed by another key": lambda p, claims: p.signed(claims, RSAKey.generate_key(2048)),
    "a key of no document": lambda p, claims: p.signed(claims, RSAKey.generate_key(2048), kid="unknown"),
    "alg none": lambda p, claims: p.unsigned(claims),
    "alg nOnE": lambda p, claims: p.unsigned(claims, "nOnE"),
    "the public key for a secret": lambda p, claims: p.signed_by_the_public_key(claims),
    "another audience": lambda p, claims: p.signed(claims | {"aud": "another"}),
    "several audiences, for nobody": lambda p, claims: p.signed(claims | {"aud": [CLIENT_ID, "another"]}),
    "for another of several": lambda p, claims: p.signed(claims | {"aud": [CLIENT_ID, "another"], "azp": "another"}),
    "another issuer": lambda p, claims: p.signed(claims | {"iss": "https://another.test"}),
    "another nonce": lambda p, claims: p.signed(claims | {"nonce": "another"}),
    "no nonce": lambda p, claims: p.signed({name: claims[name] for name in claims if name != "nonce"}),
    "run out": lambda p, claims: p.signed(claims | {"exp": claims["iat"] - 61}),
    "without an end": lambda p, claims: p.signed({name: claims[name] for name in claims if name != "exp"}),
    "of tomorrow": lambda p, claims: p.signed(claims | {"iat": claims["iat"] + 86_400}),
    "of nobody": lambda p, claims: p.signed(claims | {"sub": ""}),
    "no token": lambda p, claims: "令牌",
}


def test_a_forged_id_token_signs_nobody_in(city: Any, provider: Provider, account: str) -> None:
    link(city, account, provider.user)
    told = {}
    for kind, forge in FORGERIES.items():
        provider.twist = forge
        told[kind] = finish(city, come_back(city)).code
    assert told == dict.fromkeys(FORGERIES, "external_sign_in_refused")


def test_keys_may_change_and_the_provider_may_be_away(city: Any, provider: Provider, account: str) -> None:
    link(city, account, provider.user)
    assert finish(city, come_back(city)).ok
    provider.rotate()
    assert finish(city, come_back(city)).ok
    brought = come_back(city)
    provider.away = True
    assert finish(city, brought).code == "external_provider_away"


def test_without_a_provider_there_is_no_such_sign_in(city: Any, account: str) -> None:
    for operation, by in ((ops.begin_external_sign_in, None), (ops.make_link_code, city.sign_in("zhangsan"))):
        assert city.door.call(operation, by).code == "external_sign_in_off"


@pytest.mark.parametrize("issuer", ["http://sso.city.test", "ftp://sso.city.test"])
def test_a_provider_in_clear_is_none(issuer: str) -> None:
    whole = {"CLIENT_ID": "a", "CLIENT_SECRET": "b", "REDIRECT_URI": "c", "ISSUER": issuer}
    with pytest.raises(ValueError, match="https"):
        identity_provider.configured({f"GONGJIAN_OIDC_{name}": value for name, value in whole.items()})
    with pytest.raises(ValueError, match="belong"):
        identity_provider.configured({"GONGJIAN_OIDC_ISSUER": "https://sso.city.test"})
