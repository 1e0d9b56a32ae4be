"""A py-amqp connection inside an asyncio loop: the loop reads and writes, nothing in it ever waits for the broker.

py-amqp reads and writes a socket that blocks. Here it is given whole frames out of what the loop has received, and what it
writes is sent by the loop: everything of one turn in one call, the rest when the socket takes it.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import amqp

AT_ONCE = 65_536
"""Bytes that are received in one call."""
MOST_UNSENT = 64 * 1024 * 1024
"""Bytes that may wait for a broker which takes nothing; then the connection counts as broken."""
_HEAD, _END = 7, 1
"""Bytes of a frame before and after its payload; the payload's length stands in the last four of the head."""
_NOT_NOW = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class InLoop:
    """Takes over an open connection, from the running loop; `lost` is done when the connection is of no use any more."""

    def __init__(self, connection: amqp.Connection) -> None:
        self.lost: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
        self._connection = connection
        self._transport: Any = connection.transport
        self._loop = asyncio.get_running_loop()
        self._received, self._frame = bytearray(), b""
        self._unsent = bytearray()
        self._flushing = self._stuck = False
        self._blocking = self._transport._quick_recv, self._transport._write
        self._transport._quick_recv, self._transport._write = self._next_frame, self._write
        # What py-amqp had read ahead of its need while it connected.
        self._received += self._transport._read_buffer
        self._transport._read_buffer = b""
        connection.sock.settimeout(0)
        self._descriptor = connection.sock.fileno()
        # What an encrypted socket holds, the system no longer tells of.
        self._held = getattr(connection.sock, "pending", lambda: 0)
        self._loop.add_reader(self._descriptor, self._read)
        self._loop.call_soon(self._take_frames)

    def give_back(self) -> None:
        """Let the connection block again as before; what was not sent is dropped."""
        self._loop.remove_reader(self._descriptor)
        self._loop.remove_writer(self._descriptor)
        self._transport._quick_recv, self._transport._write = self._blocking
        if self._connection.sock is not None:
            self._connection.sock.settimeout(None)

    def _read(self) -> None:
        try:
            while received := self._connection.sock.recv(AT_ONCE):
                self._received += received
                if len(received) < AT_ONCE and not self._held():
                    break
            else:
                raise EOFError("the broker has hung up")
        except _NOT_NOW:
            pass
        except Exception as wrong:
            self._lose(wrong)
        self._take_frames()

    def _take_frames(self) -> None:
        try:
            while frame := self._whole_frame():
                self._frame = frame
                self._connection.blocking_read()
        except Exception as wrong:
            self._lose(wrong)

    def _whole_frame(self) -> bytes:
        if len(self._received) < _HEAD:
            return b""
        length = _HEAD + int.from_bytes(self._received[3:_HEAD]) + _END
        if len(self._received) < length:
            return b""
        frame = bytes(self._received[:length])
        del self._received[:length]
        return frame

    def _next_frame(self, size: int) -> bytes:
        frame, self._frame = self._frame, b""
        return frame

    def _write(self, data: Any) -> None:
        self._unsent += data
        if len(self._unsent) > MOST_UNSENT:
            self._lose(BufferError("the broker takes nothing"))
        elif not self._flushing:
            self._flushing = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: self._connection.sock.send(self._unsent)]
        except _NOT_NOW:
            if not self._stuck:
                self._stuck = True
                self._loop.add_writer(self._descriptor, self._flush)
            return
        except Exception as wrong:
            self._lose(wrong)
        self._flushing = False
        if self._stuck:
            self._stuck = False
            self._loop.remove_writer(self._descriptor)

    def _lose(self, wrong: Exception) -> None:
        if not self.lost.done():
            self.lost.set_result(wrong)
            self._loop.remove_reader(self._descriptor)
