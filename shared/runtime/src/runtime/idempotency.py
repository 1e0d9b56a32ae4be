"""Idempotency (幂等): a command's reply is stored in the transaction of its effect and given again for the same key."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from runtime import protection
from runtime.problems import KEY_REUSED, refuse
from runtime.time import now

KEPT = timedelta(hours=24)
MAX_KEY_LENGTH = 200

Key = tuple[UUID, str]

_FIND = text("""
    SELECT r.account_id, r.key, r.operation, r.body_hash, r.reply
      FROM runtime.operation_reply r
      JOIN unnest(CAST(:accounts AS uuid[]), CAST(:keys AS text[])) AS t (account_id, key)
        ON r.account_id = t.account_id AND r.key = t.key
     WHERE r.at > :since
""")

# An old row of the same key gives way; a row of the last 24 hours does not, and the group is then run one by one.
_STORE = text("""
    INSERT INTO runtime.operation_reply AS r (account_id, key, operation, body_hash, reply, at)
    SELECT t.account_id, t.key, t.operation, t.body_hash, t.reply, :at
      FROM unnest(CAST(:accounts AS uuid[]), CAST(:keys AS text[]), CAST(:operations AS text[]),
                  CAST(:hashes AS bytea[]), CAST(:replies AS jsonb[]))
           AS t (account_id, key, operation, body_hash, reply)
     ORDER BY 1, 2
    ON CONFLICT (account_id, key) DO UPDATE
       SET operation = excluded.operation, body_hash = excluded.body_hash, reply = excluded.reply, at = excluded.at
     WHERE r.at <= :since
    RETURNING 1
""")


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


def store(session: Session, replies: Sequence[Fresh]) -> None:
    """Store a group's replies in one statement. Raises `StoredMeanwhile`."""
    if not replies:
        return
    moment = now()
    words = {
        "at": moment,
        "since": moment - KEPT,
        "accounts": [r.key[0] for r in replies],
        "keys": [r.key[1] for r in replies],
        "operations": [r.operation for r in replies],
        "hashes": [r.body_hash for r in replies],
        "replies": [_kept(r) for r in replies],
    }
    if len(session.execute(_STORE, words).all()) != len(replies):
        raise StoredMeanwhile


def prune(session: Session) -> None:
    """Drop replies older than 24 hours; the clock calls it."""
    session.execute(text("DELETE FROM runtime.operation_reply WHERE at <= :since"), {"since": now() - KEPT})


def _kept(reply: Fresh) -> str:
    body = orjson.dumps(reply.result)
    if not reply.secret:
        return body.decode()
    return orjson.dumps({"sealed": base64.b64encode(protection.seal_service(body)).decode()}).decode()


def _opened(reply: dict[str, Any]) -> dict[str, Any]:
    if "sealed" not in reply:
        return reply
    opened: dict[str, Any] = orjson.loads(protection.unseal_service(base64.b64decode(reply["sealed"])))
    return opened
