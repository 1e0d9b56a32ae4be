"""Copies (查阅复制): what a service holds of a person, read from the registers that its door names, sealed words opened.

A service says once where it keeps something of people: `hold(Holding("cards", Card.__table__, by=("person_id",)))`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Table, or_, select, text
from sqlalchemy.orm import Session

from contracts.copies import Holder, copy_operation
from runtime import audit
from runtime.access import Caller
from runtime.ciphers import Unreadable
from runtime.doors import Door
from runtime.protection import KeyDestroyed, unseal
from runtime.replicas import PERSON

MOST_ROWS = 1_000
"""Rows of one register in a copy."""
MOST_READINGS = 1_000

# A masked reply that showed something names its fields; a value that was opened by itself is named by the act.
_READINGS = text("""
    SELECT max(at) AS at, field, account_id
      FROM (SELECT at, correlation_id, actor_account AS account_id,
                   jsonb_array_elements_text(coalesce(detail -> 'fields', jsonb_build_array(substr(act, 6)))) AS field
              FROM runtime.audit
             WHERE target = ANY(CAST(:targets AS text[])) AND act LIKE 'read:%'
               AND actor_person IS DISTINCT FROM :person) AS shown
     GROUP BY correlation_id, field, account_id ORDER BY 1 DESC, 2 LIMIT :most
""")


@dataclass(frozen=True)
class Holding:
    """A register with rows of people.

    by      columns that hold the person's id
    also    another way to find the person's rows, such as a keyed hash of their id
    sealed  columns with sealed words, each with the column whose id they are sealed under
    hidden  columns that are the service's own: hashes, keys of searching
    """

    register: str
    table: Any
    by: tuple[str, ...] = ("person_id",)
    also: Callable[[UUID], ColumnElement[bool]] | None = None
    sealed: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def rows_of(self, session: Session, person_id: UUID) -> list[Mapping[Any, Any]]:
        """The person's rows, newest first as far as ids tell; one more than are told, where there are so many."""
        table: Table = self.table
        mine = [table.c[name] == person_id for name in self.by]
        if self.also is not None:
            mine.append(self.also(person_id))
        order = [column.desc() for column in table.primary_key]
        found = session.execute(select(table).where(or_(*mine)).order_by(*order).limit(MOST_ROWS + 1))
        return list(found.mappings())


def open_at(door: Door) -> None:
    """Serve the copies of the door's service."""
    operation = copy_operation(door.service)

    def copy_of_person(session: Session, caller: Caller, *, held_of: UUID) -> dict[str, Any]:
        audit.record(session, caller, act=operation.name, target=held_of)
        return copy(session, caller, door.holdings, held_of)

    door.guard(Holder, PERSON)
    door.serve(operation, copy_of_person)


def copy(session: Session, caller: Caller, holdings: list[Holding], person_id: UUID) -> dict[str, Any]:
    """All registers that have rows of the person, and who else read what is sealed of them."""
    held: dict[str, list[dict[str, Any]]] = {}
    cut, targets = [], {str(person_id)}
    for holding in holdings:
        rows = holding.rows_of(session, person_id)
        if len(rows) > MOST_ROWS:
            cut.append(holding.register)
        told = [dict(_told(session, caller, holding, row)) for row in rows[:MOST_ROWS]]
        if told:
            held[holding.register] = told
        targets |= {str(row[key.name]) for row in rows for key in holding.table.primary_key}
    words = {"targets": sorted(targets), "person": person_id, "most": MOST_READINGS}
    readings = [dict(row) for row in session.execute(_READINGS, words).mappings()]
    return {"person_id": person_id, "held": _plain(held), "readings": readings, "cut": cut}


def _told(session: Session, caller: Caller, holding: Holding, row: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """The row's words. What is sealed is opened; of other bytes nobody can read anything."""
    for name, value in row.items():
        if name in holding.hidden:
            continue
        if name in holding.sealed:
            plain = name.removesuffix("_sealed")
            yield plain, _opened(session, caller, row[holding.sealed[name]], value, plain)
        elif not isinstance(value, bytes):
            yield name, value


def _opened(session: Session, caller: Caller, key: UUID, cipher: bytes | None, name: str) -> str | None:
    if cipher is None:
        return None
    try:
        return unseal(session, caller, key, cipher, field=name).decode()
    except (KeyDestroyed, Unreadable):
        return None


def _plain(held: dict[str, Any]) -> dict[str, Any]:
    """As it travels: days, moments and ids as texts."""
    plain: dict[str, Any] = orjson.loads(orjson.dumps(held, default=str))
    return plain
