"""The gateway's process and a service that speaks nameko's wire format, with a real RabbitMQ between them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import amqp
import httpx
import orjson
import pytest

from runtime.amqp.connection import channel_of, connect
from runtime.topology import RPC_EXCHANGE

pytestmark = pytest.mark.broker

AREA = "01890a5d-ac96-774b-bcce-b302099a8057"
HEADERS = {"Authorization": "Bearer a.b.c"}


class WireService:
    """Answers membership's operations by hand; asked for areas of kind "slow" it says nothing."""

    def __init__(self, uri: str) -> None:
        self.heard: list[amqp.Message] = []
        self._connection = connect(uri, "a test's service")
        self._channel = channel_of(self._connection)
        self._channel.exchange_declare(RPC_EXCHANGE, "topic", durable=True, auto_delete=False)
        self._queue = self._channel.queue_declare("", exclusive=True).queue
        self._channel.queue_bind(self._queue, RPC_EXCHANGE, "membership.*")
        self._channel.basic_consume(self._queue, no_ack=True, callback=self._on_request)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._connection.drain_events(timeout=0.1)
            except TimeoutError:
                continue

    def _on_request(self, message: amqp.Message) -> None:
        self.heard.append(message)
        given = orjson.loads(message.body)["kwargs"]
        if given.get("kind") == "slow":
            return
        result = {"status": 200, "data": {"given": given}, "version": 4, "replayed": False}
        answer = amqp.Message(
            orjson.dumps({"result": result, "error": None}),
            content_type="application/json",
            correlation_id=message.properties["correlation_id"],
        )
        self._channel.basic_publish(answer, RPC_EXCHANGE, message.properties["reply_to"])

    def close(self) -> None:
        self._stopped.set()
        self._thread.join(5)
        self._connection.close()


@pytest.fixture(scope="module")
def service(rabbit: Any) -> Iterator[WireService]:
    service = WireService(rabbit.uri)
    yield service
    service.close()


@pytest.fixture(scope="module")
def client(rabbit: Any, service: WireService, keys: Path) -> Iterator[httpx.Client]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "GONGJIAN_AMQP_URI": rabbit.uri, "GONGJIAN_KEYS_DIR": str(keys)}
    environment["GONGJIAN_RATE_LIMIT"] = "off"
    command = [sys.executable, "-m", "gateway", "--port", str(port)]
    with (
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client,
    ):
        try:
            _wait_for_the_broker(client)
            yield client
        finally:
            process.terminate()
            process.wait(15)


def test_a_request_travels_as_a_nameko_call(client: httpx.Client, service: WireService) -> None:
    answer = client.get("/api/v1/areas", params={"q": "圳尾"}, headers=HEADERS | {"X-Correlation-ID": AREA})
    assert (answer.status_code, answer.json()) == (200, {"given": {"q": "圳尾"}})
    assert answer.headers["etag"] == '"v4"'
    told = service.heard[-1].properties["application_headers"]
    assert (told["nameko.token"], told["nameko.correlation_id"]) == ("a.b.c", AREA)
    assert told["nameko.deadline"] > time.time() * 1000


def test_a_service_that_says_nothing_is_a_503_within_the_deadline(client: httpx.Client) -> None:
    answer = client.get("/api/v1/areas", params={"kind": "slow"}, headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (503, "deadline_passed")


def test_a_service_without_a_queue_is_a_503_at_once(client: httpx.Client) -> None:
    # One that was waited for would be late: deadline_passed.
    answer = client.get("/api/v1/units", params={"area_id": AREA}, headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")


def _wait_for_the_broker(client: httpx.Client) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if client.get("/readyz").json()["checks"]["broker"] == "ready":
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    pytest.fail("the gateway found no broker")
