"""What is no HTTP (无法解读的请求) never reaches the application: the server's parser answers it, in the words of the API."""

from __future__ import annotations

import asyncio
import socket

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from gateway.problems import Refused
from kernel.ids import uuid7

UNREAD_FOR = 60_000
"""Milliseconds; where the system can do it (Linux)."""


class HttpProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's own, but for the plain text with which it refuses a method unknown to HTTP or a broken header, and for
    peers that keep a connection and read nothing from it."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """What was sent and is not read for so long ends the connection; else its buffers would be kept for ever."""
        connection = transport.get_extra_info("socket")
        if connection is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_FOR)
        super().connection_made(transport)

    def send_400_response(self, msg: str) -> None:
        """Answers with a problem document and hangs up; `msg` says nothing that the document does not."""
        self.transport.write(answer())
        self.transport.close()


def answer() -> bytes:
    """The whole reply, as it goes over the wire."""
    correlation_id = str(uuid7())
    told = Refused("malformed_request").answer(correlation_id)
    headers = (
        *told.headers,
        (b"content-length", b"%d" % len(told.body)),
        (b"x-content-type-options", b"nosniff"),
        (b"x-correlation-id", correlation_id.encode("ascii")),
        (b"connection", b"close"),
    )
    lines = b"".join(b"%s: %s\r\n" % header for header in headers)
    return b"HTTP/1.1 400 Bad Request\r\n" + lines + b"\r\n" + told.body
