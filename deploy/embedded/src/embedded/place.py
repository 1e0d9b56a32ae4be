"""Where the city on this computer lies: `.gongjian/` beside the Makefile, or the folder that `--home` names."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runtime.local_postgres import LocalPostgres

ROOT = Path(__file__).resolve().parents[4]


class AlreadyRunning(RuntimeError):
    """Another process runs the city of this folder."""


@dataclass(frozen=True)
class Place:
    """The folders of one city. Deleting `home` deletes the city."""

    home: Path

    @property
    def postgres(self) -> LocalPostgres:
        return LocalPostgres(self.home / "postgres")

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def demo_loaded(self) -> Path:
        """Exists when the demo year is in the database; lies with the data, so that both are deleted together."""
        return self.home / "postgres" / "demo-loaded"

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the folder against a second city. Raises `AlreadyRunning`; the system lets go when the process ends."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(f"the city in {self.home} already runs in another process") from None
            yield

    def into_environment(self) -> None:
        """Point the runtime's settings at this place; what the caller has set himself stays, but for the city's own."""
        files = self.home / "files"
        files.mkdir(exist_ok=True)
        os.environ.update(
            GONGJIAN_MODE="embedded",
            GONGJIAN_DATABASE_URL=self.postgres.url(),
            GONGJIAN_KEYS_DIR=str(self.keys),
        )
        os.environ.setdefault("GONGJIAN_PACKS_DIR", str(ROOT / "deploy" / "packs"))
        os.environ.setdefault("GONGJIAN_FILES_URI", files.as_uri())
        # The demo's accounts sign in by published passwords: a second factor would prove nothing.
        os.environ.setdefault("GONGJIAN_SECOND_FACTOR", "off")
        # The terminal belongs to whoever tries the city: only what is wrong is told there.
        os.environ.setdefault("GONGJIAN_LOG_LEVEL", "warning")
