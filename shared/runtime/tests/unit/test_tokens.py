"""Tokens: what verifies, and everything that does not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from runtime import tokens
from runtime.access import Grant
from runtime.keys import ensure_keys
from runtime.problems import Refused
from runtime.testing.clock import TestClock
from runtime.time import now


@pytest.fixture(autouse=True)
def keys_dir(keys: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(keys))
    return keys


GRANT = Grant("registrar", "area", uuid4())


def token() -> str:
    return tokens.issue(account_id=uuid4(), person_id=uuid4(), username="li", session_id=uuid4(), grants=[GRANT])


def refused(value: Any) -> str:
    with pytest.raises(Refused) as refusal:
        tokens.verify(value)
    assert refusal.value.problem["status"] == 401
    return str(refusal.value.problem["code"])


def signed(keys_dir: Path, key: Any = None, algorithm: str = "EdDSA", **changes: Any) -> str:
    words = jwt.decode(token(), options={"verify_signature": False})
    words = {name: value for name, value in (words | changes).items() if value is not ...}
    return jwt.encode(words, key or (keys_dir / "token_private.pem").read_bytes(), algorithm=algorithm)


def test_what_was_issued_verifies_again_and_again():
    one = token()
    first, second = tokens.verify(one), tokens.verify(one)
    assert first is second
    caller = first.caller()
    assert (caller.username, caller.grants, caller.signed_in) == ("li", (GRANT,), True)
    assert first.caller() is not caller


@pytest.mark.parametrize("value", [None, ""])
def test_no_token(value):
    assert refused(value) == "token_missing"


@pytest.mark.parametrize("value", ["x", "a.b.c", "…", "ey.ey.ey", "a" * 10_000])
def test_no_jwt_at_all(value):
    assert refused(value) == "token_invalid"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "somebody else"},
        {"aud": ...},
        {"iss": "gateway"},
        {"iss": ...},
        {"exp": ...},
        {"iat": ...},
        {"sub": ...},
        {"sub": "admin"},
        {"sid": None},
        {"grants": [{"role": "city_officer"}]},
        {"grants": "all"},
        {"exp": "later"},
    ],
)
def test_words_that_are_missing_or_wrong(keys_dir, changes):
    assert refused(signed(keys_dir, **changes)) == "token_invalid"


def test_forged_by_another_key(keys_dir):
    assert refused(signed(keys_dir, Ed25519PrivateKey.generate())) == "token_invalid"


def test_signed_with_the_public_key_as_a_secret(keys_dir):
    secret = base64.b64encode((keys_dir / "token_public.pem").read_bytes()).decode()
    assert refused(signed(keys_dir, secret, "HS256")) == "token_invalid"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
def test_algorithm_none(algorithm):
    _, body, _ = token().split(".")
    head = base64.urlsafe_b64encode(json.dumps({"alg": algorithm, "typ": "JWT"}).encode()).decode().rstrip("=")
    assert refused(f"{head}.{body}.") == "token_invalid"


def test_a_changed_claim_breaks_the_signature():
    head, body, signature = token().split(".")
    words = json.loads(base64.urlsafe_b64decode(body + "=="))
    words["grants"][0]["role"] = "city_officer"
    changed = base64.urlsafe_b64encode(json.dumps(words).encode()).decode().rstrip("=")
    assert refused(f"{head}.{changed}.{signature}") == "token_invalid"


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClock:
    monkeypatch.setenv("GONGJIAN_TEST", "1")
    monkeypatch.setenv("GONGJIAN_TEST_CLOCK", str(tmp_path / "clock"))
    return TestClock(tmp_path / "clock")


def test_a_token_expires_also_when_it_is_cached(clock):
    one = token()
    tokens.verify(one)
    clock.advance(timedelta(minutes=4, seconds=59))
    tokens.verify(one)
    clock.advance(timedelta(seconds=2))
    assert refused(one) == "token_expired"


@pytest.mark.parametrize("word", ["iat", "nbf"])
def test_a_token_is_not_valid_before_its_time(keys_dir, clock, word):
    moment = now().timestamp()
    assert refused(signed(keys_dir, **{word: moment + 120})) == "token_invalid"
    tokens.verify(signed(keys_dir, **{word: moment + 10}))
    assert refused(signed(keys_dir, nbf="soon")) == "token_invalid"


def test_the_deny_list_knows_sessions_and_accounts():
    claims = tokens.verify(token())
    denials = tokens.DenyList()
    denials.check(claims)
    for denied in (
        tokens.DenyList(sessions={claims.session_id}),
        tokens.DenyList(accounts={claims.account_id: now().timestamp()}),
    ):
        with pytest.raises(Refused, match="session_ended"):
            denied.check(claims)
    tokens.DenyList(accounts={claims.account_id: claims.issued_at - 0.001}).check(claims)


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path):
    ensure_keys(tmp_path / "k")
    files: Callable[[], dict[str, bytes]] = lambda: {f.name: f.read_bytes() for f in (tmp_path / "k").iterdir()}  # noqa: E731
    made = files()
    ensure_keys(tmp_path / "k")
    assert files() == made
    assert set(made) == {"token_private.pem", "token_public.pem", "master.key", "bus.key"}
    for name in ("token_private.pem", "master.key", "bus.key"):
        assert (tmp_path / "k" / name).stat().st_mode & 0o077 == 0
