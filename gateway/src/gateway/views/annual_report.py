"""The year-end account (年终成绩单) and the facts behind its figures as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from gateway.answers import Answer
from gateway.pages import Page
from gateway.rendering import html_answer

REPORT = "/api/v1/reports/annual"
FACTS = f"{REPORT}/facts"

AREA_KINDS = {
    "city": "市",
    "district": "区县",
    "street": "街道",
    "community": "社区",
    "estate": "小区",
    "building": "楼幢",
    "household": "户",
}

UNITS = {
    "activity": "场",
    "area": "个",
    "body": "个",
    "card": "张",
    "day": "天",
    "elder": "位",
    "fen": "元",
    "household": "户",
    "kind": "类",
    "level": "级",
    "minute": "分钟",
    "night": "夜",
    "person": "人",
    "piece": "件",
    "post": "个",
    "shift": "班次",
    "square_metre": "平方米",
    "student": "名",
    "team": "支",
    "unit": "家",
}
"""Measure words (量词); a unit that is not here is shown as the metric declares it."""


def annual_report(report: Mapping[str, Any], given: Mapping[str, Any]) -> Answer:
    """Each figure with numerator, denominator, unit, as-of and the way to its facts."""
    return html_answer(200, "annual_report.html", report=report, area_kinds=AREA_KINDS, units=UNITS)


def figure_facts(page: Mapping[str, Any], given: Mapping[str, Any]) -> Answer:
    """The facts behind one figure, a page of them at a time."""
    account = {name: given[name] for name in ("area", "year")}
    figure = {**account, "metric": given["metric"]}
    part = given.get("part", "numerator")
    return html_answer(
        200,
        "figure_facts.html",
        facts=page["items"],
        figure=figure,
        part=part,
        report_href=f"{REPORT}?{urlencode(account)}",
        part_hrefs={name: f"{FACTS}?{urlencode({**figure, 'part': name})}" for name in ("numerator", "denominator")},
        next_href=_next_href({**figure, "part": part}, page["next"]),
    )


def _next_href(figure: Mapping[str, Any], after: str | None) -> str | None:
    return None if after is None else f"{FACTS}?{urlencode({**figure, 'after': after})}"


PAGES: dict[str, Page] = {
    "GET /reports/annual": annual_report,
    "GET /reports/annual/facts": figure_facts,
}
"""Pages by the route of the reading that they show."""
