"""A connection inside an asyncio loop: frames come in whole whatever the pieces, and nothing waits for the other side."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from runtime.amqp import in_loop
from runtime.amqp.in_loop import InLoop

pytestmark = pytest.mark.anyio
WITHIN = 10


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Wire:
    """What `InLoop` needs of py-amqp: a transport that reads frames by `_quick_recv` and writes by `_write`."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.transport: Any = self
        self._read_buffer = b""
        self._quick_recv: Any = sock.recv
        self._write: Any = sock.sendall
        self.frames: list[bytes] = []

    def blocking_read(self) -> None:
        frame = self._quick_recv(7)
        if frame == framed(b"fatal"):
            raise ConnectionError("told to go")
        self.frames.append(frame)


def framed(payload: bytes) -> bytes:
    return b"\x01\x00\x01" + len(payload).to_bytes(4) + payload + b"\xce"


@pytest.fixture
async def ends() -> AsyncIterator[tuple[Wire, InLoop, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire: Any = Wire(ours)
        carried = InLoop(wire)
        yield wire, carried, theirs
        carried.give_back()


async def until(true: Any) -> None:
    async with asyncio.timeout(WITHIN):
        while not true():
            await asyncio.sleep(0.001)


async def test_frames_come_whole_whatever_the_pieces(ends: tuple[Wire, InLoop, socket.socket]) -> None:
    wire, _, theirs = ends
    frames = [framed(b""), framed(b"one"), framed(b"x" * 200_000)]
    sent = b"".join(frames)
    for cut in (sent[:3], sent[3:12], sent[12:30], sent[30:]):
        await asyncio.to_thread(theirs.sendall, cut)
    await until(lambda: len(wire.frames) == 3)
    assert wire.frames == frames


async def test_what_is_written_in_one_turn_is_sent_together(ends: tuple[Wire, InLoop, socket.socket]) -> None:
    wire, _, theirs = ends
    for word in (b"one", b"two", b"three"):
        wire._write(memoryview(word))
    await asyncio.sleep(0)
    assert await asyncio.to_thread(theirs.recv, 100) == b"onetwothree"


async def test_a_side_that_takes_nothing_holds_nobody_up(ends: tuple[Wire, InLoop, socket.socket]) -> None:
    wire, carried, theirs = ends
    much = b"x" * 5_000_000
    wire._write(much)
    await asyncio.sleep(0.01)
    wire._write(b"end")
    received = bytearray()
    while len(received) < len(much) + 3:
        received += await asyncio.to_thread(theirs.recv, 2**20)
    assert received[-3:] == b"end"
    assert not carried.lost.done()


async def test_too_much_unsent_breaks_it(
    ends: tuple[Wire, InLoop, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, carried, _ = ends
    monkeypatch.setattr(in_loop, "MOST_UNSENT", 10)
    wire._write(b"more than ten bytes")
    assert isinstance(carried.lost.result(), BufferError)


async def test_a_side_that_hangs_up_is_noticed(ends: tuple[Wire, InLoop, socket.socket]) -> None:
    _, carried, theirs = ends
    theirs.close()
    async with asyncio.timeout(WITHIN):
        assert isinstance(await carried.lost, EOFError)


async def test_a_frame_that_ends_the_connection_is_noticed(ends: tuple[Wire, InLoop, socket.socket]) -> None:
    wire, carried, theirs = ends
    theirs.sendall(framed(b"last") + framed(b"fatal"))
    async with asyncio.timeout(WITHIN):
        assert isinstance(await carried.lost, ConnectionError)
    assert wire.frames == [framed(b"last")]
