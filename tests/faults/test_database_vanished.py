"""A database that vanished without a word, by power or cable, is given up by the network's own clocks."""

from __future__ import annotations

import os
import socket

from sqlalchemy import Connection, Engine

from runtime.database import PATIENCE, engine_at
from runtime.testing.postgres import TestServer
from tests.faults.conftest import cable_to_postgres


def test_a_database_that_vanished_is_given_up_by_tcp(postgres_server: TestServer, alpha: Engine) -> None:
    """What the connection's clocks are set to; half a minute of unanswered packets cannot be had on one machine."""
    with cable_to_postgres(postgres_server) as (_, url):
        engine = engine_at(url.format(service="alpha"), "alpha")
        with engine.connect() as connection, socket.socket(fileno=os.dup(_number(connection))) as held:
            assert held.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert held.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == PATIENCE["tcp_user_timeout"]
            quiet = held.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
            tries = held.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT)
            assert quiet + tries * held.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL) <= 30
        engine.dispose()


def _number(connection: Connection) -> int:
    number: int = connection.connection.fileno()  # type: ignore[attr-defined]  # psycopg's, behind SQLAlchemy's proxy
    return number
