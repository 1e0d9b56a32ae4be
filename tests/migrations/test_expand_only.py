"""A migration only adds; what it takes away the release before no longer knew. Each kind of breach is planted here."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from contracts.__main__ import released
from contracts.catalogue import SERVICES
from runtime.migrations import home
from tests.migrations import release
from tests.migrations.linting import Statement, Step, executed, findings

RELEASED = "0.2.0"


def version_of(service: str) -> str:
    last = released(service)
    assert last is not None
    return str(last["version"])


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_new_since_the_release_only_adds(service: str, postgres_server: Any) -> None:
    old = release.migration_files(service)
    name = f"linted_{service}"
    steps = executed(home(service), postgres_server.create(name), old)
    postgres_server.drop(name)
    assert {step.revision: findings(step, version_of(service)) for step in steps} == {
        step.revision: [] for step in steps
    }


@pytest.mark.parametrize("service", SERVICES)
def test_released_migrations_are_still_there(service: str) -> None:
    assert release.migration_files(service) <= {path.name for path in (home(service) / "migrations/versions").iterdir()}


def step(*sql: str, alone: bool = False, unused_since: str | None = None, blocks_writes: str | None = None) -> Step:
    return Step("0002", unused_since, tuple(Statement(one, alone) for one in sql), blocks_writes)


BREACHES = {
    "ALTER TABLE shift DROP COLUMN night": "ban-drop-column",
    "DROP TABLE roster": "ban-drop-table",
    "ALTER TABLE shift RENAME COLUMN night TO evening": "renaming-column",
    "ALTER TABLE shift RENAME TO duty": "renaming-table",
    "ALTER TABLE shift SET SCHEMA duty": "ban-set-schema",
    "ALTER TABLE shift ADD COLUMN note text NOT NULL": "adding-required-field",
    "ALTER TABLE shift ALTER COLUMN area TYPE text": "changing-column-type",
    "ALTER TABLE shift ALTER COLUMN area SET NOT NULL": "adding-not-nullable-field",
    "ALTER TABLE shift ALTER COLUMN area DROP DEFAULT": "ban-drop-default",
    "ALTER TABLE shift ADD COLUMN at timestamptz DEFAULT clock_timestamp()": "adding-field-with-default",
    "CREATE INDEX of_night ON shift (night)": "require-concurrent-index-creation",
    "DROP INDEX of_night": "require-concurrent-index-deletion",
    "ALTER TABLE shift ADD CONSTRAINT long CHECK (minutes > 0)": "constraint-missing-not-valid",
    "ALTER TABLE shift ADD CONSTRAINT t FOREIGN KEY (team_id) REFERENCES team": "adding-foreign-key-constraint",
    "ALTER TABLE shift ADD CONSTRAINT one UNIQUE (night)": "disallowed-unique-constraint",
    "DELETE FROM shift": "loses rows",
    "TRUNCATE shift": "loses rows",
    "WITH gone AS (DELETE FROM shift RETURNING *) SELECT count(*) FROM gone": "loses rows",
    "UPDATE shift SET note = ''; DROP TABLE roster": "ban-drop-table",
    "-- roster goes\nDROP TABLE roster": "ban-drop-table",
    "SELECT %(one)s::VARCHAR; ALTER TABLE shift DROP COLUMN night": "ban-drop-column",
    "ALTER TABEL shift": "syntax-error",
}


@pytest.mark.parametrize("sql", BREACHES)
def test_a_planted_breach_is_found(sql: str) -> None:
    assert any(found.startswith(BREACHES[sql]) for found in findings(step(sql), RELEASED)), findings(
        step(sql), RELEASED
    )


EXPANSIONS = {
    "a column": step("ALTER TABLE shift ADD COLUMN note text"),
    "a column with a constant": step("ALTER TABLE shift ADD COLUMN note text DEFAULT '' NOT NULL"),
    "a table and its index": step(
        "CREATE TABLE owl (owl_id uuid PRIMARY KEY, shift_id uuid NOT NULL)", "CREATE INDEX of_shift ON owl (shift_id)"
    ),
    "an index beside the running release": step("CREATE INDEX CONCURRENTLY of_night ON shift (night)", alone=True),
    "a constraint for new rows": step("ALTER TABLE shift ADD CONSTRAINT long CHECK (minutes > 0) NOT VALID"),
    "rows": step("UPDATE shift SET note = %(note)s", "INSERT INTO owl SELECT gen_random_uuid(), id FROM shift"),
    "a function": step("CREATE FUNCTION owls() RETURNS void LANGUAGE sql AS $$ DELETE FROM owl; TRUNCATE owl $$"),
    "a guard": step(
        "CREATE TABLE owl (owl_id uuid PRIMARY KEY); CREATE TRIGGER owl_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON owl "
        "FOR EACH STATEMENT EXECUTE FUNCTION runtime.refuse_change()"
    ),
    "words": step("UPDATE shift SET note = 'we DELETE FROM nothing; TRUNCATE nothing' WHERE note IS NULL"),
}


@pytest.mark.parametrize("kind", EXPANSIONS)
def test_what_adds_may_be_done(kind: str) -> None:
    assert findings(EXPANSIONS[kind], RELEASED) == []


REMOVAL = "ALTER TABLE shift DROP COLUMN night"


def test_what_the_release_no_longer_knows_may_go() -> None:
    assert findings(step(REMOVAL, unused_since="0.2.0"), RELEASED) == []
    assert findings(step(REMOVAL, unused_since="0.1.9"), RELEASED) == []
    assert findings(step("DELETE FROM shift", unused_since="0.2.0"), RELEASED) == []


def test_what_is_unused_only_from_now_on_stays_a_release_longer() -> None:
    (found,) = findings(step(REMOVAL, unused_since="0.10.0"), RELEASED)
    assert "not released yet" in found


def test_a_removal_may_still_not_rename_or_retype() -> None:
    assert findings(step("ALTER TABLE shift RENAME TO duty", unused_since="0.1.0"), RELEASED)
    assert findings(step("ALTER TABLE shift ALTER COLUMN area TYPE text", unused_since="0.1.0"), RELEASED)


EXCLUSION = "ALTER TABLE shift ADD CONSTRAINT one_a_night EXCLUDE USING gist (night WITH =)"


def test_who_holds_a_table_up_says_so() -> None:
    (found,) = findings(step(EXCLUSION), RELEASED)
    assert found.startswith("constraint-missing-not-valid")
    assert findings(step(EXCLUSION, blocks_writes="shift: a second"), RELEASED) == []


def test_holding_a_table_up_is_no_leave_for_anything_else() -> None:
    checked = "ALTER TABLE shift ADD CONSTRAINT long CHECK (minutes > 0)"
    for breach in (REMOVAL, "DELETE FROM shift", checked, f"{EXCLUSION}; {checked}"):
        assert findings(step(EXCLUSION, breach, blocks_writes="shift: a second"), RELEASED)


PLANTED = """
from alembic import op

revision = "9002"
down_revision = "{before}"
{mark}

def upgrade() -> None:
    op.drop_column("shift", "night")
    with op.get_context().autocommit_block():
        op.create_index("of_area", "shift", ["area"], postgresql_concurrently=True)
"""


@pytest.mark.parametrize(("mark", "wrong"), [("", ["ban-drop-column"]), ('unused_since = "0.1.0"', [])])
def test_a_migration_is_judged_by_what_it_executes(
    tmp_path: Path, postgres_server: Any, mark: str, wrong: list[str]
) -> None:
    folder = shutil.copytree(home("patrol"), tmp_path / "patrol")
    versions = folder / "migrations" / "versions"
    known = sorted(path.name for path in versions.glob("*.py"))
    planted = PLANTED.format(before=known[-1].split("_")[0], mark=mark)
    (versions / "9002_planted.py").write_text(planted, encoding="utf-8")
    name = f"planted_{len(wrong)}"
    (found,) = executed(folder, postgres_server.create(name), known)
    postgres_server.drop(name)
    assert [one.alone for one in found.statements if one.sql.startswith(("ALTER", "CREATE"))] == [False, True]
    assert [each.split(":")[0] for each in findings(found, RELEASED)] == wrong
