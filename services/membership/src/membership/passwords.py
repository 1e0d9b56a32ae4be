"""Passwords: Argon2id. One hashing takes a tenth of a second and 64 MiB, so at most two run at once, off the hub."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from runtime.aside import aside

AT_ONCE = 2
TOKEN_BYTES = 32

_hasher = PasswordHasher()
_room = threading.BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """The Argon2id hash of a password, with its salt and parameters."""
    hashed: str = _in_turn(_hasher.hash, password)
    return hashed


def is_right(password: str, hashed: str | None) -> bool:
    """Whether the password is the one hashed; without a hash it takes as long to say no."""
    right: bool = _in_turn(_verify, hashed, password)
    return right and hashed is not None


def new_token() -> str:
    """A refresh token: 256 bits of randomness."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> bytes:
    """What is kept of a refresh token: it is random, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).digest()


def _verify(hashed: str | None, password: str) -> bool:
    nobodys = _nobodys()  # made by whoever comes first, known or not
    try:
        return _hasher.verify(hashed or nobodys, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(TOKEN_BYTES))


def _in_turn(work: Callable[..., Any], *words: Any) -> Any:
    with _room:
        return aside(work, *words)
