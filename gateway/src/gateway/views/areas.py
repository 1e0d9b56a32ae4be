"""Areas as a page: how somebody with a phone finds the account of their community by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from gateway.answers import Answer
from gateway.pages import Page
from gateway.rendering import html_answer
from gateway.views.annual_report import AREA_KINDS, REPORT
from kernel.period import civil_year
from runtime.time import now

AREAS = "/api/v1/areas"


def areas(page: Mapping[str, Any], given: Mapping[str, Any]) -> Answer:
    """Each area with the way to its account of this year and of the last; more on the next page."""
    this_year = civil_year(now())
    after = page["next"]
    return html_answer(
        200,
        "areas.html",
        areas=page["items"],
        area_kinds=AREA_KINDS,
        years=(this_year, this_year - 1),
        report=REPORT,
        q=given.get("q") or "",
        next_href=None if after is None else f"{AREAS}?{urlencode({**given, 'after': after})}",
    )


PAGES: dict[str, Page] = {"GET /areas": areas}
"""Pages by the route of the reading that they show."""
