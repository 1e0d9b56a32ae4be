"""A cable that can be cut: a proxy on loopback before a server, with weather. Bytes pass, trickle, stop, or the cable breaks.

It runs in a thread with a loop of its own; every method may be called from the test's thread.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PIECE = 1_000
"""Bytes that a trickle lets pass at a time: less than most frames."""
AT_ONCE = 65_536
# Close at once and without waiting for anybody: the other side gets a reset, as from a router that lost its table.
RESET = struct.pack("ii", 1, 0)

Way = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Proxy:
    """Forwards `127.0.0.1:port` to `target`, a (host, port) or the path of a unix socket. Usable as a context."""

    def __init__(self, name: str, target: tuple[str, int] | Path) -> None:
        self.name = name
        self.target = target
        self.port = 0
        self.dialled = 0
        self.cuts = 0
        self._loop = asyncio.new_event_loop()
        self._flowing = asyncio.Event()
        self._bytes_per_second: float | None = None
        self._left: int | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"cable to {name}")

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """Break all connections now, with a reset; whoever dials again gets through."""
        self._do(self._cut())

    def cut_after(self, count: int) -> None:
        """Break all connections when so many more bytes have passed, in the middle of whatever they belong to."""
        self._do(self._arm(count))

    def stall(self) -> None:
        """From now on nothing passes and nobody is told: no reset, no end. New connections are taken, and silent too."""
        self._do(self._set_flowing(False))

    def trickle(self, bytes_per_second: float) -> None:
        """From now on bytes pass slowly, in pieces, on each connection and way."""
        self._bytes_per_second = bytes_per_second

    def flow(self) -> None:
        """Fair weather again; what was held up by a stall passes first."""
        self._bytes_per_second = None
        self._do(self._set_flowing(True))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        done: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)
        done.result(30)

    async def _open(self) -> None:
        self._flowing.set()
        self._server = await asyncio.start_server(self._dial, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        await self._cut()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _set_flowing(self, flowing: bool) -> None:
        if flowing:
            self._flowing.set()
        else:
            self._flowing.clear()

    async def _arm(self, count: int) -> None:
        self._left = count

    async def _cut(self) -> None:
        for writer in self._writers:
            _reset(writer)
        self._writers.clear()

    async def _dial(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.dialled += 1
        try:
            there = await self._reach()
        except OSError:
            _reset(writer)
            return
        self._writers |= {writer, there[1]}
        # One way ends, both end: nobody here half-closes.
        ways = [asyncio.ensure_future(self._carry(*way)) for way in ((reader, there[1]), (there[0], writer))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for each in ways:
            each.cancel()
        for end in (writer, there[1]):
            self._writers.discard(end)
            end.close()

    async def _reach(self) -> Way:
        if isinstance(self.target, Path):
            return await asyncio.open_unix_connection(str(self.target))
        return await asyncio.open_connection(*self.target)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(AT_ONCE):
                await self._flowing.wait()
                await self._pass(data, writer)
        except OSError:
            return

    async def _pass(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        if self._left is not None:
            data, self._left = data[: self._left], self._left - len(data)
        if self._bytes_per_second is None:
            writer.write(data)
        else:
            await self._drip(data, writer)
        await writer.drain()
        if self._left is not None and self._left <= 0:
            self._left = None
            self.cuts += 1
            await self._cut()

    async def _drip(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        for start in range(0, len(data), PIECE):
            await self._flowing.wait()
            writer.write(data[start : start + PIECE])
            if self._bytes_per_second is not None:
                await asyncio.sleep(PIECE / self._bytes_per_second)


def _reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    if connection is not None and connection.family != socket.AF_UNIX and not writer.is_closing():
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
