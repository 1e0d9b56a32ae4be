"""Ciphers (密码套件) behind one interface: AES-256-GCM with SHA-256, and the national suite SM4-GCM with SM3 (国密).

A sealed value begins with one byte that names its suite, so that old values stay readable when the setting changes.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.hmac import HMAC

from runtime.settings import settings

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class Unreadable(Exception):
    """A sealed value does not open: another key, another person, a changed byte, or an unknown suite."""


@dataclass(frozen=True)
class Suite:
    """A block cipher in GCM and a digest. `key_bytes` of the 32-byte key are the cipher's."""

    name: str
    number: int
    algorithm: type[Any]
    key_bytes: int

    def seal(self, key: bytes, nonce: bytes, value: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
        """The tag and the ciphertext of `value`."""
        if self.algorithm is AES:  # one call, in half the time
            sealed = AESGCM(key).encrypt(nonce, value, bound_to)
            return sealed[-TAG_BYTES:], sealed[:-TAG_BYTES]
        sealing = self._cipher(key, modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(bound_to)
        body = sealing.update(value) + sealing.finalize()
        return sealing.tag, body

    def open(self, key: bytes, nonce: bytes, tag: bytes, body: bytes, bound_to: bytes) -> bytes:
        """The value again. Raises `InvalidTag`."""
        if self.algorithm is AES:
            return AESGCM(key).decrypt(nonce, body + tag, bound_to)
        opening = self._cipher(key, modes.GCM(nonce, tag)).decryptor()
        opening.authenticate_additional_data(bound_to)
        return opening.update(body) + opening.finalize()

    def _cipher(self, key: bytes, mode: modes.GCM) -> Cipher[modes.GCM]:
        block: CipherAlgorithm = self.algorithm(key[: self.key_bytes])
        return Cipher(block, mode)

    def begin(self, first: bytes) -> hashes.Hash:
        """A digest under way, with its first part."""
        made = hashes.Hash(hashes.SM3() if self.name == "sm" else hashes.SHA256())
        made.update(first)
        return made

    def end(self, made: hashes.Hash) -> str:
        """The digest with the name of its function: `sha256:…`, `sm3:…`."""
        return f"{self.digest_name}:{made.finalize().hex()}"

    @property
    def digest_name(self) -> str:
        return "sm3" if self.name == "sm" else "sha256"

    def keyed(self, key: bytes, value: bytes) -> str:
        """A keyed hash, as 32 hexadecimal characters."""
        if self.name == "aes":
            return hmac.new(key, value, sha256).hexdigest()[:32]
        made = HMAC(key, hashes.SM3())
        made.update(value)
        return made.finalize().hex()[:32]


SUITES = (Suite("aes", 1, AES, 32), Suite("sm", 2, SM4, 16))


@cache
def _by_name(name: str) -> Suite:
    found = next((suite for suite in SUITES if suite.name == name), None)
    if found is None:
        raise ValueError(f"GONGJIAN_CIPHERS is neither aes nor sm: {name}")
    return found


def suite(name: str | None = None) -> Suite:
    """A suite by name, by default the one that new values are sealed with."""
    return _by_name(name or settings.ciphers)


def digest_suite(digest: str) -> Suite:
    """The suite that a digest was made with."""
    return _by_name("sm" if digest.startswith("sm3:") else "aes")


def random_key() -> bytes:
    return os.urandom(KEY_BYTES)


def encrypt(key: bytes, value: bytes, bound_to: bytes) -> bytes:
    """Seal `value`; it opens only with the same key and the same `bound_to`."""
    chosen, nonce = suite(), os.urandom(NONCE_BYTES)
    tag, body = chosen.seal(key, nonce, value, bound_to)
    return bytes([chosen.number]) + nonce + tag + body


def decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Open what `encrypt` sealed, by whichever suite. Raises `Unreadable`."""
    chosen = next((each for each in SUITES if sealed[:1] == bytes([each.number])), None)
    head = 1 + NONCE_BYTES
    if chosen is None or len(sealed) < head + TAG_BYTES:
        raise Unreadable("not a sealed value of a known suite")
    nonce, tag, body = sealed[1:head], sealed[head : head + TAG_BYTES], sealed[head + TAG_BYTES :]
    try:
        return chosen.open(key, nonce, tag, body, bound_to)
    except InvalidTag as wrong:
        raise Unreadable("another key, another person, or a changed byte") from wrong
