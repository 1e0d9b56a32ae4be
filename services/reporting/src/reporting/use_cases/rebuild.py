"""Throws the facts away and makes them anew from the archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from reporting.domain.archive import ArchivedEvent
from reporting.domain.fact import Fact
from reporting.grid import retrace_all
from reporting.projection import project
from runtime.access import Caller

ARCHIVE: Any = ArchivedEvent.__table__
CHUNK = 5_000


def rebuild_facts(session: Session, caller: Caller) -> dict[str, int]:
    """Projects the whole archive again in this one transaction; readers see the old facts or the new, never neither."""
    session.execute(text("TRUNCATE fact"))
    events = 0
    for chunk in _chunks(session):
        project(session, {row.name for row in chunk}, [row.event_id for row in chunk])
        events += len(chunk)
    retrace_all(session)
    return {"events": events, "facts": session.scalar(select(func.count()).select_from(Fact)) or 0}


def _chunks(session: Session) -> Iterator[list[Any]]:
    last: UUID | None = None
    while True:
        further = select(ARCHIVE.c.event_id, ARCHIVE.c.name).order_by(ARCHIVE.c.event_id).limit(CHUNK)
        rows = list(session.execute(further if last is None else further.where(ARCHIVE.c.event_id > last)))
        if not rows:
            return
        yield rows
        last = rows[-1].event_id
