"""Runs the named stages one after the other, says how long each took, and fails if one of them failed.

    python .ci/stages.py lint types walls contracts unit database broker

A stage that fails does not keep the others from running: one run shows everything that is wrong. At the end stand the
ten slowest tests of all stages, what each failed test complained of, the time of each stage, and the number of tests
passed and failed. What a stage runs beside its first command says its say when it has ended.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as Xml
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / ".gongjian" / "reports"
SLOWEST = 10
TROUBLE, LINES_OF_A_COMPLAINT = {"failure", "error"}, 12
# The two cores of the machine that the budget is written for; one more worker only takes turns with them.
AT_ONCE = min(2, os.cpu_count() or 1)
PARALLEL = ["-n", str(AT_ONCE), "--dist", "worksteal"]

NO_IO = "not integration and not component and not broker and not mechanism"
WITH_SERVERS = "(broker or mechanism) and not whole_city and not own_city"
Command = list[str]
STAGES: dict[str, list[list[Command]]] = {
    "lint": [[["ruff", "check", "."]], [["ruff", "format", "--check", "."]]],
    "types": [[["mypy"]]],
    "walls": [[["lint-imports", "--no-logo"]]],
    "contracts": [[["contracts", "check"]]],
    "unit": [[["pytest", "-m", NO_IO, *PARALLEL]]],
    "database": [[["pytest", "-m", "(integration or component) and not broker and not mechanism", *PARALLEL]]],
    "broker": [
        [
            ["pytest", "-m", "whole_city"],
            ["pytest", "-m", f"{WITH_SERVERS} and not measured"],
            ["pytest", "-m", "own_city and not whole_city"],
        ],
        [["pytest", "-m", f"{WITH_SERVERS} and measured"]],
    ],
}
"""Each stage in turns: the commands of one turn run beside one another, with servers of their own, as many at once as there
are cores. What measures a delay has a turn to itself."""


class Test(NamedTuple):
    name: str
    seconds: float
    result: str  # passed, failed or skipped
    complaint: str = ""


@dataclass
class Outcome:
    """What became of one stage and of the tests that it ran."""

    stage: str
    failed: bool
    seconds: float
    tests: list[Test] = field(default_factory=list)


def main(stages: list[str]) -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    outcomes = [run(stage) for stage in stages]
    summarise(outcomes)
    return 1 if any(outcome.failed for outcome in outcomes) else 0


def run(stage: str) -> Outcome:
    print(f"\n=== {stage} ===", flush=True)
    for left in REPORTS.glob(f"{stage}-*"):
        left.unlink()
    started = time.monotonic()
    codes = [code for number, turn in enumerate(STAGES[stage]) for code in beside(turn, f"{stage}-{number}")]
    tests = [test for report in sorted(REPORTS.glob(f"{stage}-*.xml")) for test in tests_of(report)]
    return Outcome(stage, any(codes), time.monotonic() - started, tests)


def beside(turn: list[Command], name: str) -> list[int]:
    """Run the commands of one turn; their exit codes. The first speaks at once, each other one when it has ended."""
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        return list(
            at_once.map(lambda number: one(turn[number], f"{name}-{number}", aloud=not number), range(len(turn)))
        )


def one(words: Command, name: str, *, aloud: bool) -> int:
    full = command(words, REPORTS / f"{name}.xml")
    # A pytest that begins closes the folder of all pytests to others, PostgreSQL's user among them: each has its own.
    with TemporaryDirectory(prefix=f"{name}-", ignore_cleanup_errors=True) as folder:
        own = {**os.environ, "PYTEST_DEBUG_TEMPROOT": folder}
        if aloud:
            return subprocess.run(full, cwd=ROOT, check=False, env=own).returncode
        said = REPORTS / f"{name}.log"
        with said.open("wb") as log:
            code = subprocess.run(full, cwd=ROOT, check=False, env=own, stdout=log, stderr=subprocess.STDOUT).returncode
    print(f"\n{said.read_text(encoding='utf-8', errors='replace')}", end="", flush=True)
    return code


def command(words: Command, report: Path) -> Command:
    tool, *rest = words
    if tool == "lint-imports":
        # The one tool without a `python -m` of its own.
        return [str(Path(sys.executable).with_name(tool)), *rest]
    if tool == "pytest":
        rest = [*rest, "--quiet", f"--junit-xml={report}"]
    return [sys.executable, "-m", tool, *rest]


def tests_of(report: Path) -> Iterator[Test]:
    for case in Xml.parse(report).iter("testcase"):
        name = f"{case.get('classname', '')}::{case.get('name', '')}"
        seconds, trouble = float(case.get("time", "0")), next((one for one in case if one.tag in TROUBLE), None)
        if trouble is not None:
            yield Test(name, seconds, "failed", trouble.get("message", ""))
        else:
            yield Test(name, seconds, "passed" if case.find("skipped") is None else "skipped")


def summarise(outcomes: list[Outcome]) -> None:
    tests = [test for outcome in outcomes for test in outcome.tests]
    if tests:
        print(f"\nThe {SLOWEST} slowest tests (their first use of a server or the city counts as theirs)")
        for test in sorted(tests, key=lambda test: -test.seconds)[:SLOWEST]:
            print(f"  {test.seconds:7.2f} s  {test.name}")
    for test in tests:
        if test.result == "failed":
            print(f"\nFAILED {test.name}")
            print(*(f"  {line}" for line in test.complaint.splitlines()[:LINES_OF_A_COMPLAINT]), sep="\n")
    print("\nStages")
    for outcome in outcomes:
        print(f"  {outcome.seconds:7.1f} s  {outcome.stage:<10} {'FAILED' if outcome.failed else 'ok'}")
    count = Counter(test.result for test in tests)
    print(f"\n{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
