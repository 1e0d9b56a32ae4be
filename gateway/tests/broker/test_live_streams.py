"""A thousand open streams on one gateway process over RabbitMQ: all hear, none is polled for, memory stays bounded."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import amqp
import httpx
import orjson
import pytest

from contracts.catalogue import SERVICES
from contracts.patrol.events import ShiftCompletedV1
from contracts.volunteering.events import TeamFormedV1
from runtime.amqp.connection import channel_of, connect
from runtime.amqp.names import LIVE_EXCHANGE, RPC_EXCHANGE, event_exchange
from runtime.testing.waiting import eventually

pytestmark = pytest.mark.broker

STREAMS = max(100, round(1_000 * float(os.environ.get("GONGJIAN_SCALE", "1"))))
PER_STREAM = 150_000
"""Bytes of the gateway's memory that an open stream may cost, buffers of the HTTP server included."""
WITHIN = 60.0
AREA, TEAM = str(uuid4()), str(uuid4())


def token(*grants: dict[str, str]) -> str:
    words = {"sub": str(uuid4()), "sid": str(uuid4()), "person": str(uuid4()), "grants": grants}
    words |= {"iat": time.time(), "exp": time.time() + 300}
    return f"e30.{base64.urlsafe_b64encode(json.dumps(words).encode()).rstrip(b'=').decode()}.c2ln"


class PlayedMembership:
    """Vouches for every token and knows one area; counts what it is asked."""

    def __init__(self, uri: str) -> None:
        self.asked: list[str] = []
        self._connection = connect(uri, "a test's membership")
        self._channel = channel_of(self._connection)
        for name in (RPC_EXCHANGE, LIVE_EXCHANGE, *map(event_exchange, SERVICES)):
            self._channel.exchange_declare(name, "topic", durable=True, auto_delete=False)
        queue = self._channel.queue_declare("", exclusive=True).queue
        self._channel.queue_bind(queue, RPC_EXCHANGE, "membership.*")
        self._channel.basic_consume(queue, no_ack=True, callback=self._on_request)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._connection.drain_events(timeout=0.1)
            except TimeoutError:
                continue

    def _on_request(self, message: amqp.Message) -> None:
        self.asked.append(message.delivery_info["routing_key"])
        result = {"status": 200, "data": {"lineage": []}, "version": None, "replayed": False}
        answer = amqp.Message(
            orjson.dumps({"result": result, "error": None}), correlation_id=message.properties["correlation_id"]
        )
        self._channel.basic_publish(answer, RPC_EXCHANGE, message.properties["reply_to"])

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._connection.close()


class Gateway:
    """The process, and how much memory it holds."""

    def __init__(self, uri: str, keys: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        limits = {
            "GONGJIAN_KEYS_DIR": str(keys),
            "GONGJIAN_RATE_LIMIT": "off",
            "GONGJIAN_LIVE_STREAMS": str(STREAMS + 10),
        }
        command = [sys.executable, "-m", "gateway", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env={**os.environ, "GONGJIAN_AMQP_URI": uri, **limits}, stdout=subprocess.DEVNULL
        )
        eventually(self._opens, lambda: "no stream opens", within=WITHIN)

    def _opens(self) -> bool:
        headers = {"Authorization": f"Bearer {token()}"}
        try:
            with httpx.stream("GET", f"http://127.0.0.1:{self.port}/api/v1/live", headers=headers) as answer:
                return answer.status_code == 200
        except httpx.TransportError:
            return False

    @property
    def memory(self) -> int:
        """Resident bytes."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    @property
    def processor_seconds(self) -> float:
        words = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)


class Listener:
    """One client: what it was told so far, as text."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.text = ""
        self._writer = writer
        self._reading = asyncio.ensure_future(self._read(reader))

    @classmethod
    async def opened(cls, port: int, bearer: str) -> Listener:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /api/v1/live HTTP/1.1\r\nHost: city\r\nAuthorization: Bearer {bearer}\r\n\r\n".encode())
        listener = cls(reader, writer)
        await _eventually(lambda: "retry:" in listener.text, lambda: f"not opened: {listener.text[:200]}")
        return listener

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while chunk := await reader.read(4096):
            self.text += chunk.decode()

    def close(self) -> None:
        self._reading.cancel()
        self._writer.close()


@pytest.fixture(scope="module")
def membership(rabbit: Any) -> Iterator[PlayedMembership]:
    one = PlayedMembership(rabbit.uri)
    yield one
    one.close()


@pytest.fixture(scope="module")
def gateway(rabbit: Any, membership: PlayedMembership, keys: Path) -> Iterator[Gateway]:
    one = Gateway(rabbit.uri, keys)
    yield one
    one.close()


def test_a_thousand_streams_all_hear_and_cost_little(
    rabbit: Any, gateway: Gateway, membership: PlayedMembership, record_property: Callable[[str, Any], None]
) -> None:
    async def run() -> None:
        before = gateway.memory
        officer = {"role": "patrol_captain", "kind": "team", "scope": TEAM}
        bearers = [token(officer) if n % 100 == 0 else token() for n in range(STREAMS)]
        listeners: list[Listener] = []
        for first in range(0, STREAMS, 50):
            some = bearers[first : first + 50]
            listeners += await asyncio.gather(*(Listener.opened(gateway.port, bearer) for bearer in some))
        per_stream = (gateway.memory - before) / STREAMS
        record_property("bytes_per_stream", round(per_stream))
        opened, used = len(membership.asked), gateway.processor_seconds
        team, shift = _told(rabbit.uri)
        await _eventually(lambda: all(team in one.text for one in listeners), lambda: "a stream heard nothing")
        captains = [one for n, one in enumerate(listeners) if n % 100 == 0]
        await _eventually(lambda: all(shift in one.text for one in captains), lambda: "a captain heard nothing")
        assert not any(shift in one.text for n, one in enumerate(listeners) if n % 100)
        record_property("processor_seconds_to_tell_all", round(gateway.processor_seconds - used, 2))
        assert set(membership.asked[opened:]) <= {"membership.show_area"} and len(membership.asked) <= opened + 1
        assert per_stream < PER_STREAM
        for one in listeners:
            one.close()
        await _eventually(lambda: _open_files(gateway) < 50, lambda: f"{_open_files(gateway)} files stay open")

    asyncio.run(run())


def _told(uri: str) -> tuple[str, str]:
    """A team, which everyone may read, and a shift, which its captains may."""
    team, shift = str(uuid4()), str(uuid4())
    connection = connect(uri, "a test's relay")
    channel = channel_of(connection)
    for event, of, data in ((TeamFormedV1, team, {}), (ShiftCompletedV1, shift, {"team_id": TEAM})):
        words = {"name": event.name, "aggregate_id": of, "area": AREA, "data": data}
        key = f"{event.lane}.all.{event.aggregate}.{event.name}"
        channel.basic_publish(amqp.Message(orjson.dumps(words)), event_exchange(event.producer()), key)
    connection.close()
    return team, shift


def _open_files(gateway: Gateway) -> int:
    return len(list(Path(f"/proc/{gateway.process.pid}/fd").iterdir()))


async def _eventually(what: Callable[[], Any], complaint: Callable[[], str]) -> None:
    deadline = time.monotonic() + WITHIN
    while not what():
        assert time.monotonic() < deadline, complaint()
        await asyncio.sleep(0.02)
