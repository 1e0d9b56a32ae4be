"""Which format a client wants (内容协商): JSON, or HTML where a page exists."""

from __future__ import annotations

from typing import Literal

Format = Literal["json", "html"]

_RANGES: dict[Format, tuple[str, ...]] = {
    "json": ("application/json", "application/*", "*/*"),
    "html": ("text/html", "text/*", "*/*"),
}


def wanted(accept: str, *, page: bool) -> Format | None:
    """The format to answer in; None when the client accepts neither. `page`: an HTML page exists for this path."""
    if accept in ("", "*/*", "application/json"):
        return "json"
    qualities = _qualities(accept)
    json = _quality("json", qualities)
    html = _quality("html", qualities) if page else 0.0
    if not json and not html:
        return None
    return "html" if html > json else "json"


def _qualities(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.split(","):
        media_range, *parameters = (word.strip().lower() for word in part.split(";"))
        found[media_range] = next((_number(word[2:]) for word in parameters if word.startswith("q=")), 1.0)
    return found


def _quality(kind: Format, qualities: dict[str, float]) -> float:
    """The most specific range decides (RFC 9110, 12.5.1)."""
    return next((qualities[name] for name in _RANGES[kind] if name in qualities), 0.0)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
