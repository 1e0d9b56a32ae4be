"""Fixtures of the city-wide tests, and the account of what they prove."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.city import own
from tests.city.city import City
from tests.city.proof import Proof, Table
from tests.city.record import Record
from tests.city.start import running_city

TABLE = pytest.StashKey[Table]()
OUTCOME = pytest.StashKey[bool]()
CITIES = {"whole_city", "own_city"}
WITH_A_CITY = 900
"""Seconds for a test that may be the first to need a city: bringing two up comes before its own time."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--mechanisms", action="store_true", help="print all 126 mechanisms with the tests that prove them"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TABLE] = Table()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        cities = CITIES & set(getattr(item, "fixturenames", ()))
        for city in cities:
            item.add_marker(city)
        if cities and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(WITH_A_CITY))


@pytest.fixture(scope="session")
def whole_city(rabbit: Any, postgres_server: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """One city over RabbitMQ for the whole session, with 圳尾's year in it."""
    with running_city(rabbit, postgres_server, tmp_path_factory.mktemp("city")) as city:
        yield city


@pytest.fixture(scope="session")
def own_city(postgres_server: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[own.OwnCity]:
    """A second city, which fuzzing and planting may spoil."""
    with own.own_city(postgres_server, tmp_path_factory.mktemp("own_city")) as city:
        yield city


@pytest.fixture
def city(whole_city: City, request: pytest.FixtureRequest) -> Iterator[City]:
    """The city, recording what this test does to it."""
    whole_city.record = Record(bus=whole_city.bus)
    yield whole_city
    marks = [mark.args[0] for mark in request.node.iter_markers("mechanism")]
    proof = Proof(request.node.nodeid, whole_city.record, request.node.stash.get(OUTCOME, False))
    for mechanism in marks:
        request.config.stash[TABLE].add(mechanism, proof)
    whole_city.record = None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report: Any = yield
    if call.when == "call":
        item.stash[OUTCOME] = report.passed
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    table = session.config.stash[TABLE]
    if not table.proofs or hasattr(session.config, "workerinput"):
        return
    unproven = [row for row in table.rows() if row["tests"] and row["result"] != "proven"]
    if unproven and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    table = config.stash[TABLE]
    if not table.proofs:
        return
    path = table.write()
    rows = table.rows()
    terminalreporter.section("mechanisms")
    for row in rows:
        if row["tests"] or config.getoption("--mechanisms"):
            tests = ", ".join(Path(test.split("::")[0]).stem + "::" + test.split("::")[-1] for test in row["tests"])
            waits = f"  waits for {', '.join(row['waits_for'])}" if row["waits_for"] else ""
            terminalreporter.line(
                f"{row['id']}  {row['result']:<10} {row['owner']:<13} {row['term']}{waits}  {tests}".rstrip()
            )
    proven = sum(row["result"] == "proven" for row in rows)
    terminalreporter.line(f"{proven} of {len(rows)} proven; written to {os.fspath(path)}")
