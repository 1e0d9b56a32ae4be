"""A savepoint together with what the session holds back: a part that failed leaves no events, entries or keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from runtime import audit, outbox, protection


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """A part of a transaction that may fail alone; an error undoes the part and is raised on."""
    events, entries, keys = outbox.mark(session), audit.mark(session), protection.mark(session)
    try:
        with session.begin_nested():
            yield
    except BaseException:
        outbox.rewind(session, events)
        audit.rewind(session, entries)
        protection.rewind(session, keys)
        raise
