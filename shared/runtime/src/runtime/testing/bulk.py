"""Loading millions of rows: indexes are made once at the end, and no trigger is fired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_CONSTRAINTS = """
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
      FROM pg_constraint c
     WHERE c.conrelid = ANY(%(tables)s::regclass[]) AND c.contype IN ('p', 'u', 'x')
       AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)
     ORDER BY c.conname
"""
_INDEXES = """
    SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
      FROM pg_index i
     WHERE i.indrelid = ANY(%(tables)s::regclass[])
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
     ORDER BY i.indexrelid
"""


@contextmanager
def in_bulk(cursor: Any, tables: Sequence[str]) -> Iterator[None]:
    """Within the block `tables` have no indexes but the keys that others refer to, and nothing fires triggers or checks
    references; at the end the indexes are made again, as the migrations defined them."""
    for setting in ("session_replication_role = replica", "maintenance_work_mem = '512MB'", "work_mem = '256MB'"):
        cursor.execute(f"SET LOCAL {setting}")
    found = [*_rows(cursor, _CONSTRAINTS, tables), *_rows(cursor, _INDEXES, tables)]
    for drop, _ in found:
        cursor.execute(drop)
    yield
    for _, make in found:
        cursor.execute(make)


def _rows(cursor: Any, query: str, tables: Sequence[str]) -> list[tuple[str, str]]:
    # Without parameters `%` is just a character, which format() needs.
    names = "ARRAY[" + ", ".join(f"'{table}'" for table in tables) + "]"
    found: list[tuple[str, str]] = cursor.execute(query.replace("%(tables)s", names)).fetchall()
    return found
