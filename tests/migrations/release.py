"""The code of the last release, as the repository's history holds it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from contracts.__main__ import released
from contracts.catalogue import SERVICES

ROOT = Path(__file__).resolve().parents[2]


@cache
def commit() -> str:
    """The commit whose code was released. Fails where this clone does not reach back so far."""
    (found,) = {(release := released(service)) and release["commit"] for service in SERVICES}
    known = subprocess.run(["git", "cat-file", "-e", f"{found}^{{commit}}"], cwd=ROOT, capture_output=True, check=False)
    assert known.returncode == 0, f"this clone lacks the released commit {found}: git fetch --unshallow"
    return str(found)


def unpack(place: Path) -> Path:
    """The whole released repository in a folder."""
    archive = subprocess.run(["git", "archive", commit()], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "--extract", "--directory", str(place)], input=archive, check=True)
    return place


def migration_files(service: str) -> set[str]:
    """Names of the migrations that the release had."""
    folder = f"services/{service}/migrations/versions/"
    names = subprocess.run(
        ["git", "ls-tree", "--name-only", commit(), folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {Path(name).name for name in names.stdout.splitlines()}
