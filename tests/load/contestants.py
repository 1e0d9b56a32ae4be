"""What is measured, and the peers: how each is started, what is sent to it, and where its finished effects are found."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import psycopg

from runtime.child_processes import free_port
from tests.load.crew import Crew
from tests.load.generator import Job
from tests.load.ground import HERE, PYTHON, Ground, plain_environment

READY_WITHIN = 60.0
ROWS_READ = 100
CHECK_IN = (
    '{"activity_id": "{id}", "person_id": "{id}", "place": "Zhenwei, courtyard 3", "at": "2031-03-05T08:00:00+08:00"}'
)


@dataclass(frozen=True)
class Table:
    """A table whose rows stand for acts or for finished effects, by `key`."""

    database: str
    name: str
    key: str
    where: str = "true"


class Contestant(ABC):
    """One way of building the city. `effects`: a write is finished when it is in all of these tables."""

    name: str
    act: Table
    effects: Sequence[Table]
    relay: str | None = None
    """The process that carries events, held still while a backlog is made; None where there is no outbox."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.crew = Crew(ground.folder)
        self.port = free_port()

    @abstractmethod
    def start(self) -> None:
        """Return when a first act has been answered and has taken effect."""

    @abstractmethod
    def write_job(self) -> Job: ...

    @abstractmethod
    def read_job(self) -> Job: ...

    def make_backlog(self, size: int) -> None:
        """Put events into the outbox as the contestant's own code would. Raises TypeError where there is no outbox."""
        raise TypeError(f"{self.name} has no outbox")

    def stop(self) -> None:
        self.crew.stop()

    def finished(self) -> int:
        """Acts whose effects are all committed."""
        counts = (f"SELECT count(*) FROM {t.name} WHERE {t.where}" for t in self.effects)
        return min(self.ground.count(t.database, query) for t, query in zip(self.effects, counts, strict=True))

    def finished_between(self, begins: float, ends: float) -> int:
        """Acts finished within a window of Unix time, by the slowest of those who have to hear of them."""
        return min(self._committed(table, begins, ends) for table in self.effects)

    def last_effect_since(self, begins: float) -> float:
        """Unix time of the last commit of an effect after `begins`."""
        return max(max(self._moments(table, begins, begins + 3600).values()) for table in self.effects)

    def delays(self, begins: float, ends: float) -> list[float]:
        """Seconds from the commit of each act of a window to the commit of its last effect."""
        acts = self._moments(self.act, begins, ends)
        heard = [self._moments(table, begins, ends + 60) for table in self.effects]
        return [max(one[key] for one in heard) - at for key, at in acts.items() if all(key in one for one in heard)]

    def wait_until_ready(self) -> None:
        """A first act has to go all the way."""
        job, deadline, answered = self.write_job(), time.monotonic() + READY_WITHIN, False
        while not (answered := answered or self._answers(job)) or not self.finished():
            self.crew.complain_if_dead()
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} was not ready in {READY_WITHIN:.0f} s")
            time.sleep(0.2)

    def wait_until_awake(self) -> None:
        """After a pause: connections that the broker gave up meanwhile have to come back before anything is measured."""
        deadline = time.monotonic() + READY_WITHIN
        while not self._is_awake():
            self.crew.complain_if_dead()
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not wake up in {READY_WITHIN:.0f} s")
            time.sleep(0.2)

    def _is_awake(self) -> bool:
        return self._answers(self.write_job()) and self.wait_until_done(READY_WITHIN) <= 0

    def wait_until_done(self, within: float = 60.0) -> int:
        """Wait until every act has taken effect; how many never did (less than none where a backlog came without acts)."""
        acts = self.ground.count(self.act.database, f"SELECT count(*) FROM {self.act.name}")
        deadline = time.monotonic() + within
        while (missing := acts - self.finished()) > 0 and time.monotonic() < deadline:
            time.sleep(0.1)
        return missing

    def _answers(self, job: Job) -> bool:
        body = job.body.replace("{id}", str(uuid4())).encode()
        headers = {name: value.replace("{id}", str(uuid4())) for name, value in job.headers.items()}
        headers["Content-Type"] = "application/json"
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{job.paths[0]}", body, headers, method=job.method
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:
                return bool(reply.status == job.expect)
        except (urllib.error.URLError, OSError):
            return False

    def _committed(self, table: Table, begins: float, ends: float) -> int:
        query = f"SELECT count(*) FROM {table.name} WHERE {table.where} AND {_WITHIN}"
        return self.ground.count(table.database, query, (begins, ends))

    def _moments(self, table: Table, begins: float, ends: float) -> dict[str, float]:
        query = (
            f"SELECT {table.key}, extract(epoch FROM {_COMMITTED}) FROM {table.name} WHERE {table.where} AND {_WITHIN}"
        )
        return {str(key): float(at) for key, at in self.ground.rows(table.database, query, (begins, ends))}


_COMMITTED = "pg_xact_commit_timestamp(xmin)"
_WITHIN = f"{_COMMITTED} BETWEEN to_timestamp(%s) AND to_timestamp(%s)"


