"""The city in one process through its worst day: killed while it loads, killed while it writes, and ended in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from embedded.place import Place
from kernel.ids import uuid7
from runtime.child_processes import free_port

FIRST_START, LATER_START, CLOSING = 240.0, 60.0, 60.0
WRITES_BEFORE_THE_KILL = 40


class OneCity:
    """A city in a folder of its own, started and ended as a person would."""

    def __init__(self, home: Path) -> None:
        self.place = Place(home)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home / "city.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "embedded", "--port", str(self.port), "--home", str(self.place.home)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self.process

    def wait_for(self, holds: Callable[[], bool], within: float) -> None:
        assert self.process is not None
        deadline = time.monotonic() + within
        while not holds():
            assert self.process.poll() is None, f"the city has ended:\n{self.tail()}"
            assert time.monotonic() < deadline, f"not within {within:.0f} s:\n{self.tail()}"
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def end(self, signum: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(signum)
        return self.process.wait(CLOSING)

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])


@pytest.fixture
def one(tmp_path: Path) -> Iterator[OneCity]:
    city = OneCity(tmp_path)
    yield city
    if city.process is not None and city.process.poll() is None:
        city.process.kill()
        city.process.wait()
    city.place.postgres.stop()


class Officer:
    """The city officer, who may register areas, at work."""

    def __init__(self, city: OneCity) -> None:
        self.http = httpx.Client(base_url=f"{city.url}/api/v1", timeout=30)
        passwords = json.loads((city.place.keys / "first_accounts.json").read_text())
        words = {"username": "root", "password": passwords["GONGJIAN_BOOTSTRAP_ROOT"]}
        self.http.headers["Authorization"] = (
            f"Bearer {self.http.post('/auth/token', json=words).json()['access_token']}"
        )

    def community(self) -> str:
        found = self.http.get("/areas", params={"kind": "community"}).json()["items"]
        return str(found[0]["area_id"])

    def register(self, parent: str, name: str) -> httpx.Response:
        words = {"parent_id": parent, "kind": "estate", "name": name}
        return self.http.post("/areas", json=words, headers={"Idempotency-Key": str(uuid7())})

    def hears_of_it(self, parent: str) -> bool:
        """Whether a new estate is hinted to whoever has a live stream open."""
        with self.http.stream("GET", "/live") as live:
            lines = live.iter_lines()
            assert next(lines).startswith("retry:")
            area = self.register(parent, "hinted").json()["area_id"]
            return any(line.startswith("data:") and area in line for line in lines)

    def knows(self, area_id: str) -> bool:
        return self.http.get(f"/areas/{area_id}").status_code == 200


def write_until_it_ends(officer: Officer, parent: str, answered: list[str]) -> None:
    """Register one estate after the other, noting those that were answered with 2xx, until nobody answers."""
    try:
        for number in range(100_000):
            reply = officer.register(parent, f"estate {number}")
            assert reply.is_success, reply.text
            answered.append(reply.json()["area_id"])
    except httpx.TransportError:
        return


@pytest.mark.timeout(600)
def test_nothing_that_was_answered_is_lost(one: OneCity) -> None:
    one.start()
    one.wait_for(lambda: "records in" in one.log.read_text(), FIRST_START)
    assert not one.is_ready(), "ready only when the demo is loaded"
    one.end(signal.SIGKILL)

    one.start()
    one.wait_for(one.is_ready, FIRST_START)

    officer, answered = Officer(one), list[str]()
    writer = threading.Thread(target=write_until_it_ends, args=(officer, officer.community(), answered))
    writer.start()
    one.wait_for(lambda: len(answered) >= WRITES_BEFORE_THE_KILL, 60)
    one.end(signal.SIGKILL)
    writer.join(60)

    began = time.monotonic()
    one.start()
    one.wait_for(one.is_ready, LATER_START)
    print(f"ready again in {time.monotonic() - began:.1f} s with {len(answered)} answered writes")
    officer = Officer(one)
    assert [area for area in answered if not officer.knows(area)] == []
    assert officer.hears_of_it(officer.community())

    second = subprocess.run(
        [sys.executable, "-m", "embedded", "--port", "0", "--home", str(one.place.home)],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        check=False,
    )
    assert second.returncode == 1
    assert "already runs" in second.stderr

    assert one.end(signal.SIGINT) == 0, one.tail()
    assert one.place.postgres.pid() is None, "its database ends with it"
