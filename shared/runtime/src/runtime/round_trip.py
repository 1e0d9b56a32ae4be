"""Several statements in one round trip to the database (psycopg's pipeline), which SQLAlchemy's own calls never are.

For the runtime's own statements on the way of every act and every batch; use cases and handlers have no need of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

SHORT = 16_000
"""Characters (JSON, nearly all of them ASCII); every socket's buffer holds as much."""

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
