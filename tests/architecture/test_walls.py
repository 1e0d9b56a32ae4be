"""The walls stand, and a planted breach of each is noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")

# (contract as named in .importlinter, file to plant in, line to plant)
BREACHES = [
    ("kernel", "shared/kernel/src/kernel/planted.py", "import sqlalchemy"),
    ("kernel", "shared/kernel/src/kernel/planted.py", "import runtime"),
    ("contracts", "shared/contracts/src/contracts/planted.py", "import runtime.settings"),
    ("contracts", "shared/contracts/src/contracts/planted.py", "import nameko"),
    ("contracts-of-a-team", "shared/contracts/src/contracts/patrol/planted.py", "import contracts.membership"),
    ("domain", "services/membership/src/membership/domain/planted.py", "import marshmallow"),
    ("domain", "services/patrol/src/patrol/domain/planted.py", "import runtime.time"),
    ("domain", "services/reporting/src/reporting/domain/planted.py", "import kombu"),
    ("rooms", "services/reporting/src/reporting/domain/planted.py", "import reporting.queries"),
    ("services", "services/eldercare/src/eldercare/planted.py", "import membership"),
    ("gateway", "gateway/src/gateway/planted.py", "import volunteering"),
    ("gateway-and-databases", "gateway/src/gateway/planted.py", "import psycopg"),
    ("services-and-the-gateway", "services/cobuilding/src/cobuilding/planted.py", "import starlette"),
    ("runtime", "shared/runtime/src/runtime/planted.py", "import membership"),
    ("nameko", "services/volunteering/src/volunteering/planted.py", "import nameko"),
    ("nameko", "shared/runtime/src/runtime/planted.py", "import eventlet"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's packages and walls, to be broken at will."""
    place = tmp_path_factory.mktemp("walls")
    for source in source_folders():
        shutil.copytree(source, place / source.relative_to(ROOT), ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", place)
    return place


def source_folders() -> list[Path]:
    patterns = ("shared/*/src", "services/*/src", "gateway/src", "deploy/embedded/src")
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def lint(place: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """import-linter's verdict on the tree at `place`, on all contracts or the named ones."""
    sources = [str(place / source.relative_to(ROOT)) for source in source_folders()]
    # -S keeps the real tree (the environment's .pth file) off the path; the installed packages come back by name.
    packages = [path for path in sys.path if "site-packages" in path]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*sources, *packages])}
    words = [word for contract in contracts for word in ("--contract", contract)]
    command = [sys.executable, "-S", str(LINTER), "--no-logo", "--no-cache", *words]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)


def test_the_walls_stand(copy: Path) -> None:
    verdict = lint(copy)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES, ids=[f"{b[0]}: {b[2]}" for b in BREACHES])
def test_a_planted_breach_is_noticed(copy: Path, contract: str, file: str, line: str) -> None:
    planted = copy / file
    planted.write_text(f"{line}\n", encoding="utf-8")
    try:
        verdict = lint(copy, contract)
    finally:
        planted.unlink()
    assert verdict.returncode == 1, verdict.stdout + verdict.stderr
    assert "BROKEN" in verdict.stdout
    assert planted.stem in verdict.stdout


def test_every_wall_has_a_planted_breach() -> None:
    lines = (ROOT / ".importlinter").read_text(encoding="utf-8").splitlines()
    start = "[importlinter:contract:"
    walls = {line.removeprefix(start).rstrip("]") for line in lines if line.startswith(start)}
    assert walls == {contract for contract, _, _ in BREACHES}
