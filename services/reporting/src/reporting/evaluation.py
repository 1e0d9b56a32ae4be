"""Turns facts into figures. Distinct subjects are counted anew for each area: areas of a distinct count never add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, literal, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from contracts.catalogue import metric_named
from contracts.metrics import DaysInPeriod, Distinct, Measure, Metric, NumeratorOf, Reach, Total, When
from reporting.domain.fact import Fact
from reporting.domain.period import Period
from runtime.replicas import AREA

FACT: Any = Fact.__table__


@dataclass(frozen=True)
class Figure:
    """A metric's value for an area and a period. `facts` stand behind the numerator, `imported` of them came late."""

    metric: Metric
    numerator: int
    denominator: int | None
    facts: int
    imported: int
    as_of: datetime

    @property
    def ratio(self) -> float | None:
        """Numerator ÷ denominator; None without a denominator or when there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


def figure(session: Session, metric: Metric, area_id: UUID, period: Period) -> Figure:
    """Evaluates one metric for the area, counting only what was true before `period.as_of`."""
    counted = session.execute(_count(metric.numerator, area_id, period)).one()
    below = _denominator(session, metric, area_id, period)
    return Figure(metric, counted.value, below, counted.facts, counted.imported, period.as_of)


def denominator_of(metric: Metric) -> Measure | DaysInPeriod | None:
    """What a metric is a share of, its own measure or another metric's."""
    if isinstance(metric.denominator, NumeratorOf):
        return metric_named(metric.denominator.metric).numerator
    return metric.denominator


def counting_facts(measure: Measure, area_id: UUID, period: Period) -> ColumnElement[bool]:
    """The condition under which a fact counts: begun, not voided, in the area, in the period, as the measure asks."""
    condition: ColumnElement[bool] = FACT.c.series == measure.series.id
    for further in (
        FACT.c.begin_event.is_not(None),
        FACT.c.void_event.is_(None),
        FACT.c.area.in_(_areas(measure.reach, area_id)),
        *_timely(measure.when, period),
        *_wanted(measure),
    ):
        condition = condition & further
    return condition


def _denominator(session: Session, metric: Metric, area_id: UUID, period: Period) -> int | None:
    match denominator_of(metric):
        case None:
            return None
        case DaysInPeriod():
            return period.days
        case measure:
            return int(session.execute(_count(measure, area_id, period)).one().value)


def _count(measure: Measure, area_id: UUID, period: Period) -> Select[Any]:
    return select(
        _value(measure).label("value"),
        func.count().label("facts"),
        func.count().filter(FACT.c.imported).label("imported"),
    ).where(counting_facts(measure, area_id, period))


def _value(measure: Measure) -> ColumnElement[Any]:
    match measure:
        case Total():
            return func.coalesce(func.sum(FACT.c.amount), 0)
        case Distinct(of="subject"):
            return func.count(FACT.c.subject.distinct())
        case Distinct(of="key"):
            return func.count(FACT.c.key.distinct())
        case Distinct(of=word):
            return func.count(_kept(word).distinct())
        case _:
            raise TypeError(f"{type(measure).__name__} is not a way of counting")


def _areas(reach: Reach, area_id: UUID) -> Select[Any]:
    place: ScalarSelect[Any] = select(AREA.c.path).where(AREA.c.area_id == area_id).scalar_subquery()
    inside: ColumnElement[bool] = AREA.c.path.op("<@", is_comparison=True)(place)
    if reach is Reach.LINEAGE:
        inside = or_(inside, AREA.c.path.op("@>", is_comparison=True)(place))
    return select(AREA.c.area_id).where(inside)


def _timely(when: When, period: Period) -> Iterator[ColumnElement[bool]]:
    yield FACT.c.begins_at < period.as_of
    match when:
        case When.BEGAN:
            yield FACT.c.begins_at >= period.begins
        case When.AT_END:
            yield or_(FACT.c.end_event.is_(None), FACT.c.ends_at >= period.as_of)
        case When.DURING:
            yield or_(FACT.c.end_event.is_(None), FACT.c.ends_at > period.begins)


def _wanted(measure: Measure) -> Iterator[ColumnElement[bool]]:
    for word, wanted in measure.where.items():
        values = wanted if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
        yield _kept(word).in_([literal(value, JSONB) for value in values])


def _kept(word: str) -> ColumnElement[Any]:
    """A field kept when the episode began, else one kept when it ended."""
    return func.coalesce(FACT.c.kept[word], FACT.c.end_kept[word], type_=JSONB)
