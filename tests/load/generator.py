"""A small HTTP load generator on raw asyncio sockets: the same for everybody, in a process of its own.

`python generator.py < job.json` holds `connections` keep-alive connections, each with one request in flight, through a
warm-up and a measured window, and prints one line of JSON: answers per second with the right status, latencies in
milliseconds, and how many answers were wrong. With `rate` the requests start by the clock instead (open loop), spread
over the connections. Each request takes the next of `paths`, and of `variants` if there are any: the words that stand for
`{name}` in path, headers and body. `{id}` is a new UUID in each.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import uvloop


@dataclass
class Job:
    """What to send where, and how long. Times in seconds."""

    port: int
    method: str
    paths: list[str]
    expect: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    variants: list[dict[str, str]] = field(default_factory=list)
    connections: int = 32
    warm_up: float = 2.0
    window: float = 5.0
    rate: float | None = None


@dataclass
class Tally:
    """What came back within the window."""

    begins: float
    ends: float
    latencies: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    sent: int = 0

    def note(self, started: float, ended: float, status: int, expect: int, body: bytes) -> None:
        if status != expect:
            self.wrong[f"{status} {body[:200].decode(errors='replace')}"] += 1
        elif self.begins <= ended < self.ends:
            self.latencies.append(ended - started)


Request = tuple[str, dict[str, str]]
"""A path and the words that stand in it."""


async def drive(job: Job, tally: Tally, requests: Iterator[Request], turns: Iterator[float] | None) -> None:
    """One connection: request after request until the window ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", job.port)
    fixed = "".join(f"{name}: {value}\r\n" for name, value in job.headers.items())
    try:
        while time.perf_counter() < tally.ends:
            if turns is not None:
                await asyncio.sleep(max(0.0, next(turns) - time.perf_counter()))
            request = encoded(job, *next(requests), fixed)
            started = time.perf_counter()
            tally.sent += 1
            writer.write(request)
            status, body = await answer(reader)
            tally.note(started, time.perf_counter(), status, job.expect, body)
    finally:
        writer.close()


def encoded(job: Job, path: str, words: dict[str, str], fixed: str) -> bytes:
    body, head = job.body, f"{job.method} {path} HTTP/1.1\r\nHost: bench\r\n{fixed}"
    for name, word in (*words.items(), ("id", str(uuid4()))):
        body, head = body.replace(f"{{{name}}}", word), head.replace(f"{{{name}}}", word)
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n"
    return f"{head}\r\n{body}".encode()


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status and the body of one answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lowered = head.lower()
    at = lowered.find(b"content-length:")
    if at >= 0:
        return status, await reader.readexactly(int(lowered[at + 15 : lowered.index(b"\r\n", at)]))
    if b"chunked" in lowered:
        return status, await _chunks(reader)
    return status, b""


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    whole = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        whole += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return whole


async def run(job: Job) -> dict[str, Any]:
    begins, wall = time.perf_counter() + job.warm_up, time.time() + job.warm_up
    tally = Tally(begins, begins + job.window)
    requests = zip(itertools.cycle(job.paths), itertools.cycle(job.variants or [{}]), strict=False)
    turns = None
    if job.rate is not None:
        step, first = 1 / job.rate, time.perf_counter()
        turns = (first + n * step for n in itertools.count())
    await asyncio.gather(*(drive(job, tally, requests, turns) for _ in range(job.connections)))
    return summary(tally, job.window) | {"begins": wall, "ends": wall + job.window}


def summary(tally: Tally, window: float) -> dict[str, Any]:
    ordered = sorted(tally.latencies)
    return {
        "per_second": len(ordered) / window,
        "answers": len(ordered),
        "sent": tally.sent,
        "wrong": sum(tally.wrong.values()),
        "examples": dict(tally.wrong.most_common(3)),
        **{f"p{share}": percentile(ordered, share) * 1000 for share in (50, 95, 99)},
    }


def percentile(ordered: list[float], share: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)] if ordered else float("nan")


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(Job(**json.load(sys.stdin))))))
