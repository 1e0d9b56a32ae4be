"""Connections to RabbitMQ by plain py-amqp, from a URI, with what every one of ours needs."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import amqp
from amqp import spec

HEARTBEAT = 30
"""Seconds; a URI's `?heartbeat=…` goes before it. After about two of them without a byte the other side counts as gone."""
CONNECT_WITHIN = 5.0
WRITE_WITHIN = 30.0
READ_AHEAD = 16_384
"""Bytes."""
CLOSE_WITHIN = 3.0
"""Seconds that a broker has to answer a goodbye; one that fell silent never does."""

# Everything that says "this connection is of no use any more"; a new one may be.
BROKEN = (OSError, EOFError, amqp.exceptions.AMQPError, AttributeError)
"""py-amqp raises AttributeError where a connection was closed by another thread or by the broker in the middle of a call,
eventlet EOFError where another greenlet closed the socket that one was reading from."""


def uri_for(uri: str, service: str) -> str:
    """The URI of one service's own user, where the setting is a template with `{service}`."""
    return uri.replace("{service}", service)


def connect(uri: str, name: str) -> amqp.Connection:
    """An open connection that the management page shows as `name`. Raises one of `BROKEN` within a few seconds."""
    connection = amqp.Connection(
        **_words(uri),
        connect_timeout=CONNECT_WITHIN,
        # A broker that has run out of memory or disk stops reading; without a limit we would hang with it.
        write_timeout=WRITE_WITHIN,
        client_properties={"connection_name": name},
    )
    connection.connect()
    # Else py-amqp reads from the socket inside every publish: with a reader beside it, both hang.
    connection.client_properties["capabilities"]["connection.blocked"] = False
    _read_ahead(connection)
    return connection


def _read_ahead(connection: amqp.Connection) -> None:
    """py-amqp asks the system for the head, the body and the end of each frame apart, ten calls for a message; what it is
    given beyond what it asked for, it keeps."""
    transport: Any = connection.transport
    receive = transport._quick_recv
    transport._quick_recv = lambda size: receive(max(size, READ_AHEAD))


@contextmanager
def corked(connection: amqp.Connection) -> Iterator[None]:
    """What the block writes goes to the broker at its end, in one call to the system instead of one for each message.

    Raises one of `BROKEN` there, for all of it. The block must not wait for an answer.
    """
    transport: Any = connection.transport
    write, waiting = transport._write, bytearray()
    transport._write = waiting.extend
    try:
        yield
    finally:
        transport._write = write
        if waiting:
            transport.write(bytes(waiting))


def close(connection: amqp.Connection | None) -> None:
    """Close without a word: it may be broken already."""
    if connection is None:
        return
    try:
        # py-amqp's own `close` waits for the answer without any limit.
        connection.send_method(spec.Connection.Close, "BsBB", (0, "", 0, 0))
        connection.wait(spec.Connection.CloseOk, timeout=CLOSE_WITHIN)
    except BROKEN:
        connection.collect()


def channel_of(connection: amqp.Connection) -> amqp.Channel:
    """A channel that leaves bodies as bytes."""
    channel = connection.channel()
    channel.auto_decode = False
    return channel


def _words(uri: str) -> dict[str, Any]:
    parts = urlsplit(uri)
    if parts.scheme not in ("amqp", "amqps"):
        raise ValueError(f"not an AMQP URI: {parts.scheme}://…")
    path = parts.path[1:] if parts.path else ""
    given = parse_qs(parts.query)
    return {
        "host": f"{parts.hostname or 'localhost'}:{parts.port or (5671 if parts.scheme == 'amqps' else 5672)}",
        "userid": unquote(parts.username or "guest"),
        "password": unquote(parts.password or "guest"),
        # `amqp://host//` and `amqp://host/` both mean the broker's first virtual host.
        "virtual_host": unquote(path) or "/",
        "login_method": "PLAIN",
        "ssl": _tls(given) if parts.scheme == "amqps" else False,
        "heartbeat": int(given["heartbeat"][0]) if "heartbeat" in given else HEARTBEAT,
    }


def _tls(given: dict[str, list[str]]) -> dict[str, Any]:
    """Verified TLS; `?cafile=…` names the authority of a city's own broker."""
    return {"ca_certs": given["cafile"][0] if "cafile" in given else None, "cert_reqs": ssl.CERT_REQUIRED}
