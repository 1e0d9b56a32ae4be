"""Databases: one engine per service, and the one way a transaction is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from runtime.act import Act, acting
from runtime.at_work import working_for
from runtime.closing import close
from runtime.settings import settings

POOL_SIZE = 8
MAX_OVERFLOW = 16
# Over TCP: a server that vanished without a word (power, cable) is given up within half a minute, not after hours.
PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


@cache
def engine(service: str) -> Engine:
    """The service's engine, made once per process from the settings."""
    return engine_at(settings.database_url(service), service)


def engine_at(url: str, service: str, **options: Any) -> Engine:
    """An engine on a given URL; tests give their own database."""
    words = {"pool_size": POOL_SIZE, "max_overflow": MAX_OVERFLOW, "connect_args": PATIENCE} | options
    # Parameters are people's data: errors and their traces must not quote them.
    made = create_engine(url, hide_parameters=True, json_serializer=_json, json_deserializer=orjson.loads, **words)
    return made.execution_options(gongjian_service=service)


def service_of(engine: Engine) -> str:
    """The service an engine was made for."""
    return str(engine.get_execution_options()["gongjian_service"])


@contextmanager
def transaction(engine: Engine, act: Act | None = None) -> Iterator[Session]:
    """One transaction: commits at the end of the block with the events and facts it buffered, rolls back on any error.

    `session.info["act"]` is the act, a new anonymous one if none is given.
    """
    with (
        working_for(service_of(engine)),
        new_session(engine) as session,
        session.begin(),
        acting(session, act or Act()),
    ):
        yield session
        close(session)


def new_session(engine: Engine) -> Session:
    """A session that never flushes behind anybody's back."""
    session = Session(engine, autoflush=False, expire_on_commit=False)
    session.info["service"] = service_of(engine)
    return session


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
