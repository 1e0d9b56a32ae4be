"""Start-up and memory of the embedded city, demo year included."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from runtime.child_processes import free_port
from tests.load import processor
from tests.load.crew import Crew
from tests.load.ground import ROOT

READY_WITHIN = 300.0
SETTLES = 2.0


def embedded() -> dict[str, float]:
    """Seconds until it is ready, on an empty folder (database made, demo year loaded) and the next time; megabytes then."""
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
        first = _one_life(Path(folder))
        following = _one_life(Path(folder))
    return {
        "first_start_s": first["seconds"],
        "next_start_s": following["seconds"],
        "first_city_mb": first["city_mb"],
        "city_mb": following["city_mb"],
        "database_mb": following["database_mb"],
    }


def _one_life(folder: Path) -> dict[str, float]:
    crew, port = Crew(folder), free_port()
    command = [sys.executable, "-m", "embedded", "--port", str(port), "--home", str(folder / "home")]
    started = time.monotonic()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGJIAN_")}
    crew.spawn("embedded", command, environment, ROOT)
    try:
        _wait_until_ready(crew, port)
        seconds = time.monotonic() - started
        time.sleep(SETTLES)
        city = crew.running["embedded"].pid
        below = [pid for pid in processor.tree(city) if pid != city]
        return {"seconds": seconds, "city_mb": _megabytes([city]), "database_mb": _megabytes(below)}
    finally:
        crew.stop()


def _wait_until_ready(crew: Crew, port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        crew.complain_if_dead()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as reply:
                if reply.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the embedded city was not ready in {READY_WITHIN:.0f} s\n{crew.tail('embedded')}")


def _megabytes(pids: list[int]) -> float:
    """Proportional set size: what is shared between processes counts once, not once for each."""
    return sum(_proportional_kb(pid) for pid in pids) / 1024


def _proportional_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
