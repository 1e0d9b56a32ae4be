"""What a migration's SQL would do to the release that still runs: squawk's verdict on the statements really executed.

A city migrates first and replaces its containers afterwards, so the released code meets the new schema. Migrations
therefore only add. What is to go is taken away by a later release, in a migration that says so at its top:

    unused_since = "0.2.0"    # the released version whose code no longer knows it

A constraint that cannot be made beside the running release (`EXCLUDE` has no `NOT VALID`) holds its table up; the migration
says which and for how long, as it was measured:

    blocks_writes = "shift: 2 s for 400,000 rows"
"""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, event

SQUAWK = Path(sys.executable).with_name("squawk")
OLDEST_SERVER = "15.0"
NOT_ASKED = (
    "prefer-robust-stmts",  # alembic counts revisions: none runs twice
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-identity",
    "prefer-text-field",
    "prefer-timestamptz",  # how a column is declared is its team's
    "require-lock-timeout",
    "require-statement-timeout",  # the operator's, with PGOPTIONS
)
REMOVALS = (
    "ban-drop-column",
    "ban-drop-table",
    "ban-drop-constraint",
    "ban-drop-not-null",
    "ban-drop-default",
)
"""What a migration may do that removes what the release no longer knows."""
BLOCKING = "constraint-missing-not-valid"
"""What a migration that says how long a table is held up by it may do with an exclusion constraint, and with no other."""
EXCLUSION = re.compile(r"ALTER\s+TABLE\s+\w+\s+ADD\s+CONSTRAINT\s+\w+\s+EXCLUDE\b[^;]*", re.IGNORECASE)
# Comments, bodies of functions, texts: what stands in them is not done by the migration.
QUOTED = re.compile(r"--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'", re.DOTALL)
LOSES_ROWS = re.compile(r"\s*(?!\s*CREATE\b)(?:TRUNCATE\b|.*\bDELETE\s+FROM\b)", re.DOTALL | re.IGNORECASE)
PARAMETER = re.compile(r"%\(\w+\)s(?:::[\w ]+)?")


class Statement(NamedTuple):
    sql: str
    alone: bool
    """Executed outside the migration's transaction (`autocommit_block`)."""


@dataclass(frozen=True)
class Step:
    """One migration as it was executed. `unused_since` and `blocks_writes` are what its file says."""

    revision: str
    unused_since: str | None
    statements: tuple[Statement, ...]
    blocks_writes: str | None = None


def executed(folder: Path, url: str, released: Iterable[str]) -> list[Step]:
    """Bring the database at `url` to the head of `folder`'s migrations; the steps that the files `released` were not."""
    config = Config(folder / "alembic.ini")
    config.set_main_option("script_location", str(folder / "migrations"))
    old, scripts = set(released), ScriptDirectory.from_config(config)
    engine, steps, heard = create_engine(url, poolclass=NullPool), [], _Listener()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        event.listen(connection, "before_cursor_execute", heard)
        for script in reversed(list(scripts.walk_revisions())):
            heard.statements.clear()
            command.upgrade(config, script.revision)
            connection.commit()
            if Path(script.path).name not in old:
                since = getattr(script.module, "unused_since", None)
                blocks = getattr(script.module, "blocks_writes", None)
                steps.append(Step(script.revision, since, tuple(heard.statements), blocks))
    return steps


def findings(step: Step, released_version: str) -> list[str]:
    """What is wrong with a step, in words; nothing for one that the released code can live with."""
    allowed: tuple[str, ...] = ()
    if step.unused_since is not None:
        if _number(step.unused_since) > _number(released_version):
            return [f"unused_since = {step.unused_since}, which is not released yet: remove it a release later"]
        allowed = REMOVALS
    found = _squawk(step)
    if step.blocks_writes is not None:
        others = replace(step, statements=tuple(one for one in step.statements if not EXCLUSION.fullmatch(one.sql)))
        found = [each for each in found if each["rule_name"] != BLOCKING]
        found += [each for each in _squawk(others) if each["rule_name"] == BLOCKING]
    return [
        *(f"loses rows: {lost}" for one in step.statements for lost in _losses(one.sql) if not allowed),
        *(f"{each['rule_name']}: {each['message']}" for each in found if each["rule_name"] not in allowed),
    ]


class _Listener:
    """Notes what goes to the server."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def __call__(self, connection: Any, cursor: Any, sql: str, *_: Any) -> None:
        if "alembic_version" not in sql:
            alone = connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
            self.statements.append(Statement(sql.strip().rstrip(";"), alone))


def _squawk(step: Step) -> list[dict[str, Any]]:
    text = "\n".join(_as_script(step.statements))
    words = [str(SQUAWK), "--reporter", "json", "--pg-version", OLDEST_SERVER, "--exclude", ",".join(NOT_ASKED)]
    said = subprocess.run(
        [*words, "--stdin-filepath", f"{step.revision}.sql"], input=text, capture_output=True, text=True, check=False
    )
    assert said.stdout, said.stderr
    found: list[dict[str, Any]] = json.loads(said.stdout)
    return found


def _as_script(statements: Iterable[Statement]) -> Iterator[str]:
    """The statements in transactions as they were executed: within one, a new table may be indexed at once."""
    for alone, group in itertools.groupby(statements, key=lambda statement: statement.alone):
        yield from [] if alone else ["BEGIN;"]
        yield from (f"{PARAMETER.sub('NULL', statement.sql)};" for statement in group)
        yield from [] if alone else ["COMMIT;"]


def _losses(script: str) -> Iterator[str]:
    """The statements of a script that take rows away."""
    for statement in QUOTED.sub(" ", script).split(";"):
        if LOSES_ROWS.match(statement):
            yield " ".join(statement.split())[:80]


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
