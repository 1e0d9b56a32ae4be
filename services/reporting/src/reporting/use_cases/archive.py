"""Keeps what is heard: each event once in the archive, and at once as facts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Column, column, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from contracts.catalogue import event_named
from contracts.classes import DataClass
from reporting.domain.archive import ArchivedEvent
from reporting.grid import retrace
from reporting.projection import project
from runtime.envelope import Received

ARCHIVE: Any = ArchivedEvent.__table__


def keep(session: Session, events: Sequence[Received]) -> None:
    """Archives a batch and projects it, each in one statement; an event that is there already is left as it is. Events
    of areas also tell where facts were placed before."""
    session.execute(_archive(events))
    names, ids = {event.name for event in events}, [event.event_id for event in events]
    project(session, names, ids)
    retrace(session, names, ids)


def _archive(events: Sequence[Received]) -> Any:
    """One parameter for the whole batch: decoding JSON in the database costs less than a bound value per column."""
    batch = literal(orjson.dumps([_row(event) for event in events]).decode()).cast(JSONB)
    columns: list[Column[Any]] = list(ARCHIVE.c)
    rows = (
        func.jsonb_to_recordset(batch)
        .table_valued(*(column(one.name, one.type) for one in columns))
        .render_derived(with_types=True)
    )
    return insert(ARCHIVE).from_select([one.name for one in columns], select(rows)).on_conflict_do_nothing()


def _row(event: Received) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "name": event.name,
        "producer": event.name.split(".", 1)[0],
        "aggregate": event.aggregate,
        "aggregate_id": event.aggregate_id,
        "seq": event.seq,
        "area": event.area,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
        "kind": event.kind,
        "correlation_id": event.correlation_id,
        "data": {word: value for word, value in event.raw.items() if word not in _personal(event.name)},
    }


@cache
def _personal(name: str) -> frozenset[str]:
    """Words of an event that say something of a person: no figure needs them, so they are not kept."""
    event = event_named(name)
    declared = event().fields if event is not None else {}
    return frozenset(
        field.data_key or word for word, field in declared.items() if field.metadata["data_class"] is DataClass.PERSONAL
    )
