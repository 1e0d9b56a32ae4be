"""Tickets (凭条): signed words that are good for one purpose and for minutes, and for nothing a token is good for.

A ticket bears the purpose as its audience, so no service takes it for an access token, nor one ticket for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import jwt

from kernel.ids import uuid7
from runtime.time import now
from runtime.tokens import AUDIENCE, ISSUER, opened, signed

REQUIRED = ("sub", "iat", "exp", "aud", "iss", "jti")


class TicketInvalid(Exception):
    """Forged, run out, or for another purpose."""


def issue(purpose: str, account_id: UUID, lasts: timedelta) -> str:
    """A ticket of an account. Only membership has the key."""
    moment = now().timestamp()
    words = {"sub": str(account_id), "jti": str(uuid7()), "iat": moment, "exp": moment + lasts.total_seconds()}
    return signed({**words, "aud": _audience(purpose), "iss": ISSUER})


def account_of(purpose: str, ticket: str) -> UUID:
    """The account of a ticket. Raises `TicketInvalid`."""
    try:
        words: Mapping[str, object] = opened(ticket, _audience(purpose), REQUIRED)
        account_id, ends = UUID(str(words["sub"])), float(str(words["exp"]))
    except (jwt.InvalidTokenError, ValueError) as wrong:
        raise TicketInvalid() from wrong
    if ends <= now().timestamp():
        raise TicketInvalid()
    return account_id


def _audience(purpose: str) -> str:
    return f"{AUDIENCE}/{purpose}"
