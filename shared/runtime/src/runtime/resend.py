"""Replays (重发): published events sent once more, under their first ids, to one consumer, on the bulk lane."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

import orjson
from sqlalchemy import Engine, text

from runtime.database import transaction
from runtime.time import now

PAGE = 1_000

_NAMES = text("SELECT DISTINCT name FROM runtime.outbox WHERE target IS NULL")
_LAST = text("SELECT coalesce(max(id), 0) FROM runtime.outbox")
_PAGE = text("""
    SELECT id, event_id, name, aggregate, aggregate_id, aggregate_seq, body FROM runtime.outbox
     WHERE target IS NULL AND published_at IS NOT NULL AND name = ANY(CAST(:names AS text[]))
       AND id > :after AND id <= :last
     ORDER BY id LIMIT :page
""")
_SEND = text("""
    INSERT INTO runtime.outbox
           (recorded_at, event_id, lane, name, aggregate, aggregate_id, aggregate_seq, target, body)
    VALUES (:now, :event_id, 'bulk', :name, :aggregate, :aggregate_id, :aggregate_seq, :target, :body)
""")


def resend(engine: Engine, types: str, target: str) -> int:
    """Put every published event whose name matches `types` (`person_*`, without service; the version may be left out)
    into the outbox again, for `target` alone; how many. The consumer drops those that it has had."""
    with engine.connect() as connection:
        names = [name for name in connection.execute(_NAMES).scalars() if _matches(name, types)]
        last = connection.execute(_LAST).scalar_one()
    sent, after = 0, 0
    while True:
        with transaction(engine) as session:
            rows = session.execute(_PAGE, {"names": names, "after": after, "last": last, "page": PAGE}).all()
            if not rows:
                return sent
            session.execute(_SEND, [_again(row, target) for row in rows])
        sent, after = sent + len(rows), rows[-1].id


def _matches(name: str, types: str) -> bool:
    short = name.split(".", 1)[1]
    return fnmatchcase(short, types) or fnmatchcase(short.rsplit(".", 1)[0], types)


def _again(row: Any, target: str) -> dict[str, Any]:
    words = orjson.loads(bytes(row.body))
    # History stays history: a replayed import must start no clock either.
    if words["kind"] == "live":
        words["kind"] = "replay"
    body = orjson.dumps(words)
    told = {name: getattr(row, name) for name in ("event_id", "name", "aggregate", "aggregate_id", "aggregate_seq")}
    return told | {"now": now(), "target": target, "body": body}
