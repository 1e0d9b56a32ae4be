"""The annual report, the facts behind a figure, and the seals that were heard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, DateTime, Text, Uuid, column, func, select, table, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from contracts import catalogue
from contracts.access import role
from contracts.metrics import Measure, Metric
from contracts.reporting.operations import Account
from contracts.roles import OFFICERS
from reporting.domain.errors import AreaNotAccountable, AreaNotThereInYear, MetricUnknown, PartHasNoFacts
from reporting.domain.fact import Fact
from reporting.domain.period import Period, period_of
from reporting.evaluation import Figure, counting_facts, denominator_of, figure
from reporting.grid import place_of
from runtime.access import Caller
from runtime.packs import section
from runtime.paging import page
from runtime.replicas import AREA
from runtime.time import now

ACCOUNTABLE = frozenset({"city", "district", "street", "community"})
OTHER_FIGURES = ("其他指标", "Other figures")
FACT: Any = Fact.__table__
SEAL = table(
    "seal",
    column("event_id", Uuid),
    column("service", Text),
    column("chain", BigInteger),
    column("sealed_minute", DateTime(timezone=True)),
    column("entries", BigInteger),
    column("previous", Text),
    column("digest", Text),
    column("broken", Boolean),
)
READS_SUBJECTS = role(*OFFICERS).over(Account.area_id)


def show_annual_report(session: Session, caller: Caller, *, area: UUID, year: int) -> dict[str, Any]:
    """The account of `area` for `year`: the pack's sections in their order, then what no section names."""
    place, period = _account(session, area, year)
    return {
        "area": area,
        "area_name": place.name,
        "area_kind": place.kind,
        "area_code": place.code,
        "year": year,
        "as_of": period.as_of,
        "complete": period.complete,
        "sections": [
            {
                "title_zh": zh,
                "title_en": en,
                "figures": [_shown(figure(session, metric, area, period), area, year) for metric in metrics],
            }
            for zh, en, metrics in _sections(session, area, period.last_day)
        ],
    }


def list_figure_facts(
    session: Session, caller: Caller, *, area: UUID, year: int, metric: str, part: str, limit: int, after: str | None
) -> dict[str, Any]:
    """The facts that one part of a figure counts, in order of time."""
    place, period = _account(session, area, year)
    counted = counting_facts(_part(metric, part), place_of(session, area), period)
    rows = page(session, _facts().where(counted), keys=[FACT.c.begins_at, FACT.c.key], limit=limit, after=after)
    in_full = caller.may(session, READS_SUBJECTS, place)
    items = rows["items"] if in_full else [_masked(row) for row in rows["items"]]
    return {"items": items, "next": rows["next"]}


def list_seals(
    session: Session, caller: Caller, *, service: str | None, broken: bool, limit: int, after: str | None
) -> dict[str, Any]:
    """The seals heard, by service and minute; `broken` keeps only the links that do not hold."""
    found = select(SEAL)
    if service is not None:
        found = found.where(SEAL.c.service == service)
    if broken:
        found = found.where(SEAL.c.broken)
    return page(session, found, keys=[SEAL.c.sealed_minute, SEAL.c.event_id], limit=limit, after=after)


def _account(session: Session, area_id: UUID, year: int) -> tuple[Any, Period]:
    """The area and the period of an account; raises what makes an account impossible."""
    period = period_of(year, now())
    place = session.execute(select(AREA).where(AREA.c.area_id == area_id)).one()
    if place.kind not in ACCOUNTABLE:
        raise AreaNotAccountable
    if place.valid_from > period.last_day or (place.valid_to and place.valid_to <= date(year, 1, 1)):
        raise AreaNotThereInYear
    return place, period


def _sections(session: Session, area_id: UUID, on: date) -> Iterator[tuple[str, str, list[Metric]]]:
    left = {metric.id: metric for metric in catalogue.metrics()}
    for each in (section(session, area_id, on) or {"sections": []})["sections"]:
        metrics = [left.pop(metric_id) for metric_id in each["metrics"] if metric_id in left]
        if metrics:
            yield each["title_zh"], each["title_en"], metrics
    if left:
        yield *OTHER_FIGURES, list(left.values())


def _shown(done: Figure, area_id: UUID, year: int) -> dict[str, Any]:
    opened = urlencode({"area": area_id, "year": year, "metric": done.metric.id})
    return {
        "metric": done.metric.id,
        "mechanism": done.metric.mechanism,
        "zh": done.metric.zh,
        "en": done.metric.en,
        "unit": done.metric.unit,
        "about": done.metric.about,
        "value": done.numerator,
        "numerator": done.numerator,
        "denominator": done.denominator,
        "ratio": done.ratio,
        "as_of": done.as_of,
        "facts": done.facts,
        "imported": done.imported,
        "facts_href": f"/api/v1/reports/annual/facts?{opened}",
    }


def _part(metric_id: str, part: str) -> Measure:
    metric = {metric.id: metric for metric in catalogue.metrics()}.get(metric_id)
    if metric is None:
        raise MetricUnknown
    measure = metric.numerator if part == "numerator" else denominator_of(metric)
    if not isinstance(measure, Measure):
        raise PartHasNoFacts
    return measure


def _facts() -> Any:
    kept = func.coalesce(FACT.c.kept, func.jsonb_build_object()).concat(
        func.coalesce(FACT.c.end_kept, func.jsonb_build_object())
    )
    told = [FACT.c[word] for word in ("series", "key", "subject", "area", "begins_at", "ends_at", "amount", "imported")]
    return select(*told, kept.cast(JSONB).label("kept"), FACT.c.begin_event, FACT.c.end_event).where(true())


def _masked(fact: dict[str, Any]) -> dict[str, Any]:
    """The fact without whole ids of those it is about."""
    subject = fact["subject"]
    kept = {word: value for word, value in fact["kept"].items() if not word.endswith("_id")}
    return {**fact, "subject": subject and f"…{subject[-4:]}", "kept": kept}
