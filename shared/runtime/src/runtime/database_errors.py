"""Whose fault a failure is: the environment's (try again later) or the work's own (refuse it, park it)."""

from __future__ import annotations

from psycopg import errors
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

# Operational in psycopg's classes, but caused by the statement: a statement timeout, a NOWAIT lock.
_OWN_FAULT = (errors.QueryCanceled, errors.LockNotAvailable)


def is_environment(wrong: BaseException) -> bool:
    """True for a lost connection, a server that starts or stops, a full pool, a deadlock, a serialisation failure."""
    if isinstance(wrong, TimeoutError):
        return True
    if not isinstance(wrong, DBAPIError):
        return False
    if wrong.connection_invalidated:
        return True
    return isinstance(wrong, OperationalError | InterfaceError) and not isinstance(wrong.orig, _OWN_FAULT)


def constraint_of(error: DBAPIError) -> str | None:
    """The name of the constraint that was broken, if one was."""
    name: str | None = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return name
