"""Makes facts of archived events. One set-based statement per taking, the same live and in a rebuild.

The three takings of a series (begins, ends, voids) each own their columns of the fact, and each keeps the earliest
telling. Minimum is commutative and idempotent: so neither order nor repetition of events changes a fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from marshmallow import fields
from sqlalchemy import ColumnElement, Select, bindparam, cast, func, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, Insert, distinct_on, insert
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger, Date, DateTime, Text, Uuid

from contracts import catalogue
from contracts.metrics import Series, Take
from kernel.period import SHANGHAI
from reporting.domain.archive import ArchivedEvent
from reporting.domain.fact import Fact

ARCHIVE: Any = ArchivedEvent.__table__
FACT: Any = Fact.__table__
CIVIL_ZONE = SHANGHAI.key


@dataclass(frozen=True)
class Taking:
    """One compiled taking: the statement that projects the events named `event` among the archived `ids`."""

    event: str
    statement: Insert


def project(session: Session, names: set[str], ids: Sequence[UUID]) -> None:
    """Projects archived events into facts. `names` are the events' names: takings of others are not asked."""
    for taking in takings():
        if taking.event in names:
            session.execute(taking.statement, {"ids": list(ids)})


@cache
def takings() -> tuple[Taking, ...]:
    """Every declared taking, always in the same order, so that concurrent batches lock facts alike."""
    return tuple(taking for series in sorted(catalogue.series(), key=lambda one: one.id) for taking in _of(series))


def _of(series: Series) -> Iterator[Taking]:
    for take in series.begins:
        yield Taking(take.event.name, _begin(series, take))
    for take in series.ends:
        yield Taking(take.event.name, _end(series, take))
    for take in series.voids:
        yield Taking(take.event.name, _void(series, take))


def _begin(series: Series, take: Take) -> Insert:
    columns = {
        "subject": _text(take.subject) if take.subject else literal(None, Text),
        "area": ARCHIVE.c.area,
        "amount": cast(_text(take.amount), BigInteger) if take.amount else literal(1, BigInteger),
        "kept": _kept(take),
        "imported": ARCHIVE.c.kind == "import",
        "begins_at": _moment(take),
        "begin_event": ARCHIVE.c.event_id,
    }
    return _earliest(series, take, columns, "begins_at", "begin_event")


def _end(series: Series, take: Take) -> Insert:
    columns = {"ends_at": _moment(take), "end_kept": _kept(take), "end_event": ARCHIVE.c.event_id}
    return _earliest(series, take, columns, "ends_at", "end_event")


def _void(series: Series, take: Take) -> Insert:
    return _earliest(
        series, take, {"voided_at": _moment(take), "void_event": ARCHIVE.c.event_id}, "voided_at", "void_event"
    )


def _earliest(series: Series, take: Take, columns: dict[str, ColumnElement[Any]], at: str, event: str) -> Insert:
    """Writes `columns` of each episode from its earliest telling, unless an earlier one already stands."""
    rows = _episodes(series, take, columns)
    statement = insert(FACT).from_select(["series", "key", *columns], rows)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["series", "key"],
        set_={name: new[name] for name in columns},
        where=or_(FACT.c[event].is_(None), tuple_(new[at], new[event]) < tuple_(FACT.c[at], FACT.c[event])),
    )


def _episodes(series: Series, take: Take, columns: dict[str, ColumnElement[Any]]) -> Select[Any]:
    key = _key(take).label("key")
    picked = (
        select(literal(series.id, Text).label("series"), key, *(column.label(n) for n, column in columns.items()))
        .where(ARCHIVE.c.event_id == func.any(bindparam("ids", type_=ARRAY(Uuid))), ARCHIVE.c.name == take.event.name)
        .where(*(_text(name).is_not(None) for name in take.key), *_conditions(take))
    )
    return picked.ext(distinct_on(key)).order_by(key, _moment(take), ARCHIVE.c.event_id)


def _key(take: Take) -> ColumnElement[Any]:
    """The episode's name; of a list, one row for each item."""
    if take.each is not None:
        items: ColumnElement[Any] = func.jsonb_array_elements_text(ARCHIVE.c.data[take.each], type_=Text)
        return items
    return func.concat_ws("/", *(_text(name) for name in take.key))


def _conditions(take: Take) -> Iterator[ColumnElement[bool]]:
    for name, wanted in take.where.items():
        values = wanted if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
        yield ARCHIVE.c.data[name].in_([literal(value, JSONB) for value in values])


def _moment(take: Take) -> ColumnElement[Any]:
    """When the fact was true from: a civil date of a payload begins at its midnight in Asia/Shanghai."""
    if take.at is None:
        return ARCHIVE.c.occurred_at
    if _is_date(take):
        midnight = cast(cast(_text(take.at), Date), TIMESTAMP(timezone=False))
        return func.timezone(CIVIL_ZONE, midnight, type_=DateTime(timezone=True))
    return cast(_text(take.at), TIMESTAMP(timezone=True))


def _is_date(take: Take) -> bool:
    return isinstance(take.event._declared_fields[take.at], fields.Date)  # type: ignore[index]


def _kept(take: Take) -> ColumnElement[Any]:
    pairs = [part for name in take.keep for part in (literal(name, Text), ARCHIVE.c.data[name])]
    return func.jsonb_build_object(*pairs, type_=JSONB)


def _text(name: str) -> ColumnElement[str]:
    column: ColumnElement[str] = ARCHIVE.c.data[name].astext
    return column
