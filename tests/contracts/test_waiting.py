"""What a service hears of and nobody tells yet stands with the mechanism that waits for it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from contracts import catalogue
from runtime import doors
from tests.city.proof import ROWS, waits_for

ROWS_THAT_HEAR: list[dict[str, Any]] = [
    row for row in yaml.safe_load(ROWS.read_text(encoding="utf-8")) if "hears" in row
]


def heard(service: str) -> set[str]:
    return {reaction.event.name for reaction in doors.load(service).reactions}


@pytest.mark.parametrize("row", ROWS_THAT_HEAR, ids=lambda row: row["id"])
def test_what_a_row_hears_its_owner_really_reacts_to(row: dict[str, Any]) -> None:
    assert set(row["hears"]) <= heard(row["owner"])


@pytest.mark.parametrize("service", ["membership", "volunteering"])
def test_nothing_that_nobody_tells_is_heard_without_a_row(service: str) -> None:
    untold = {event.name for event in catalogue.events() if event.emitted_since is None}
    listed = {name for row in ROWS_THAT_HEAR if row["owner"] == service for name in row["hears"]}
    assert heard(service) & untold <= listed


def test_a_row_waits_for_whoever_does_not_tell_yet() -> None:
    told = next(event.name for event in catalogue.events("patrol") if event.emitted_since is not None)
    untold = next(event.name for event in catalogue.events("patrol") if event.emitted_since is None)
    assert waits_for({"hears": [told, untold]}) == ["patrol"]
    assert waits_for({"hears": [told]}) == []
    assert waits_for({}) == []
