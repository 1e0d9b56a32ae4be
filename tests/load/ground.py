"""What all contestants stand on: one PostgreSQL server, one RabbitMQ node, one environment for the peers' packages."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from runtime.local_postgres import LocalPostgres
from runtime.testing.postgres import TestServer
from runtime.testing.rabbit import Broker, running_broker
from tests.load import processor

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENVIRONMENT = ROOT / ".gongjian" / "bench-venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = HERE / "requirements.txt"


@dataclass
class Ground:
    """Servers and a folder for logs. `fsync` says whether PostgreSQL waits for the disk: for everybody or for nobody."""

    postgres: TestServer
    broker: Broker
    folder: Path
    fsync: bool

    @property
    def amqp_uri(self) -> str:
        return self.broker.uri

    def processor_seconds(self) -> float:
        """What database and broker have used so far; a broker that somebody else runs counts as nothing."""
        return processor.seconds_of(self._processes())

    def put_ahead(self) -> None:
        """Database, broker and load generator."""
        processor.put_ahead([*self._processes(), os.getpid()])

    def _processes(self) -> list[int]:
        servers = [pid for pid in (self.postgres.server.pid(), getattr(self.broker, "pid", None)) if pid]
        return [pid for server in servers for pid in processor.tree(server)]

    def database(self, name: str) -> str:
        """The URL (psycopg) of a new, empty database."""
        return self.postgres.create(name)

    def conninfo(self, name: str) -> str:
        return self.postgres.server.conninfo(name)

    def rows(self, database: str, query: str, words: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.conninfo(database), autocommit=True) as connection:
            return connection.execute(query, words).fetchall()

    def count(self, database: str, query: str, words: tuple[Any, ...] = ()) -> int:
        return int(self.rows(database, query, words)[0][0])


@contextmanager
def ground(*, fsync: bool) -> Iterator[Ground]:
    """Servers of one's own in a temporary folder, ended and deleted afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gongjian-bench-")))
        server = LocalPostgres(folder / "postgres", durable=fsync)
        stack.callback(server.remove)
        _start_with_commit_times(server)
        rabbit = stack.enter_context(running_broker())
        yield Ground(TestServer(server), rabbit, folder, fsync)


def _start_with_commit_times(server: LocalPostgres) -> None:
    """PostgreSQL remembers when each transaction committed: effects are counted and timed by that, after the run."""
    server.start()
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET track_commit_timestamp = on")
        # Everybody stays connected at once here, the embedded city and its neighbours too.
        connection.execute("ALTER SYSTEM SET checkpoint_timeout = '30min'")
    server.stop()
    server.start()


def make_environment() -> None:
    """Brings `.gongjian/bench-venv` to the lock file; the peers' packages never come near the product's."""
    stamp = ENVIRONMENT / "lock.stamp"
    wanted = f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {sys.version_info.major}.{sys.version_info.minor}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("Installing the peers' packages into .gongjian/bench-venv", flush=True)
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    command += ["--only-binary=:all:", "--require-hashes", "-r", str(LOCK)]
    if subprocess.run(command, check=False).returncode:
        sys.exit("pip could not install the peers' packages; its message stands above")
    stamp.write_text(wanted, encoding="utf-8")


def plain_environment() -> dict[str, str]:
    """The environment without what belongs to the product: a peer must not find our sources or settings."""
    ours = ("GONGJIAN_", "PYTHON", "PSYCOPG_", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
