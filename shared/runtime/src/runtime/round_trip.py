"""Several statements in one round trip to the database: psycopg's pipeline, as far as it can be trusted.

`ask` is for the runtime's own statements on the way of every act and every batch, `in_short_pipelines` for the rows that
a flush writes together; use cases and handlers have no need of either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import psycopg
from psycopg.types.json import Json, Jsonb
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

SHORT = 16_000
"""Characters (JSON, nearly all of them ASCII); every socket's buffer holds as much."""

_FIXED = 40
"""Bytes, rather too many, of a number, a moment, a UUID, and of what stands around a longer value."""

Asked = tuple[str, Mapping[str, Any]]
"""A statement with `%(name)s` for its parameters, and these."""


def ask(session: Session, *asked: Asked, commit: bool = False) -> list[Sequence[tuple[Any, ...]]]:
    """Send the statements together, in the session's transaction; the rows of each, in their order.

    With `commit` the COMMIT goes along and the transaction is over when this returns. Raises what SQLAlchemy would raise
    of the first statement that failed (`IntegrityError`, …); nothing after it was done then.
    """
    connection = session.connection()
    driver: psycopg.Connection[tuple[Any, ...]] = connection.connection.driver_connection  # type: ignore[assignment]
    try:
        with driver.pipeline() if _is_short(asked) else nullcontext():
            cursors = [driver.execute(statement, words) for statement, words in asked]
            if commit:
                driver.commit()
        return [cursor.fetchall() if cursor.description else () for cursor in cursors]
    except psycopg.Error as wrong:
        lost = driver.closed
        if lost:
            connection.invalidate(wrong)
        raise DBAPIError.instance(
            None,
            None,
            wrong,
            psycopg.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=connection.dialect,
        ) from wrong


def _is_short(asked: Sequence[Asked]) -> bool:
    """Whether the system takes all of it at once. Of a pipeline, psycopg 3.3 sends the rest only when something comes
    back: if the database is still waiting for that rest, both wait for ever."""
    length = sum(len(value) for _, words in asked for value in words.values() if isinstance(value, str))
    return length <= SHORT


def in_short_pipelines(cursor: Any, statement: str, rows: Sequence[Mapping[str, Any]], context: Any) -> bool:
    """SQLAlchemy's `do_executemany`: of inserts, as many rows at a time as a pipeline may hold. True if that is done."""
    sizes = [sum(map(_size, row.values())) for row in rows]
    if not context.isinsert or sum(sizes) <= SHORT:
        return False
    first, room = 0, SHORT
    for place, size in enumerate(sizes):
        if size > room and place > first:
            cursor.executemany(statement, rows[first:place])
            first, room = place, SHORT
        room -= size
    cursor.executemany(statement, rows[first:])
    return True


def _size(value: Any) -> int:
    """Bytes of a value on the wire, rather too many than too few."""
    if isinstance(value, str):
        return _FIXED + 3 * len(value)
    if isinstance(value, bytes):
        return _FIXED + len(value)
    if isinstance(value, list | Json | Jsonb):
        return _FIXED + 3 * len(repr(getattr(value, "obj", value)))
    return _FIXED
