"""Renders the gateway's HTML pages. Everything inserted is escaped; a name that a template lacks is an error."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from gateway.answers import Answer

CIVIC_TIME = ZoneInfo("Asia/Shanghai")


def html_answer(status: int, template: str, **words: Any) -> Answer:
    """A page as an answer. Pages show what one person may see, so nobody keeps them."""
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"vary", b"Authorization, Accept, Cookie"),
    ]
    return Answer(status, render(template, **words).encode(), headers)


def render(template: str, **words: Any) -> str:
    return _environment().get_template(template).render(**words)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("gateway"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(civic_time=civic_time, number=number, quantity=quantity, share=share)
    return environment


def civic_time(moment: str | datetime | None) -> str:
    """A moment as people here write it, to the minute; "–" for none."""
    if moment is None:
        return "–"
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return moment.astimezone(CIVIC_TIME).strftime("%Y-%m-%d %H:%M")


def number(value: float | None) -> str:
    """7971 as 7,971; "–" for none."""
    return "–" if value is None else f"{value:,}"


def quantity(value: int | None, unit: str) -> str:
    """A figure in the unit that people read: fen (分) are shown as yuan, 6500 as 65.00; all others as `number`."""
    return f"{value / 100:,.2f}" if unit == "fen" and value is not None else number(value)


def share(ratio: float | None) -> str:
    """0.9409 as 94.1 %; "–" for none."""
    return "–" if ratio is None else f"{ratio * 100:.1f} %"
