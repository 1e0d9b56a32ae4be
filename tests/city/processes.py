"""Starts and stops the city's processes on a private PostgreSQL and RabbitMQ, as `docker-compose.yml` would."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

SERVICES = ("membership", "volunteering", "eldercare", "patrol", "cobuilding", "reporting")
ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 180.0
STOP_WITHIN = 20.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class CityProcesses:
    """Six services, their relays and the gateway over AMQP. `environment` carries database, broker, keys and clock."""

    environment: Mapping[str, str]
    logs: Path
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    health_ports: dict[str, int] = field(default_factory=lambda: {service: free_port() for service in SERVICES})

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def health(self) -> dict[str, str]:
        """Where each service answers /livez, /readyz and /metrics."""
        return {service: f"http://127.0.0.1:{port}" for service, port in self.health_ports.items()}

    def prepare(self) -> None:
        """Keys, schema, topology and the first two accounts, as a deployment does before anything is started."""
        self.command("keys")
        self.command("migrate")
        self.command("topology", "--apply")
        for name in ("root", "guard"):
            self.environment = {**self.environment, f"GONGJIAN_BOOTSTRAP_{name.upper()}": secrets.token_urlsafe(12)}
        self.command(
            "bootstrap",
            "--username",
            "root",
            "--password",
            self.environment["GONGJIAN_BOOTSTRAP_ROOT"],
            "--guard-password",
            self.environment["GONGJIAN_BOOTSTRAP_GUARD"],
        )

    def start(self) -> None:
        for service in SERVICES:
            self.spawn(service, "serve", service)
        self.spawn("relay", "relay", *SERVICES)
        self.spawn("gateway", "gateway", "--host", "127.0.0.1", "--port", str(self.port))
        self.wait_until_ready()

    def spawn(self, name: str, *arguments: str, module: str = "runtime.cli") -> None:
        log = (self.logs / f"{name}.log").open("ab")
        port = {"GONGJIAN_HEALTH_PORT": str(self.health_ports[name])} if name in self.health_ports else {}
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env={**self.environment, **port},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            start_new_session=True,
        )

    @contextmanager
    def in_place_of(self, service: str, module: str) -> Iterator[None]:
        """Until the block ends, the service is what `python -m module service` carries; then the true one again."""
        self._take_away(service)
        self.spawn(service, service, module=module)
        try:
            self.wait_until_ready()
            yield
        finally:
            self._take_away(service)
            self.spawn(service, "serve", service)
            self.wait_until_ready()

    @contextmanager
    def without(self, service: str) -> Iterator[None]:
        """Until the block ends, the service is stopped; then it comes back."""
        self._take_away(service)
        try:
            yield
        finally:
            self.spawn(service, "serve", service)
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_WITHIN
        answer = "nothing"
        while time.monotonic() < deadline:
            self._complain_if_dead()
            try:
                reply = httpx.get(f"{self.base_url}/readyz", timeout=5)
                if reply.status_code == 200:
                    return
                answer = reply.text
            except httpx.HTTPError as error:
                answer = repr(error)
            time.sleep(0.2)
        raise RuntimeError(f"the city was not ready in {START_WITHIN:.0f} s; last answer: {answer}\n{self.tails()}")

    def stop(self) -> None:
        self._end(*self.running)

    def _take_away(self, service: str) -> None:
        """End a service, and wait until the gateway has noticed: what it says of being ready is a second old."""
        self._end(service)
        deadline = time.monotonic() + STOP_WITHIN
        while httpx.get(f"{self.base_url}/readyz", timeout=5).status_code == 200:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{service} has ended and the city still calls itself ready")
            time.sleep(0.2)

    def _end(self, *names: str) -> None:
        ending = [self.running.pop(name) for name in names]
        for process in ending:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN
        for process in ending:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def tails(self, lines: int = 15) -> str:
        """The end of every log, for the failure message."""
        return "\n".join(
            f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
            for log in sorted(self.logs.glob("*.log"))
        )

    def command(self, *arguments: str) -> None:
        """Run `gongjian …` to its end. Raises RuntimeError with what it said where it failed."""
        done = subprocess.run(
            [sys.executable, "-m", "runtime.cli", *arguments],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"gongjian {arguments[0]} failed:\n{done.stdout}\n{done.stderr}")

    def _complain_if_dead(self) -> None:
        for name, process in self.running.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}\n{self.tails()}")
