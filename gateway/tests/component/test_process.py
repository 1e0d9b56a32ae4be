"""The gateway as a process on a socket, with no broker to be found: it starts, answers, and stops when told."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

POST = "/api/v1/posts/01890a5d-ac96-7009-8c01-000007e5b1a9"
START_WITHIN = 30.0


@pytest.fixture(scope="module")
def process(keys: Path) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    port = _free_port()
    environment = {
        **os.environ,
        "GONGJIAN_AMQP_URI": f"amqp://nobody:nothing@127.0.0.1:{_free_port()}/",
        "GONGJIAN_KEYS_DIR": str(keys),
        "GONGJIAN_RATE_LIMIT": "off",
        "GONGJIAN_MAX_BODY": "1000",
    }
    command = [sys.executable, "-m", "gateway", "--port", str(port)]
    with (
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as started,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client,
    ):
        try:
            _wait_until_alive(started, client)
            yield started, client
        finally:
            started.kill()


def test_without_a_broker_nothing_hangs(process: tuple[subprocess.Popen[bytes], httpx.Client]) -> None:
    _, client = process
    answer = client.get(POST, headers={"Authorization": "Bearer a.b.c"})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) >= 1


def test_without_a_broker_the_gateway_is_alive_and_not_ready(
    process: tuple[subprocess.Popen[bytes], httpx.Client],
) -> None:
    _, client = process
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["broker"] == "waiting"


def test_headers_of_the_server_itself_give_nothing_away(
    process: tuple[subprocess.Popen[bytes], httpx.Client],
) -> None:
    _, client = process
    head = client.head("/docs")
    assert (head.status_code, head.content) == (200, b"")
    assert "server" not in head.headers
    headers = {"Authorization": "Bearer x", "Idempotency-Key": "k"}
    assert client.post("/api/v1/posts", content=b"x" * 2000, headers=headers).status_code == 413


@pytest.mark.parametrize(
    "sent", [b"FOO /livez HTTP/1.1\r\n\r\n", b"GET /livez HTTP/1.1\r\nHo st: x\r\n\r\n", b"\x16\x03\x01\r\n\r\n"]
)
def test_what_is_no_http_is_answered_with_a_problem_too(
    process: tuple[subprocess.Popen[bytes], httpx.Client], sent: bytes
) -> None:
    url = process[1].base_url
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        connection.sendall(sent)
        head, _, body = b"".join(iter(lambda: connection.recv(4096), b"")).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head
    assert b"content-length: %d" % len(body) in head
    assert json.loads(body)["code"] == "malformed_request"


def test_told_to_stop_it_stops(process: tuple[subprocess.Popen[bytes], httpx.Client]) -> None:
    """The last test of this process. Its log is JSON, a line per request."""
    started, client = process
    client.get("/livez")
    started.send_signal(signal.SIGTERM)
    output, _ = started.communicate(timeout=15)
    assert started.returncode in (0, -signal.SIGTERM)
    assert b'"event":"request"' in output and b'"correlation_id"' in output
    assert b"Traceback" not in output


def _wait_until_alive(started: subprocess.Popen[bytes], client: httpx.Client) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        if started.poll() is not None:
            pytest.fail(f"the gateway ended: {started.stdout.read().decode() if started.stdout else ''}")
        try:
            client.get("/livez")
            return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("the gateway did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
