"""What is sent back: a status, headers and bytes, already encoded."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.types import Send

Header = tuple[bytes, bytes]

WORTH_COMPRESSING = 4096
"""Bytes from which compressing costs less than sending."""

LEVEL = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole reply. Starlette's Response re-encodes headers for each request; here they are bytes from the start."""

    status: int
    body: bytes
    headers: Sequence[Header] = ()

    async def send(self, send: Send, *, head: bool = False) -> None:
        """Sends it; for HEAD the same headers without the body."""
        headers = list(self.headers)
        if self.status not in (204, 304):
            headers.append((b"content-length", b"%d" % len(self.body)))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if head else self.body})

    def compressed(self, accept_encoding: bytes) -> Answer:
        """The same answer, smaller where it is large and the client can read it so."""
        if len(self.body) < WORTH_COMPRESSING or b"gzip" not in accept_encoding:
            return self
        headers = (*self.headers, (b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding"))
        return replace(self, body=gzip.compress(self.body, LEVEL, mtime=0), headers=headers)
