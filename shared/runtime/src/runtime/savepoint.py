"""A savepoint together with what the session holds back: events and audit entries of a part that failed are forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from runtime import audit, outbox


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """A part of a transaction that may fail alone; an error undoes the part and is raised on."""
    events, entries = outbox.mark(session), audit.mark(session)
    try:
        with session.begin_nested():
            yield
    except BaseException:
        outbox.rewind(session, events)
        audit.rewind(session, entries)
        raise
