"""Suspects (嫌疑): messages that were delivered again and again without an end, and those that are tried again out of the
parking. One of them may be killing the process.

A retry that is counted after the failure never counts what ends the process. So a try of suspects is written down, and
committed, before it. Most of them are innocent: replicas that were drained had taken them in advance, or they lay beside
the guilty one. So they are first tried together; whoever comes back and finds that this had no end tries fewer at once,
then each alone, and gives it up untried in the end. There is one such try at a time in a process: else an innocent one of
another lane, under way when the guilty one strikes, would share its fate. What waited for a suspect in the parking does
not follow it at once: it becomes due, and is then a suspect of its own.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby, islice

import structlog
from sqlalchemy import text

from runtime import parking
from runtime.inbox import EventDoor
from runtime.time import now

COMPANY = 100, 10, 1, 1
"""How many are tried at once: first, after a try that had no end, and so on."""
TRIES = len(COMPANY)
RETRYING = 5_150_002
"""The advisory lock of whoever tries parked events again: a number that nothing else in these databases uses."""
REASON = "tried again and again, and no try came to an end: suspected of killing the process"

log = structlog.get_logger("runtime.suspects")

_one_at_a_time = threading.Lock()

_TRIED = text("SELECT digest, tries FROM runtime.suspect WHERE digest = ANY(CAST(:digests AS bytea[]))")
_TRY = text("""
    INSERT INTO runtime.suspect AS s (digest, tries, tried_at)
    SELECT DISTINCT digest, 1, CAST(:now AS timestamptz) FROM unnest(CAST(:digests AS bytea[])) AS digest ORDER BY digest
    ON CONFLICT (digest) DO UPDATE SET tries = s.tries + 1, tried_at = excluded.tried_at
""")
_MINE = text("SELECT pg_try_advisory_xact_lock(:number)")
_CLEAR = text("DELETE FROM runtime.suspect WHERE digest = ANY(CAST(:digests AS bytea[]))")


def handle(door: EventDoor, bodies: Sequence[bytes]) -> None:
    """Like `EventDoor.handle`, but a message whose tries had no end, `TRIES` times, is parked as dead."""
    with _one_at_a_time:
        for group, tries in _groups(bodies, _tried(door, bodies)):
            _try(door, group, tries, partial(door.handle, group, company=False))


def retry_due(door: EventDoor) -> int:
    """Try again what is due in the parking; the number of aggregates taken up. Raises like `EventDoor.resume`.

    Nobody counts how often a retry is begun, as the broker does with a delivery: each is a suspect from its first try on.
    """
    with door.engine.begin() as connection:
        # Replicas take turns: of two at the same retry one would find the other's try without an end.
        if not connection.execute(_MINE, {"number": RETRYING}).scalar_one():
            return 0
        due = parking.due(door.engine)
        keys = {body: key for key, body in due.items()}
        with _one_at_a_time:
            for group, tries in _groups(list(keys), _tried(door, list(keys)) if keys else {}):
                _try(door, group, tries, partial(door.resume, [keys[body] for body in group], company=not tries))
        return len(due)


def _tried(door: EventDoor, bodies: Sequence[bytes]) -> dict[bytes, int]:
    """How often messages were tried without an end, by digest; those that never were are left out."""
    with door.engine.connect() as connection:
        rows = connection.execute(_TRIED, {"digests": [_digest(body) for body in bodies]})
        return {bytes(digest): tries for digest, tries in rows}


def _groups(bodies: Sequence[bytes], tried: dict[bytes, int]) -> Iterator[tuple[list[bytes], int]]:
    """What is tried together, in order, and how often each of it was tried before."""
    for tries, alike in groupby(bodies, lambda body: tried.get(_digest(body), 0)):
        while group := list(islice(alike, COMPANY[min(tries, TRIES - 1)])):
            yield group, tries


def _try(door: EventDoor, bodies: list[bytes], tries: int, attempt: Callable[[], None]) -> None:
    digests = [_digest(body) for body in bodies]
    if tries < TRIES:
        with door.engine.begin() as connection:
            connection.execute(_TRY, {"digests": digests, "now": now()})
        try:
            attempt()
        except Exception:  # the process lives, so this was an end
            _clear(door, digests)
            raise
    else:
        log.error("message given up untried", service=door.service, sha256=digests[0].hex())
        door.give_up(bodies[0], REASON)
    _clear(door, digests)


def _clear(door: EventDoor, digests: list[bytes]) -> None:
    with door.engine.begin() as connection:
        connection.execute(_CLEAR, {"digests": digests})


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()
