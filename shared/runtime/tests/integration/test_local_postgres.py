"""A PostgreSQL of one's own survives what happens to processes: orders, kills, leftovers of both."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from runtime.child_processes import is_running
from runtime.local_postgres import LocalPostgres, clear_left_behind, temporary

pytestmark = pytest.mark.integration

WITHIN = 20.0


@pytest.fixture
def server() -> Iterator[LocalPostgres]:
    one = temporary()
    yield one
    one.remove()


@pytest.fixture
def kept(server: LocalPostgres) -> LocalPostgres:
    """A durable server on the same folder, as the embedded city runs it, with one row in it."""
    durable = LocalPostgres(server.folder)
    durable.start()
    with psycopg.connect(durable.conninfo()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'yes' AS answer")
    return durable


def answer(server: LocalPostgres) -> str:
    with psycopg.connect(server.conninfo()) as connection:
        row = connection.execute("SELECT answer FROM kept").fetchone()
    assert row is not None
    return str(row[0])


def ended(pid: int) -> bool:
    deadline = time.monotonic() + WITHIN
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(pid)


def test_it_has_what_the_city_needs(server: LocalPostgres) -> None:
    server.start()
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        for extension in ("ltree", "btree_gist", "pg_trgm"):
            connection.execute(f"CREATE EXTENSION {extension}")
        (trigrams,) = connection.execute("SELECT array_length(show_trgm('王芳'), 1)").fetchone() or (0,)
    assert trigrams, "trigrams of Chinese names need a UTF-8 character classification"


def test_what_was_committed_is_there_after_an_ordered_stop(kept: LocalPostgres) -> None:
    kept.stop()
    assert kept.pid() is None
    kept.start()
    assert answer(kept) == "yes"


def test_a_second_start_adopts_the_running_server(kept: LocalPostgres) -> None:
    before = kept.pid()
    LocalPostgres(kept.folder).start()
    assert kept.pid() == before


def test_what_was_committed_is_there_after_kill_9(kept: LocalPostgres) -> None:
    pid = kept.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert ended(pid)
    kept.start()
    assert answer(kept) == "yes"


def test_a_pid_file_that_names_somebody_else_does_not_matter(kept: LocalPostgres) -> None:
    lines = (kept.data / "postmaster.pid").read_text().splitlines()
    kept.stop()
    (kept.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert kept.pid() is None
    kept.start()
    assert answer(kept) == "yes"


def test_an_interrupted_first_start_is_made_anew(server: LocalPostgres) -> None:
    (server.folder / "data.new").mkdir()
    (server.folder / "data.new" / "PG_VERSION").write_text("18\n")
    server.start()
    assert server.pid() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_it_ends_with_a_parent_that_is_killed(server: LocalPostgres, tmp_path: Path) -> None:
    script = "import sys, time; from pathlib import Path; from runtime.local_postgres import LocalPostgres as L\n"
    script += f"one = L(Path({str(server.folder)!r})); one.start(); print(one.pid(), flush=True); time.sleep(600)"
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert ended(pid)
    parent.stdout.close()


def test_what_a_killed_run_left_behind_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, other = tmp_path / f"gongjian-pg-{gone.pid}-a", tmp_path / "somebody-elses"
    for folder in (left, other):
        (folder / "data").mkdir(parents=True)
    mine = temporary(tmp_path)
    clear_left_behind(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([mine.folder, other])


def test_a_folder_too_deep_for_a_socket_still_works(server: LocalPostgres) -> None:
    deep = LocalPostgres(server.folder / ("deep" * 25), durable=False)
    try:
        deep.start()
        assert not str(deep.socket_folder).startswith(str(deep.folder))
        with psycopg.connect(deep.conninfo()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        deep.remove()
