"""Authenticators (动态验证码): TOTP as RFC 6238 has it, and recovery codes. Whether this installation asks for them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from datetime import datetime
from uuid import UUID

import pyotp

STEP = 30
"""Seconds that a code is shown for."""
LEEWAY = 1
"""Steps before and after the present one whose codes are taken: clocks of phones differ."""
RECOVERY_CODES = 10
RECOVERY_BYTES = 10
ISSUER = "Gongjian"


def is_required() -> bool:
    """Whether powerful grants have no force without a second factor.

    `GONGJIAN_SECOND_FACTOR`: `required` unless told `off`, which only a city of demo accounts should be. Raises ValueError.
    """
    value = os.environ.get("GONGJIAN_SECOND_FACTOR", "required")
    if value not in ("required", "off"):
        raise ValueError(f"GONGJIAN_SECOND_FACTOR is neither required nor off: {value}")
    return value == "required"


def warning() -> str | None:
    """What the log says at the start of a city that does without."""
    return None if is_required() else "the second factor is off: a password alone opens powerful grants"


def new_secret() -> str:
    """160 bits of randomness in base32, as authenticator programs take them."""
    return pyotp.random_base32()


def uri_of(secret: str, username: str) -> str:
    """The `otpauth` URI that authenticator programs read."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=username, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The step of the clock that shows this code, the present one or its neighbours; None for a wrong code."""
    totp, present = pyotp.TOTP(secret, interval=STEP), int(at.timestamp()) // STEP
    typed = code.replace(" ", "").encode()
    for step in range(present - LEEWAY, present + LEEWAY + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed):
            return step
    return None


def new_recovery_code() -> str:
    """80 bits of randomness, in fours."""
    text = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower()
    return "-".join(text[first : first + 4] for first in range(0, len(text), 4))


def hash_of(account_id: UUID, recovery_code: str) -> bytes:
    """What is kept of a recovery code: it is random, so one round of SHA-256 is enough."""
    typed = recovery_code.replace("-", "").replace(" ", "").lower()
    return hashlib.sha256(account_id.bytes + typed.encode()).digest()
