"""Where a planted value could have got to: messages on the bus, lines of logs, measures, rows of every table."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import amqp
import httpx
import psycopg
from psycopg import sql

from contracts.catalogue import SERVICES
from runtime.amqp.connection import connect
from runtime.amqp.names import RPC_EXCHANGE, event_exchange
from tests.city.own import OwnCity

EXCHANGES = (RPC_EXCHANGE, *(event_exchange(service) for service in SERVICES))
ALL = "#"
QUEUE = "privacy-tap"


class Piece(NamedTuple):
    """One thing that was looked at: `where` it was, and its bytes."""

    where: str
    content: bytes


class Leak(NamedTuple):
    where: str
    value: str


def leaks(pieces: Iterable[Piece], values: Iterable[str]) -> set[Leak]:
    """Which values stand in which pieces: as they are, as JSON escapes, in hexadecimal or in base64."""
    shapes = {shape: value for value in values for shape in _shapes(value)}
    return {Leak(piece.where, value) for piece in pieces for shape, value in shapes.items() if shape in piece.content}


def _shapes(value: str) -> Iterator[bytes]:
    plain = value.encode()
    yield plain
    yield json.dumps(value)[1:-1].encode()
    yield plain.hex().encode()
    for before in range(3):
        # What is left of base64 when the neighbours are not known: whole groups of three bytes.
        whole = plain[before:]
        yield base64.b64encode(whole[: len(whole) // 3 * 3])


@dataclass
class Tap:
    """A queue that gets a copy of every message of every exchange, requests and replies of operations included."""

    channel: amqp.Channel

    def messages(self) -> Iterator[Piece]:
        """All that went over the bus since the tap was opened, each with its headers; taken once."""
        while (message := self.channel.basic_get(QUEUE, no_ack=True)) is not None:
            where = f"{message.delivery_info['exchange']} {message.delivery_info['routing_key']}"
            headers = json.dumps(message.properties, ensure_ascii=False, default=str).encode()
            body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
            yield Piece(where, body + b"\n" + headers)


@contextmanager
def tapped(city: OwnCity) -> Iterator[Tap]:
    """Copies begin when the block does."""
    with connect(city.amqp_uri, "tests") as connection:
        channel = connection.channel()
        channel.queue_declare(QUEUE, exclusive=True, auto_delete=False)
        for exchange in EXCHANGES:
            channel.queue_bind(QUEUE, exchange, ALL)
        yield Tap(channel)


def log_sizes(city: OwnCity) -> dict[str, int]:
    """How long each process's log is now."""
    return {log.name: log.stat().st_size for log in city.logs.glob("*.log")}


def logged(city: OwnCity, since: Mapping[str, int]) -> Iterator[Piece]:
    """The logs of all processes, from where they stood `since`."""
    for log in sorted(city.logs.glob("*.log")):
        with log.open("rb") as lines:
            lines.seek(since.get(log.name, 0))
            yield Piece(log.name, lines.read())


def measured(city: OwnCity) -> Iterator[Piece]:
    """What the gateway and each service tell of themselves."""
    for name, url in {"gateway": city.base_url, **city.city.health}.items():
        yield Piece(f"{name} /metrics", httpx.get(f"{url}/metrics", timeout=30).content)


def stored(city: OwnCity) -> Iterator[Piece]:
    """Every row of every table of every service, as text; bytes as hexadecimal, as PostgreSQL shows them."""
    for service in SERVICES:
        with psycopg.connect(city.database(service)) as connection:
            for schema, table in connection.execute(_TABLES).fetchall():
                query = sql.SQL("COPY (SELECT t::text FROM {} t) TO STDOUT").format(sql.Identifier(schema, table))
                with connection.cursor().copy(query) as rows:
                    yield Piece(f"{service} {schema}.{table}", b"".join(bytes(row) for row in rows))


_TABLES = """
    SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2
"""
