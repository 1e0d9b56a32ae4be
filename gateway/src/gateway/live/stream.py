"""One open stream: what waits to be written to it, and why it ends. Server-sent events (HTML, 9.2)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

import orjson
from starlette.types import Receive, Send

from gateway.answers import Header
from gateway.live.rights import Claims
from runtime.time import now

End = Literal["token_expired", "session_ended", "missed", "too_slow", "closing", "gone"]
"""Why a stream ended. All but `gone` mean the same to a client: open another one, with a fresh token if need be."""

MOST_WAITING = 256
"""Different things that may wait to be told on one stream; who reads more slowly is cut and begins again."""

WRITE_WITHIN = 10.0
"""Seconds that a client may take to read what was written, once the buffers are full."""

PAUSE = 0.1
"""Seconds between two writes: in a flood what is told of one thing many times is written once."""

RETRY = b"retry: 2000\n"
HEADERS: tuple[Header, ...] = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"vary", b"Authorization, Accept"),
)


@dataclass(frozen=True, slots=True)
class Hint:
    """What is told: the thing, and its place in the order of telling. `written` is shared by all streams."""

    place: str
    thing: tuple[str, str]
    written: bytes

    @classmethod
    def of(cls, place: str, type_: str, id_: str) -> Hint:
        data = orjson.dumps({"type": type_, "id": id_})
        return cls(place, (type_, id_), b"id: %b\nevent: hint\ndata: %b\n\n" % (place.encode("ascii"), data))


class Stream:
    """Lives as long as its request. The hub offers hints and ends it; `serve` writes."""

    def __init__(self, claims: Claims, token: str, heartbeat: float) -> None:
        self.claims = claims
        self.keys = claims.keys()
        self.token = token
        self.ended: End | None = None
        self._heartbeat = heartbeat
        self._waiting: dict[tuple[str, str], Hint] = {}
        self._woken = asyncio.Event()

    def offer(self, hint: Hint) -> None:
        """Have it written soon. Of one thing only the newest hint waits."""
        self._waiting.pop(hint.thing, None)
        self._waiting[hint.thing] = hint
        if len(self._waiting) > MOST_WAITING:
            self._waiting.clear()
            self.end("too_slow")
        self._woken.set()

    def end(self, why: End) -> None:
        """Have it end; the first reason counts."""
        self.ended = self.ended or why
        self._woken.set()

    async def serve(self, receive: Receive, send: Send, beginning: bytes) -> None:
        """Write until the client goes, the token runs out, or somebody ends it."""
        gone = asyncio.ensure_future(_gone(receive))
        gone.add_done_callback(lambda _: self.end("gone"))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
            await self._write(send, RETRY + beginning)
            while self.ended is None:
                await self._write(send, await self._next())
                await asyncio.sleep(PAUSE)
            if self.ended not in ("gone", "too_slow"):
                last = b'event: end\ndata: {"reason":"%b"}\n\n' % self.ended.encode("ascii")
                await self._write(send, self._taken() + last, more=False)
        except TimeoutError:
            self.end("too_slow")
        finally:
            gone.cancel()

    async def _next(self) -> bytes:
        """What there is to write, at the latest when a sign of life is due; nothing where the stream has ended meanwhile."""
        left = self.claims.expires_at - now().timestamp()
        if left <= 0:
            self.end("token_expired")
            return b""
        try:
            async with asyncio.timeout(min(self._heartbeat, left)):
                await self._woken.wait()
        except TimeoutError:
            return b": still here\n\n"
        self._woken.clear()
        return b"" if self.ended else self._taken()

    def _taken(self) -> bytes:
        if self.ended == "session_ended":
            return b""
        waiting, self._waiting = self._waiting, {}
        return b"".join(hint.written for hint in waiting.values())

    @staticmethod
    async def _write(send: Send, chunk: bytes, *, more: bool = True) -> None:
        if chunk or not more:
            async with asyncio.timeout(WRITE_WITHIN):
                await send({"type": "http.response.body", "body": chunk, "more_body": more})


async def _gone(receive: Receive) -> None:
    """Returns when the client has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass
