"""One service alone behind the gateway, over RabbitMQ, on the kept database of a whole city."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
from sqlalchemy import Engine

from contracts.operations import Operation
from kernel.ids import uuid7
from runtime import tokens
from runtime.access import Grant
from runtime.database import engine_at
from runtime.keys import ensure_keys
from runtime.testing.postgres import TestServer
from runtime.testing.rabbit import running_broker
from tests.city.processes import ROOT, CityProcesses
from tests.load import processor
from tests.load.generator import Job
from tests.load.kept import Fill, loaded
from tests.load.measure import generate

ANSWERS_WITHIN = 120.0


@dataclass(frozen=True)
class Alone:
    """A service that is asked over HTTP; `engine` is its database."""

    processes: CityProcesses
    databases: TestServer
    engine: Engine

    def token(self, *grants: tuple[str, str, UUID], person_id: UUID | None = None) -> str:
        """Of an account with grants `(role, kind, scope_id)`; good for five minutes."""
        held = [Grant(*grant) for grant in grants]
        words: dict[str, Any] = {"person_id": person_id, "username": "somebody", "grants": held}
        return tokens.issue(account_id=uuid7(), session_id=uuid7(), **words)

    def job(self, asked: Sequence[tuple[Operation, dict[str, Any]]], token: str, rate: float, **more: Any) -> Job:
        """Requests of one method, taken in turn; `{id}` in words or headers is new in each."""
        headers = {"Authorization": f"Bearer {token}"} | more.pop("headers", {})
        paths = [path_of(operation, words) for operation, words in asked]
        method = asked[0][0].http_method
        return Job(self.processes.port, method, paths, more.pop("expect", 200), headers=headers, rate=rate, **more)

    def put_ahead(self) -> None:
        """Let service, relay, gateway, broker, database and who asks go before the machine's other work."""
        processor.put_ahead([*processor.tree(os.getpid()), *processor.tree(self.databases.server.pid() or 0)])

    def measured(self, job: Job) -> dict[str, Any]:
        """What came back, with the milliseconds of processor that each request cost everybody but who asked."""
        before = self._processor_seconds()
        result = generate(job)
        return result | {"processor_ms": 1000 * (self._processor_seconds() - before) / result["sent"]}

    def _processor_seconds(self) -> float:
        everybody = [*(one.pid for one in self.processes.running.values()), self.databases.server.pid() or 0]
        return processor.seconds_of(pid for one in everybody if one for pid in processor.tree(one))


@contextmanager
def alone(service: str, scale: float, made_of: Iterable[Path], fill: Fill) -> Iterator[Alone]:
    """The service, its relay and the gateway, until the block ends."""
    with (
        loaded(service, scale, made_of, fill) as (databases, name),
        running_broker() as broker,
        tempfile.TemporaryDirectory(prefix="gongjian-alone-") as folder,
    ):
        os.environ["GONGJIAN_KEYS_DIR"] = str(Path(folder) / "keys")
        ensure_keys(Path(folder) / "keys")
        processes = CityProcesses(_environment(databases, broker.uri), Path(folder))
        engine = engine_at(databases.url(name), service)
        try:
            processes.command("topology", "--apply")
            processes.spawn(service, "serve", service)
            processes.spawn("relay", "relay", service)
            processes.spawn("gateway", "gateway", "--host", "127.0.0.1", "--port", str(processes.port))
            _wait_until_answered(processes)
            yield Alone(processes, databases, engine)
        finally:
            engine.dispose()
            processes.stop()


def path_of(operation: Operation, words: dict[str, Any]) -> str:
    """The path below the host with its query."""
    query = {name: value for name, value in words.items() if name not in operation.path_parameters}
    path = operation.path.format(**words)
    return f"/api/v1{path}" + (f"?{urlencode(query)}" if query and operation.http_method == "GET" else "")


def _wait_until_answered(processes: CityProcesses) -> None:
    """Not /readyz, which waits for all six services."""
    deadline = time.monotonic() + ANSWERS_WITHIN
    while True:
        try:
            if httpx.get(f"{processes.base_url}/livez", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        if time.monotonic() > deadline:
            raise RuntimeError(f"nobody answered\n{processes.tails()}")
        time.sleep(0.2)


def _environment(databases: TestServer, amqp_uri: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PSYCOPG_WAIT_FUNC"}
    return {
        **kept,
        "GONGJIAN_MODE": "broker",
        "GONGJIAN_DATABASE_URL": databases.url("measured_{service}"),
        "GONGJIAN_AMQP_URI": amqp_uri,
        "GONGJIAN_PACKS_DIR": str(ROOT / "deploy" / "packs"),
        # One account asks, a hundred times a second.
        "GONGJIAN_RATE_LIMIT": "off",
    }
