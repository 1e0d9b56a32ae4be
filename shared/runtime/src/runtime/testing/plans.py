"""What a service asks PostgreSQL and how that is found (执行计划): the statements of a block, and where their plans read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

from psycopg import sql
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus
from sqlalchemy import Engine, event

Asked = tuple[str, Any]
"""A statement with its parameters."""

_PLACE = re.compile(r"%\((\w+)\)s")


def selects(engine: Engine) -> AbstractContextManager[list[Asked]]:
    """The readings that run within the block."""
    return statements(engine, "SELECT", "WITH")


@contextmanager
def statements(engine: Engine, *beginning: str) -> Iterator[list[Asked]]:
    """The statements that run within the block: all, or those that begin with one of these words."""
    seen: list[Asked] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith(beginning or ""):
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def scans(engine: Engine, asked: Asked, *, executed: bool = False) -> list[dict[str, Any]]:
    """The places of a plan where rows of a table are read, as EXPLAIN tells them; with the rows read where it is executed.

    The plan is the one for any parameters, which a service's connection may use from the sixth asking on.
    """
    statement, parameters = asked
    names = list(dict.fromkeys(_PLACE.findall(statement)))
    numbered = _PLACE.sub(lambda found: f"${names.index(found[1]) + 1}", statement).replace("%%", "%")
    values = [parameters[name] for name in names]
    given = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, values))) if names else sql.SQL("")
    explain = sql.SQL("EXPLAIN (ANALYZE {}, FORMAT JSON) EXECUTE asked {}").format(sql.SQL(str(executed)), given)
    with closing(engine.raw_connection()) as raw:
        connection: Any = raw.driver_connection
        connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        types = Transformer(connection)
        types.dump_sequence(values, [PyFormat.AUTO] * len(values))
        prepared = connection.pgconn.prepare(b"asked", numbered.encode(), types.types)
        assert prepared.status == ExecStatus.COMMAND_OK, prepared.error_message.decode()
        ((found,),) = connection.execute(explain).fetchone()
        connection.execute("DEALLOCATE asked")
        connection.rollback()
    return [node for node in _nodes(found["Plan"]) if "Relation Name" in node]


def read_whole(engine: Engine, asked: Asked) -> set[str]:
    """The tables that the plan reads from end to end."""
    return {scan["Relation Name"] for scan in scans(engine, asked) if scan["Node Type"] == "Seq Scan"}


def rows_read(scan: dict[str, Any]) -> float:
    """The rows that a place of an executed plan looked at, those that it threw away included."""
    each = scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0) + scan.get("Rows Removed by Index Recheck", 0)
    return float(each * scan["Actual Loops"])


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
