"""Turns facts into figures. Distinct subjects are counted anew for each area: areas of a distinct count never add up.

A fact counts where its place lay on the day that the measure asks of: the day it began, or the last day of the period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    and_,
    any_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from contracts.catalogue import metric_named
from contracts.metrics import DaysInPeriod, Distinct, Measure, Metric, NumeratorOf, Reach, Total, When
from kernel.period import SHANGHAI, civil_day
from reporting.domain.fact import Fact
from reporting.domain.period import Period
from reporting.grid import PAST_PLACE, Place, place_of
from runtime.replicas import AREA, Ltree

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
    place = place_of(session, area_id)
    counted = session.execute(_count(metric.numerator, place, period)).one()
    below = _denominator(session, metric, place, period)
    return Figure(metric, counted.value, below, counted.facts, counted.imported, period.as_of)


def denominator_of(metric: Metric) -> Measure | DaysInPeriod | None:
    """What a metric is a share of, its own measure or another metric's."""
    if isinstance(metric.denominator, NumeratorOf):
        return metric_named(metric.denominator.metric).numerator
    return metric.denominator


def counting_facts(measure: Measure, place: Place, period: Period) -> ColumnElement[bool]:
    """The condition under which a fact counts: begun, not voided, in the area, in the period, as the measure asks."""
    counts = _counts(measure, place, period, FACT.c)
    return and_(counts, ~_under_another(measure, place, period)) if measure.reach is Reach.TOPMOST else counts


def _counts(measure: Measure, place: Place, period: Period, fact: Any) -> ColumnElement[bool]:
    return and_(
        fact.series == measure.series_id,
        fact.begin_event.is_not(None),
        fact.void_event.is_(None),
        _there(measure, place, period, fact),
        *_timely(measure.when, period, fact),
        *_wanted(measure, fact),
    )


def _denominator(session: Session, metric: Metric, place: Place, period: Period) -> int | None:
    match denominator_of(metric):
        case None:
            return None
        case DaysInPeriod():
            return period.days
        case measure:
            return int(session.execute(_count(measure, place, period)).one().value)


def _count(measure: Measure, place: Place, period: Period) -> Select[Any]:
    return select(
        _value(measure).label("value"),
        func.count().label("facts"),
        func.count().filter(FACT.c.imported).label("imported"),
    ).where(counting_facts(measure, place, period))


def _value(measure: Measure) -> ColumnElement[Any]:
    match measure:
        case Total():
            return func.coalesce(func.sum(FACT.c.amount), 0)
        case Distinct(of="subject"):
            return func.count(FACT.c.subject.distinct())
        case Distinct(of="key"):
            return func.count(FACT.c.key.distinct())
        case Distinct(of="area"):
            return func.count(FACT.c.area.distinct())
        case Distinct(of=word):
            return func.count(_kept(word, FACT.c).distinct())
        case _:
            raise TypeError(f"{type(measure).__name__} is not a way of counting")


def _there(measure: Measure, place: Place, period: Period, fact: Any) -> ColumnElement[bool]:
    """Whether a fact's place lay in the area on the day that counts, or for a lineage above it."""
    lies = fact.area.in_(_areas_now(place, measure.reach))
    if not place.has_past:
        return lies
    day = _day(measure.when, period, fact)
    lay = and_(PAST_PLACE.c.area_id == fact.area, PAST_PLACE.c.since <= day, PAST_PLACE.c.until > day)
    lay_here = exists().where(lay, _inside(PAST_PLACE.c.path, place.paths))
    once = select(PAST_PLACE.c.area_id).where(_inside(PAST_PLACE.c.path, place.paths))
    # The first condition adds nothing but the way to the facts by their area.
    return and_(
        fact.area.in_(union(_areas_now(place, measure.reach), once)), or_(and_(lies, ~exists().where(lay)), lay_here)
    )


def _areas_now(place: Place, reach: Reach) -> Select[Any]:
    here: ScalarSelect[Any] = select(AREA.c.path).where(AREA.c.area_id == place.area_id).scalar_subquery()
    inside: ColumnElement[bool] = AREA.c.path.op("<@", is_comparison=True)(here)
    if reach is Reach.LINEAGE:
        inside = or_(inside, AREA.c.path.op("@>", is_comparison=True)(here))
    return select(AREA.c.area_id).where(inside)


def _inside(path: Any, paths: tuple[str, ...]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = path.op("<@", is_comparison=True)(any_(cast(list(paths), ARRAY(Ltree))))
    return found


def _day(when: When, period: Period, fact: Any) -> ColumnElement[Any]:
    """The civil day whose grid places a fact."""
    began = cast(func.timezone(SHANGHAI.key, fact.begins_at), Date)
    match when:
        case When.BEGAN:
            return began
        case When.DURING:
            return func.greatest(began, civil_day(period.begins))
        case _:
            return literal(period.last_day, Date)


def _under_another(measure: Measure, place: Place, period: Period) -> ColumnElement[bool]:
    """Whether a fact that counts as well was told of an area above this one's."""
    higher, upper, lower = FACT.alias("higher"), AREA.alias("upper"), AREA.alias("lower")
    above = and_(upper.c.path.op("@>", is_comparison=True)(lower.c.path), upper.c.path != lower.c.path)
    return (
        exists()
        .where(upper.c.area_id == higher.c.area, lower.c.area_id == FACT.c.area, above)
        .where(_counts(measure, place, period, higher.c))
    )


def _timely(when: When, period: Period, fact: Any) -> Iterator[ColumnElement[bool]]:
    yield fact.begins_at < period.as_of
    match when:
        case When.BEGAN:
            yield fact.begins_at >= period.begins
        case When.AT_END:
            yield or_(fact.end_event.is_(None), fact.ends_at >= period.as_of)
        case When.DURING:
            yield or_(fact.end_event.is_(None), fact.ends_at > period.begins)


def _wanted(measure: Measure, fact: Any) -> Iterator[ColumnElement[bool]]:
    for word, wanted in measure.where.items():
        values = wanted if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
        yield _kept(word, fact).in_([literal(value, JSONB) for value in values])


def _kept(word: str, fact: Any) -> ColumnElement[Any]:
    """A field kept when the episode began, else one kept when it ended."""
    return func.coalesce(fact.kept[word], fact.end_kept[word], type_=JSONB)
