"""Keyset pages (分页): a page begins after the last row of the one before, so rows that come and go shift nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    ARRAY,
    Boolean,
    BooleanClauseList,
    ColumnElement,
    Select,
    UnaryExpression,
    Uuid,
    and_,
    cast,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import operators

from kernel.rules import BrokenRule

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


class CursorInvalid(BrokenRule):
    """`after` was not made by a page of this list."""

    code = "cursor_invalid"
    zh = "分页游标无效"
    en = "This cursor does not belong to this list"
    kind = "invalid"
    field = "after"


class Led(Boolean):
    """The type of a condition by whose index all rows of a list are to be found, and then sorted (ADR 26).

    PostgreSQL would rather walk the index of the order and look each row up among ten thousand areas, taking them for ten.
    """


@dataclass(frozen=True, slots=True)
class Among:
    """Rows whose `column` is one of `places`. An index on the column and the keys of the order has those of each place in
    that order, but not those of all: a page is put together from the first ones of each."""

    column: ColumnElement[UUID]
    places: Sequence[UUID]

    def page(self, wanted: Select[Any], orders: Sequence[bool], size: int) -> Select[Any]:
        """`wanted`, which is the page if there were one place alone, from all; `orders` says which keys descend."""
        places = func.unnest(cast(list(self.places), ARRAY(Uuid)))
        place = places.table_valued("area_id", name="place").render_derived()
        each = wanted.where(self.column == place.c.area_id).lateral("each")
        keys = [each.c[f"page_key_{n}"] for n in range(len(orders))]
        merged = [key.desc() if descending else key for key, descending in zip(keys, orders, strict=True)]
        return select(each).select_from(place.join(each, true())).order_by(*merged).limit(size)


def page(
    session: Session,
    stmt: Select[Any],
    *,
    keys: Sequence[ColumnElement[Any]],
    limit: int | None = None,
    after: str | None = None,
    among: Among | None = None,
) -> dict[str, Any]:
    """One page of `stmt`, ordered by `keys`: `{"items": [mapping, …], "next": cursor or None}`.

    `keys` are columns that are never null and together unique (end with the id); `column.desc()` turns one round.
    `limit` is cut to 1…200, 50 if None. With `among` only rows of those places, read place by place. Raises `CursorInvalid`
    (422) for a cursor of another list.
    """
    size = min(max(limit or DEFAULT_LIMIT, 1), MAX_LIMIT)
    orders = [_order(key) for key in keys]
    marked = stmt.add_columns(*[column.label(f"page_key_{n}") for n, (column, _) in enumerate(orders)])
    if after is not None:
        marked = marked.where(_beyond(orders, _decoded(after, orders)))
    first = _by_no_index(keys[0]) if _is_led(stmt.whereclause) else keys[0]
    wanted = marked.order_by(first, *keys[1:]).limit(size + 1)
    if among is not None:
        wanted = among.page(wanted, [descending for _, descending in orders], size + 1)
    rows = session.execute(wanted).mappings().all()
    items = [{name: value for name, value in row.items() if not name.startswith("page_key_")} for row in rows[:size]]
    more = len(rows) > size
    return {"items": items, "next": _encoded(rows[size - 1], len(orders)) if more else None}


def _is_led(condition: ColumnElement[bool] | None) -> bool:
    """Whether one of the conditions that all have to hold leads to the rows."""
    if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        return any(map(_is_led, condition.clauses))
    return condition is not None and isinstance(condition.type, Led)


def _by_no_index(key: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same order, as an expression that no index has."""
    column, descending = _order(key)
    shown: ColumnElement[Any] = func.coalesce(column, column)
    return shown.desc() if descending else shown


def _order(key: ColumnElement[Any]) -> tuple[ColumnElement[Any], bool]:
    if isinstance(key, UnaryExpression) and key.modifier is operators.desc_op:
        return key.element, True
    return key, False


def _beyond(orders: list[tuple[ColumnElement[Any], bool]], values: list[Any]) -> ColumnElement[bool]:
    columns = [column for column, _ in orders]
    if not any(descending for _, descending in orders):
        return tuple_(*columns) > tuple_(*values)
    if all(descending for _, descending in orders):
        return tuple_(*columns) < tuple_(*values)
    steps = []
    for n, ((column, descending), value) in enumerate(zip(orders, values, strict=True)):
        equal = [before == known for before, known in zip(columns[:n], values[:n], strict=True)]
        steps.append(and_(*equal, column < value if descending else column > value))
    return or_(*steps)


def _encoded(row: Any, count: int) -> str:
    values = [row[f"page_key_{n}"] for n in range(count)]
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def _decoded(cursor: str, orders: list[tuple[ColumnElement[Any], bool]]) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list):
            raise CursorInvalid
        return [_typed(column, value) for (column, _), value in zip(orders, values, strict=True)]
    except (ValueError, TypeError, AttributeError, binascii.Error) as wrong:
        raise CursorInvalid from wrong


def _typed(column: ColumnElement[Any], value: Any) -> Any:
    """A cursor's JSON value as the column's own type; a value of a wrong type is a forged cursor."""
    wanted = column.type.python_type
    if wanted is UUID:
        return UUID(value)
    if wanted is datetime:
        return datetime.fromisoformat(value)
    if wanted is date:
        return date.fromisoformat(value)
    if wanted is int and (not isinstance(value, int) or isinstance(value, bool)):
        raise CursorInvalid
    if wanted is str and (not isinstance(value, str) or "\0" in value):
        raise CursorInvalid
    return wanted(value)
