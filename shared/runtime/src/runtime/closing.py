"""The end of a transaction: what it held back is written by one statement, and the COMMIT goes along with it.

Audit entries, events with the numbers of their aggregates, replies of commands and positions of the inbox each travel as
one JSON parameter: PostgreSQL reads that faster than a bound array per column, and one statement is one round trip.
"""

from __future__ import annotations

from functools import cache

import orjson
from sqlalchemy.orm import Session

from runtime import arrival, audit, idempotency, outbox
from runtime.failpoints import die_at, is_set
from runtime.held import Held
from runtime.round_trip import ask

WRITTEN = "outbox.written"
"""The failpoint between the events and their COMMIT, which otherwise travel together."""

_HELD: tuple[Held, ...] = (arrival.HELD, audit.HELD, outbox.HELD, idempotency.HELD)


def close(session: Session) -> None:
    """Write changed objects and what was held back, and commit. Raises what any of it raises; then nothing is kept."""
    session.flush()
    rows = {held: held.rows(session) for held in _HELD}
    some = tuple(held for held, found in rows.items() if found)
    if some:
        words = {held.name: orjson.dumps(rows[held]).decode() for held in some}
        dies = outbox.HELD in some and is_set(WRITTEN)
        with idempotency.refusing_repeats():
            ask(session, (_statement(some), words), commit=not dies)
        if dies:
            die_at(WRITTEN)


@cache
def _statement(some: tuple[Held, ...]) -> str:
    # Parts that change data run to their end whether or not anybody reads from them.
    return f"WITH {', '.join(held.parts for held in some)} SELECT 1"
