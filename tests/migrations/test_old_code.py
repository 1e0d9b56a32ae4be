"""The released code on the schema of now, and a released database brought to it: what a city's release night sees."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from contracts.catalogue import SERVICES
from runtime import migrations
from runtime.settings import settings
from tests.migrations import release

pytestmark = pytest.mark.integration

ROOT = release.ROOT
# An act and a reaction or a clock of every service; at full size every component test of the release.
QUICK = [
    "services/membership/tests/component/test_posts_and_pledges.py::test_hours_and_shifts_become_evidence_and_reversed_ones_do_not",
    "services/membership/tests/component/test_posts_and_pledges.py::test_a_unit_that_closes_gives_its_posts_back",
    "services/volunteering/tests/component/test_reactions.py::test_a_kept_shift_is_credited_once_and_not_told_again",
    "services/eldercare/tests/component/test_cards.py::test_three_cards_and_one_of_each",
    "services/eldercare/tests/component/test_elders.py::test_a_move_to_another_community_ends_the_stay",
    "services/patrol/tests/component/test_reactions.py::test_volunteering_fills_a_shift_and_takes_it_back",
    "services/cobuilding/tests/component/test_agreements.py::test_an_agreement_is_signed_and_told",
    "services/cobuilding/tests/component/test_agreements.py::test_the_clock_lapses_it_the_day_after_its_last",
    "services/reporting/tests/component/test_archive.py",
]
WHOLE = [f"services/{service}/tests/component" for service in SERVICES]


@pytest.fixture(scope="module")
def old_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release.unpack(tmp_path_factory.mktemp("released"))


@pytest.fixture(scope="module")
def old_code_new_schema(old_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The released repository with today's migrations, and with the tables of the runtime that these create."""
    tree = shutil.copytree(old_tree, tmp_path_factory.mktemp("mixed") / "city")
    for service in SERVICES:
        # The steps alone: `env.py` names the mapped classes of its own release.
        versions = Path("services") / service / "migrations" / "versions"
        replace(ROOT / versions, tree / versions)
    runtime = Path("shared/runtime/src/runtime")
    replace(ROOT / runtime / "schema", tree / runtime / "schema")
    shutil.copy(ROOT / runtime / "schema.py", tree / runtime)
    return tree


def replace(source: Path, target: Path) -> None:
    shutil.rmtree(target)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def run(tree: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python module of that tree's code, in this environment's interpreter."""
    patterns = ("shared/*/src", "gateway/src", "services/*/src", "deploy/embedded/src")
    sources = [str(path) for pattern in patterns for path in sorted(tree.glob(pattern))]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=tree,
        env={**kept, "PYTHONPATH": os.pathsep.join(sources), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def run_tests(tree: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    """Small sizes: whether a statement fits the schema does not hang on how many rows there are."""
    return run(tree, "pytest", "-q", "-p", "no:cacheprovider", "--timeout", "600", *paths, GONGJIAN_SCALE="0.05")


@pytest.mark.timeout(1800)
def test_the_released_code_works_on_the_schema_of_now(old_code_new_schema: Path) -> None:
    done = run_tests(old_code_new_schema, *(WHOLE if settings.scale >= 1 else QUICK))
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-2_000:]
    assert " passed" in done.stdout


BREACH = """
from alembic import op

revision = "9002"
down_revision = "{before}"


def upgrade() -> None:
    op.drop_column("shift", "night")
"""


def test_a_schema_that_the_released_code_cannot_use_is_noticed(old_code_new_schema: Path) -> None:
    versions = old_code_new_schema / "services" / "patrol" / "migrations" / "versions"
    before = max(path.name for path in versions.glob("*.py")).split("_")[0]
    planted = versions / "9002_planted.py"
    planted.write_text(BREACH.format(before=before), encoding="utf-8")
    try:
        done = run_tests(old_code_new_schema, next(test for test in QUICK if "/patrol/" in test))
    finally:
        planted.unlink()
    assert done.returncode == 1, done.stdout[-5_000:] + done.stderr[-2_000:]
    assert "night" in done.stdout


SCHEMA = {
    "columns": """
        SELECT table_schema || '.' || table_name || '.' || column_name, data_type, udt_name, is_nullable, column_default,
               is_generated, generation_expression
          FROM information_schema.columns
    """,
    "constraints": """
        SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(c.oid), convalidated
          FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
    """,
    "indexes": "SELECT schemaname || '.' || indexname, indexdef FROM pg_indexes",
    "triggers": "SELECT tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """
        SELECT p.oid::regprocedure::text, prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
           AND nspname NOT IN ('pg_catalog', 'information_schema')
    """,
}
OURS = "pg_catalog|information_schema|pg_toast"


def schema_of(url: str) -> dict[str, dict[str, Any]]:
    """Everything that is declared in a database, by kind and name; PostgreSQL's own left out."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        rows = {kind: connection.execute(text(query)).all() for kind, query in SCHEMA.items()}
    return {
        kind: {row[0]: tuple(row[1:]) for row in found if not str(row[0]).startswith(tuple(OURS.split("|")))}
        for kind, found in rows.items()
    }


def test_a_released_database_becomes_the_same_as_a_new_one(
    old_tree: Path, postgres_server: Any, new_database: Any
) -> None:
    """Else a released migration, or what it executes, was edited: cities that ran it never see the edit."""
    done = run(old_tree, "runtime.cli", "migrate", GONGJIAN_DATABASE_URL=postgres_server.url("released_{service}"))
    assert done.returncode == 0, done.stderr[-2_000:]
    different = {}
    for service in SERVICES:
        url = postgres_server.url(f"released_{service}")
        migrations.run(service, url)
        upgraded, fresh = schema_of(url), schema_of(new_database(service).url)
        assert fresh["columns"] and fresh["indexes"]
        for kind, found in fresh.items():
            changed = found.items() ^ upgraded[kind].items()
            if changed:
                different[service, kind] = sorted(name for name, _ in changed)
        postgres_server.drop(f"released_{service}")
    assert different == {}
