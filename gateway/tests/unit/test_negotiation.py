from __future__ import annotations

import pytest

from gateway.negotiation import wanted

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "page", "form"),
    [
        ("", True, "json"),
        ("*/*", True, "json"),
        (BROWSER, True, "html"),
        (BROWSER, False, "json"),
        ("text/html", True, "html"),
        ("text/html", False, None),
        ("text/html;q=0.5, application/json", True, "json"),
        ("text/html, application/json;q=0.5", True, "html"),
        ("application/*", True, "json"),
        ("application/json;q=0", True, None),
        ("application/json;q=nonsense", False, None),
        ("application/xml", True, None),
        ("*/*;q=0.1, application/json;q=0", False, None),
        (",;", False, None),
    ],
)
def test_the_most_specific_range_decides(accept: str, page: bool, form: str | None) -> None:
    assert wanted(accept, page=page) == form
