"""What import-linter cannot see: single names, rooms that hold the wrong thing, words that belong in packs."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.architecture.trees import ROOT, SERVICES, imported, modules, texts

# A domain maps and decides. Who opens, asks or speaks SQL stands in use_cases/ and queries.py.
MAPPING = {
    "sqlalchemy",
    "sqlalchemy.orm",
    "sqlalchemy.types",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.ext.hybrid",
}
SPEAKS_SQL = {
    "Session", "sessionmaker", "scoped_session", "object_session", "create_engine", "Engine", "Connection",
    "text", "select", "insert", "update", "delete", "event",
}  # fmt: skip
OWN_WORDS = {"__future__", "kernel", *sys.stdlib_module_names}

# 135, 168 and their like are one city's names for its mechanism; another city calls it otherwise.
LOCAL_NAMES = re.compile(r"(?<![\w.#-])(135|168)(?![\w.%-])|三双|五个一")
CODE = (".py", ".sql", ".html", ".js", ".ts", ".vue", ".mako")
# Packs and cities are data about one place; tests tell about it.
TELLS_OF_ONE_PLACE = re.compile(r"^(deploy/(packs|cities)/|tests/|.*/tests/)")

WALLED_TESTS = {"__future__", "pytest", "hypothesis", "tests", *sys.stdlib_module_names}
BEHIND_THE_WALL = {"sqlite3", "socket", "subprocess"}


def domain_files() -> list[Path]:
    return sorted(ROOT.glob("services/*/src/*/domain/*.py"))


def forbidden_in_domain(tree: ast.AST) -> list[str]:
    """Imports that a domain may not have; also used on planted breaches."""
    found = []
    for module, name in imported(tree):
        top = module.split(".")[0]
        if top in OWN_WORDS or module.endswith(".domain") or ".domain." in module:
            continue
        if module not in MAPPING or name in SPEAKS_SQL or not name:
            found.append(f"{module} {name}".strip())
    return found


@pytest.mark.parametrize("path", domain_files(), ids=lambda path: str(path.relative_to(ROOT / "services")))
def test_a_domain_maps_and_decides_but_never_asks(path: Path) -> None:
    assert forbidden_in_domain(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "breach",
    [
        "from sqlalchemy.orm import Session",
        "from sqlalchemy import text",
        "from sqlalchemy import Engine",
        "import sqlalchemy",
        "from sqlalchemy.orm.session import Session",
        "def late():\n    from sqlalchemy import select",
    ],
)
def test_a_domain_that_asks_is_noticed(breach: str) -> None:
    assert forbidden_in_domain(ast.parse(breach))


@pytest.mark.parametrize("service", SERVICES)
def test_the_door_is_a_table_of_contents(service: str) -> None:
    (path, tree), *_ = modules(f"services/{service}/src/{service}/service.py")
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    logic = [f"line {node.lineno}" for node in ast.walk(tree) if isinstance(node, kinds)]
    assert logic == [], f"{path.relative_to(ROOT)} does something itself"


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_rooms(service: str) -> None:
    home, source = ROOT / "services" / service, ROOT / "services" / service / "src" / service
    files = ["README.md", "CHANGELOG.md", "pyproject.toml", "Dockerfile", "alembic.ini", "migrations/env.py"]
    missing = [name for name in files if not (home / name).is_file()]
    rooms = ["service", "queries", "use_cases", "domain", "domain/errors"]
    # A room that has grown is a package of the same name.
    missing += [room for room in rooms if not ((source / f"{room}.py").is_file() or (source / room).is_dir())]
    assert missing == []


def test_no_code_knows_the_name_of_a_local_mechanism() -> None:
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts(*CODE)
        if not TELLS_OF_ONE_PLACE.match(name)
        for number, line in enumerate(text.splitlines(), 1)
        if LOCAL_NAMES.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("line", ["if pack == '135':", "三双 = True", "# 五个一", "mechanism(168)"])
def test_a_local_name_is_noticed(line: str) -> None:
    assert LOCAL_NAMES.search(line)


def test_there_is_no_room_for_what_fits_nowhere() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}
    assert [name for name, _ in texts(".py") if Path(name).name in drawers] == []


def test_mechanism_tests_hold_nothing_but_the_city() -> None:
    """They speak HTTP as a person does: nothing from src/, no database, no broker."""
    found = [
        f"{path.relative_to(ROOT)}: {module}"
        for path, tree in modules("tests/mechanisms/**/*.py")
        for module, _ in imported(tree)
        if (top := module.split(".")[0]) not in WALLED_TESTS or top in BEHIND_THE_WALL
    ]
    assert found == []


def test_files_hold_one_thing() -> None:
    long = {name: lines for name, text in texts(".py") if (lines := text.count("\n")) > 400}
    assert long == {}
