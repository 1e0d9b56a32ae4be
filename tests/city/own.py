"""A city that tests may spoil: its own broker and databases, everything logged, everything open to inspection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson
import psycopg

from runtime.testing.memory import place
from runtime.testing.rabbit import own_broker
from tests.city.city import City, eventually
from tests.city.processes import SERVICES
from tests.city.start import running_city

NAME = "spoilt"


@dataclass(frozen=True)
class OwnCity:
    """`logs` is the folder in which every process logs at its most talkative."""

    city: City
    logs: Path
    amqp_uri: str
    postgres: Any

    @property
    def base_url(self) -> str:
        return self.city.base_url

    def url(self, service: str) -> str:
        """The SQLAlchemy address of a service's database."""
        return str(self.postgres.url(f"{NAME}_{service}"))

    def database(self, service: str) -> str:
        """The same for libpq."""
        return self.url(service).replace("postgresql+psycopg://", "postgresql://")

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database(service)) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type]

    def assert_well(self) -> None:
        """Ready, nothing unpublished or parked, no clock that failed, and no process that met what nobody foresaw."""
        eventually(lambda: httpx.get(f"{self.base_url}/readyz", timeout=10).status_code == 200, lambda: "not ready")
        eventually(lambda: not self._told_but_not_taken(), lambda: str(self._told_but_not_taken()), within=120)
        failed = {
            service: self.rows(service, "SELECT name, key, last_error FROM runtime.clock WHERE attempts > 0")
            for service in SERVICES
        }
        assert not any(failed.values()), failed
        assert self.errors() == [], self.errors()[:3]

    def errors(self) -> list[dict[str, Any]]:
        """What processes logged as errors, and stack traces that got past the log."""
        found = []
        for log in sorted(self.logs.glob("*.log")):
            for line in log.read_bytes().splitlines():
                if line.startswith(b"Traceback"):
                    found.append({"log": log.name, "line": line.decode(errors="replace")[:300]})
                elif b'"level":"error"' in line or b'"level":"critical"' in line:
                    found.append({"log": log.name, **orjson.loads(line)})
        return found

    def _told_but_not_taken(self) -> dict[str, list[tuple[Any, ...]]]:
        waiting = "SELECT name, 'unpublished' FROM runtime.outbox WHERE published_at IS NULL"
        parked = "SELECT name, state || ' ' || coalesce(error, '') FROM runtime.parked WHERE state <> 'skipped'"
        found = {service: self.rows(service, f"{waiting} UNION ALL {parked}") for service in SERVICES}
        return {service: rows for service, rows in found.items() if rows}


@contextmanager
def own_city(postgres_server: Any, folder: Path) -> Iterator[OwnCity]:
    """A city on a broker of its own, until the block ends."""
    broker = own_broker(place())
    try:
        broker.start()
        with running_city(broker, postgres_server, folder, NAME, GONGJIAN_LOG_LEVEL="debug") as city:
            yield OwnCity(city, folder, broker.uri, postgres_server)
    finally:
        broker.remove()
