"""Where a session stood when one of several pieces of work in it began: one command of a group, one record of an import.

Two things follow from it. A statement of the piece first sees what the pieces before it did, as if each had committed.
And a refusal that came before the piece changed anything refuses it alone; nothing has to be rolled back.
"""

from __future__ import annotations

from typing import Any, Self

from sqlalchemy import TextClause, event
from sqlalchemy.orm import ORMExecuteState, Session

from runtime import audit, outbox

_KEY = "standing"


class Standing:
    """`with Standing(session) as before:` around a piece of work; `before.unchanged()` tells whether it left any trace."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._wrote = False
        # Written out, at the latest, when a statement of this piece could miss it.
        self._earlier_work = bool(session.new or session.dirty or session.deleted)
        self._buffered = self._buffers()
        self._objects = self._counts()
        self._outer: Standing | None = session.info.get(_KEY)

    def __enter__(self) -> Self:
        self._session.info[_KEY] = self
        return self

    def __exit__(self, *_: object) -> None:
        self._session.info[_KEY] = self._outer
        if self._outer is not None and not self.unchanged():
            self._outer.flushed()

    def unchanged(self) -> bool:
        """Whether the piece changed nothing. An object that is dirty may hide a change of its own, so it counts as one."""
        same = self._objects == self._counts() and self._buffered == self._buffers()
        return same and not self._wrote and not self._session.dirty

    def statement(self, *, reads: bool, inserts: bool) -> None:
        """A statement of the piece is about to run."""
        if self._earlier_work and not inserts:
            self._write_earlier_work()
        self._wrote = self._wrote or not reads

    def flushed(self) -> None:
        """Objects were written."""
        self._wrote = True

    def _write_earlier_work(self) -> None:
        self._earlier_work = False
        untouched = not self._wrote and self._objects == self._counts() and not self._session.dirty
        self._session.flush()
        self._objects = self._counts()
        self._wrote = not untouched

    def _counts(self) -> tuple[int, int]:
        return len(self._session.new), len(self._session.deleted)

    def _buffers(self) -> tuple[int, int]:
        return outbox.mark(self._session), audit.mark(self._session)


@event.listens_for(Session, "do_orm_execute")
def _before_statement(state: ORMExecuteState) -> None:
    standing: Standing | None = state.session.info.get(_KEY)
    if standing is not None:
        standing.statement(reads=state.is_select or _is_text_that_reads(state.statement), inserts=state.is_insert)


@event.listens_for(Session, "after_flush")
def _after_flush(session: Session, _: Any) -> None:
    standing: Standing | None = session.info.get(_KEY)
    if standing is not None:
        standing.flushed()


def _is_text_that_reads(statement: Any) -> bool:
    if not isinstance(statement, TextClause):
        return False
    words = statement.text.lstrip()
    return words[:6].upper() == "SELECT" and "FOR UPDATE" not in words
