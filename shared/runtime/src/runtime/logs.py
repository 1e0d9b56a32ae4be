"""Logs (日志): one JSON object a line, with correlation id and service, and without any word about a person.

Modules log through `structlog.get_logger()` or the standard library; both come out alike.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog
from sqlalchemy.exc import DBAPIError

from runtime.settings import settings

# Names under which values of people, credentials or bodies could get into a log line.
FORBIDDEN = frozenset(
    {
        "token",
        "password",
        "access_token",
        "refresh_token",
        "name",
        "display_name",
        "username",
        "phone",
        "identity_number",
    }
    | {"birth_date", "kwargs", "body", "payload", "params", "address"}
)


def logger(name: str) -> Any:
    """A module's logger; takes words by name, `log.info("what happened", operation=…)`."""
    return structlog.get_logger(name)


def configure(service: str) -> None:
    """Log everything of this process as JSON on standard output. Call once, at the start."""
    handler = logging.StreamHandler(sys.stdout)
    formatter = structlog.stdlib.ProcessorFormatter
    handler.setFormatter(
        formatter(
            foreign_pre_chain=_shared(), processors=[formatter.remove_processors_meta, trace_without_values, _json]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    structlog.contextvars.bind_contextvars(service=service)


def _shared() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        trace_without_values,
        without_people,
    ]


def without_people(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop words that may hold something of a person; `…` shows that one was there."""
    for word in FORBIDDEN & line.keys():
        line[word] = "…"
    return line


def trace_without_values(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its type and the places it went through. Messages of databases and schemas quote values."""
    found = line.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        line["error"] = type(error).__name__
        line["trace"] = _places(error)
        if isinstance(error, DBAPIError):
            line["sqlstate"] = getattr(error.orig, "sqlstate", None)
    return line


def _places(error: BaseException) -> list[str]:
    places, step = [], error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return places[-30:]


def _json(_: Any, __: str, line: MutableMapping[str, Any]) -> str:
    return orjson.dumps(dict(line), default=str, option=orjson.OPT_NON_STR_KEYS).decode()


# At import, so that no process can log through structlog's defaults, which print the values of local variables.
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