class Peer(Contestant):
    """One of `peers/`: its own databases, its modules run by the bench's environment."""

    databases: tuple[str, ...]
    modules: dict[str, Sequence[str]]

    def start(self) -> None:
        for database in self.databases:
            self.ground.database(database)
        self.prepare()
        for name, words in self.modules.items():
            self.crew.spawn(f"{self.name} {name}", [str(PYTHON), "-m", *words], self._environment(), HERE)
        self.wait_until_ready()

    def prepare(self) -> None:
        """The tables, before any process starts."""
        subprocess.run([PYTHON, "-m", "peers.tables"], env=self._environment(), cwd=HERE, check=True)

    def write_job(self) -> Job:
        return Job(self.port, "POST", ["/check-ins"], 201, CHECK_IN)

    def read_job(self) -> Job:
        keys = self.ground.rows(self.act.database, f"SELECT {self.act.key} FROM {self.act.name} LIMIT {ROWS_READ}")
        return Job(self.port, "GET", [f"/check-ins/{key}" for (key,) in keys], 200)

    def _environment(self) -> dict[str, str]:
        first, last = self.databases[0], self.databases[-1]
        return plain_environment() | {
            "BENCH_PORT": str(self.port),
            "BENCH_AMQP": self.ground.amqp_uri.rstrip("/") + "/",
            **self._urls("", first),
            **self._urls("_OTHER", last),
        }

    def _urls(self, suffix: str, database: str) -> dict[str, str]:
        url = self.ground.postgres.url(database)
        return {
            f"BENCH_DATABASE{suffix}": url,
            f"BENCH_DATABASE_ASYNC{suffix}": url.replace("+psycopg", "+asyncpg"),
            f"BENCH_CONNINFO{suffix}": self.ground.conninfo(database),
        }


class Monolith(Peer):
    """FastAPI and SQLAlchemy in one process, no bus: row and effect in one transaction."""

    name = "monolith"
    databases = ("bench_monolith",)
    act = Table("bench_monolith", "check_in", "id")
    effects = (Table("bench_monolith", "evidence", "check_in_id"),)
    modules = {"app": ["peers.monolith"]}


class FastStreamCity(Peer):
    """FastAPI and FastStream over RabbitMQ, with outbox and inbox."""

    name = "faststream"
    databases = ("bench_faststream", "bench_faststream_other")
    act = Table("bench_faststream", "check_in", "id")
    effects = (Table("bench_faststream_other", "evidence", "check_in_id"),)
    modules = {
        "effects": ["peers.faststream_effects"],
        "service": ["peers.faststream_service"],
        "relay": ["peers.faststream_relay"],
        "gateway": ["peers.faststream_gateway"],
    }
    relay = "faststream relay"

    def make_backlog(self, size: int) -> None:
        _seed(self.ground, "bench_faststream", size)


class NamekoCity(Peer):
    """Stock nameko as its examples do it: commit, then dispatch."""

    name = "nameko"
    databases = ("bench_nameko", "bench_nameko_other")
    act = Table("bench_nameko", "check_in", "id")
    effects = (Table("bench_nameko_other", "evidence", "check_in_id"),)
    modules = {name: ["peers.nameko_city", name] for name in ("evidence", "checkins", "gateway")}


class Ceiling(Peer):
    """psycopg and raw py-amqp by hand, for the backlog alone; it has no HTTP."""

    name = "ceiling"
    databases = ("bench_ceiling", "bench_ceiling_other")
    act = Table("bench_ceiling", "outbox", "event_id")
    effects = (Table("bench_ceiling_other", "evidence", "check_in_id"),)
    modules = {"effects": ["peers.ceiling", "effects"], "relay": ["peers.ceiling", "relay"]}
    relay = "ceiling relay"

    def prepare(self) -> None:
        with psycopg.connect(self.ground.conninfo("bench_ceiling")) as connection:
            connection.execute(
                "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL, "
                "body bytea NOT NULL, published_at timestamptz)"
            )
            connection.execute("CREATE INDEX ON outbox (id) WHERE published_at IS NULL")
        with psycopg.connect(self.ground.conninfo("bench_ceiling_other")) as connection:
            connection.execute("CREATE TABLE inbox (event_id uuid PRIMARY KEY)")
            connection.execute("CREATE TABLE evidence (check_in_id uuid PRIMARY KEY, person_id uuid, at timestamptz)")

    def wait_until_ready(self) -> None:
        self.make_backlog(1)
        if self.wait_until_done(READY_WITHIN):
            raise RuntimeError("the ceiling was not ready")

    def make_backlog(self, size: int) -> None:
        _seed(self.ground, "bench_ceiling", size)

    def _is_awake(self) -> bool:
        return True


def _seed(ground: Ground, database: str, size: int) -> None:
    """Events of check-ins into a peer's outbox, as its service writes them."""
    at = datetime.now(UTC).isoformat()
    with (
        psycopg.connect(ground.conninfo(database)) as connection,
        connection.cursor() as cursor,
        cursor.copy("COPY outbox (event_id, body) FROM STDIN") as copy,
    ):
        for _ in range(size):
            words = {name: str(uuid4()) for name in ("event_id", "check_in_id", "person_id")}
            copy.write_row((words["event_id"], json.dumps(words | {"at": at}).encode()))
