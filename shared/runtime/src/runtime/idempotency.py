"""Idempotency (幂等): a command's reply is stored in the transaction of its effect and given again for the same key."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from runtime import protection
from runtime.database_errors import constraint_of
from runtime.held import Held
from runtime.problems import KEY_REUSED, refuse
from runtime.time import now

KEPT = timedelta(hours=24)
MAX_KEY_LENGTH = 200

Key = tuple[UUID, str]
_KEY = "replies"

_FORGET = text("DELETE FROM runtime.operation_reply WHERE account_id = :account_id AND key = :key AND at <= :since")

_FIND = text("""
    SELECT r.account_id, r.key, r.operation, r.body_hash, r.reply
      FROM runtime.operation_reply r
      JOIN unnest(CAST(:accounts AS uuid[]), CAST(:keys AS text[])) AS t (account_id, key)
        ON r.account_id = t.account_id AND r.key = t.key
     WHERE r.at > :since
""")

_STORE = """
    INSERT INTO runtime.operation_reply (account_id, key, operation, body_hash, reply, at)
    SELECT account_id, key, operation, decode(body_hash, 'hex'), reply, at
      FROM json_to_recordset(CAST(%(replies)s AS json))
           AS t (account_id uuid, key text, operation text, body_hash text, reply jsonb, at timestamptz)
     ORDER BY 1, 2
"""


class StoredMeanwhile(Exception):
    """Another process has just answered the same key: everything is rolled back and asked again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A reply of the last 24 hours."""

    operation: str
    body_hash: bytes
    result: dict[str, Any]

    def given_again(self, operation: str, body_hash: bytes) -> dict[str, Any]:
        """The reply, marked as replayed. Raises `Refused` (409) if the key came with another request."""
        if (self.operation, self.body_hash) != (operation, body_hash):
            raise refuse(KEY_REUSED)
        return {**self.result, "replayed": True}


@dataclass(frozen=True, slots=True)
class Fresh:
    """A reply to be stored. `secret` ones are sealed at rest."""

    key: Key
    operation: str
    body_hash: bytes
    result: dict[str, Any]
    secret: bool


def hash_of(kwargs: dict[str, Any]) -> bytes:
    """The hash of a request's words, whatever their order."""
    return hashlib.sha256(
        orjson.dumps(kwargs, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str)
    ).digest()


def find(session: Session, keys: Sequence[Key]) -> dict[Key, Stored]:
    """Stored replies of a group's keys, in one query."""
    if not keys:
        return {}
    words = {"accounts": [a for a, _ in keys], "keys": [k for _, k in keys], "since": now() - KEPT}
    rows = session.execute(_FIND, words)
    return {(r.account_id, r.key): Stored(r.operation, bytes(r.body_hash), _opened(r.reply)) for r in rows}


def keep(session: Session, reply: Fresh) -> None:
    """Store a reply at the end of the transaction; it fails with `StoredMeanwhile` if the key has one by then."""
    session.info.setdefault(_KEY, []).append(reply)


@contextmanager
def refusing_repeats() -> Iterator[None]:
    """Raises `StoredMeanwhile` where the block meets a reply that another process has stored."""
    try:
        yield
    except IntegrityError as error:
        if constraint_of(error) == "operation_reply_pkey":
            raise StoredMeanwhile from error
        raise


def forget_old(session: Session, key: Key) -> None:
    """Make room for a key that was used before, more than 24 hours ago."""
    words = {"account_id": key[0], "key": key[1], "since": now() - KEPT}
    session.execute(_FORGET, words)


def prune(session: Session) -> None:
    """Drop replies older than 24 hours; the clock calls it."""
    session.execute(text("DELETE FROM runtime.operation_reply WHERE at <= :since"), {"since": now() - KEPT})


def _rows(session: Session) -> list[dict[str, Any]]:
    moment = now()
    return [
        {
            "account_id": r.key[0],
            "key": r.key[1],
            "operation": r.operation,
            "body_hash": r.body_hash.hex(),
            "reply": _kept(r),
            "at": moment,
        }
        for r in session.info.pop(_KEY, ())
    ]


def _kept(reply: Fresh) -> dict[str, Any]:
    if not reply.secret:
        return reply.result
    body = orjson.dumps(reply.result)
    return {"sealed": base64.b64encode(protection.seal_service(body)).decode()}


def _opened(reply: dict[str, Any]) -> dict[str, Any]:
    if "sealed" not in reply:
        return reply
    opened: dict[str, Any] = orjson.loads(protection.unseal_service(base64.b64decode(reply["sealed"])))
    return opened


HELD = Held("replies", f"stored AS ({_STORE})", _rows)
