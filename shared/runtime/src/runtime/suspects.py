"""Suspects (嫌疑): messages that were delivered again and again without an end. One of them may be killing the process.

A retry that is counted after the failure never counts what ends the process. So a suspect's try is written down, and
committed, before it: whoever comes back and finds enough of them gives the message up untried. One suspect is tried at a
time in a process: else an innocent one of another lane, under way when the guilty one strikes, would share its fate.
"""

from __future__ import annotations

import hashlib
import threading

import structlog
from sqlalchemy import text

from runtime.inbox import EventDoor
from runtime.time import now

TRIES = 2
REASON = "delivered again and again, and no try came to an end: suspected of killing the process"

log = structlog.get_logger("runtime.suspects")

_one_at_a_time = threading.Lock()

_TRY = text("""
    INSERT INTO runtime.suspect AS s (digest, tries, tried_at) VALUES (:digest, 1, :now)
    ON CONFLICT (digest) DO UPDATE SET tries = s.tries + 1, tried_at = excluded.tried_at
    RETURNING tries
""")
_CLEAR = text("DELETE FROM runtime.suspect WHERE digest = :digest")


def handle(door: EventDoor, body: bytes) -> None:
    """Like `EventDoor.handle` for one message, but after two tries without an end it is parked as dead."""
    with _one_at_a_time:
        _try(door, body, hashlib.sha256(body).digest())


def _try(door: EventDoor, body: bytes, digest: bytes) -> None:
    with door.engine.begin() as connection:
        tries = connection.execute(_TRY, {"digest": digest, "now": now()}).scalar_one()
    if tries > TRIES:
        log.error("message given up untried", service=door.service, sha256=digest.hex())
        door.give_up(body, REASON)
    else:
        door.handle([body])
    with door.engine.begin() as connection:
        connection.execute(_CLEAR, {"digest": digest})
