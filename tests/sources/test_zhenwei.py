"""圳尾's year comes out right: every figure that source 000 tells, computed by the city from raw records.

The city was loaded through its import doors; nothing is entered here. Each figure is also shown to differ from what
somebody would get who counted records.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.cities.zhenwei import activities, care, nights, places, posts, teams
from tests.city.city import City

EXPECTED = yaml.safe_load((Path(__file__).parent / "zhenwei" / "expected.yaml").read_text(encoding="utf-8"))
YEAR = EXPECTED["year"]
COMPARATORS = {"==": operator.eq, ">=": operator.ge}
FIGURES = pytest.mark.parametrize("expected", EXPECTED["figures"], ids=lambda expected: expected["metric"])


def how_many(records: Any, **words: Any) -> int:
    return sum(all(record.get(word) == value for word, value in words.items()) for record in records)


NAIVE: dict[str, Callable[[], int]] = {
    "areas": lambda: how_many(places.areas()),
    "claims_of_residents": lambda: sum("person_id" in claim for claim in posts.claims()),
    "claims_of_units": lambda: sum("unit_id" in claim for claim in posts.claims()),
    "pairings_with_households": lambda: how_many(care.pairings(), helped_kind="household"),
    "pairings_with_students": lambda: how_many(care.pairings(), helped_kind="student"),
    "teams": lambda: how_many(teams.teams()),
    "patrol_teams": lambda: how_many(teams.teams(), kind="patrol"),
    "elder_service_teams": lambda: how_many(teams.teams(), kind="elder_service"),
    "rescue_teams": lambda: how_many(teams.teams(), kind="rescue"),
    "culture_teams": lambda: how_many(teams.teams(), kind="culture"),
    "lecture_teams": lambda: how_many(teams.teams(), kind="lecture"),
    "micro_teams": lambda: how_many(teams.teams(), kind="micro"),
    "micro_seats": lambda: sum(len(team["members"]) for team in teams.teams() if team["kind"] == "micro"),
    "seats": lambda: how_many(teams.seats()),
    "shifts": lambda: how_many(nights.shifts()),
    "minutes": lambda: sum(line["minutes"] or 0 for line in activities.attendances()),
}
"""What somebody gets who counts records of a kind."""


@pytest.fixture
def community(city: City) -> str:
    area = city.area(EXPECTED["community"])
    assert area["code"] == EXPECTED["code"]
    return str(area["area_id"])


@FIGURES
def test_the_year_comes_out_as_the_source_tells_it(city: City, community: str, expected: dict[str, Any]) -> None:
    figure = city.figures(community, YEAR)[expected["metric"]]
    assert COMPARATORS[expected["comparator"]](figure["value"], expected["figure"]), expected["line"]
    assert figure["unit"] == expected["unit"]
    assert figure["as_of"].startswith(("2011-12-31T16:00:00", "2012-01-01T00:00:00"))


@FIGURES
def test_counting_records_gives_something_else(city: City, community: str, expected: dict[str, Any]) -> None:
    assert city.figures(community, YEAR)[expected["metric"]]["value"] != NAIVE[expected["naive"]]()


@FIGURES
def test_every_figure_opens_down_to_its_facts(city: City, community: str, expected: dict[str, Any]) -> None:
    figure = city.figures(community, YEAR)[expected["metric"]]
    facts = facts_of(city, community, expected["metric"])
    assert len(facts) == figure["facts"] >= figure["value"]
    assert all(fact["begin_event"] for fact in facts)
    assert sum(fact["imported"] for fact in facts) == figure["imported"] == figure["facts"]


def test_each_night_of_the_year_was_patrolled(city: City, community: str) -> None:
    figure = city.figures(community, YEAR)["P01.nights"]
    assert (figure["numerator"], figure["denominator"], figure["ratio"]) == (365, 365, 1.0)


def test_hours_are_what_was_approved_and_not_reversed(city: City, community: str) -> None:
    figure = city.figures(community, YEAR)["V09.minutes"]
    counting = [line for line in activities.attendances() if line["why_not"] is None]
    assert figure["value"] == sum(line["minutes"] for line in counting)
    assert figure["value"] < NAIVE["minutes"]()


def test_somebody_in_two_teams_counts_once(city: City, community: str) -> None:
    facts = facts_of(city, community, "V03.people")
    people = city.figures(community, YEAR)["V03.people"]["value"]
    assert people == len({fact["subject"] for fact in facts}) < len(facts)


def test_the_sibling_community_counts_in_the_street_only(city: City, community: str) -> None:
    street = city.area("列东街道", "street")["area_id"]
    here, above = city.figures(community, YEAR), city.figures(street, YEAR)
    assert above["V03.teams"]["value"] == here["V03.teams"]["value"] + 1
    assert above["P01.nights"]["value"] == here["P01.nights"]["value"] == 365
    assert above["V01.students"]["value"] == here["V01.students"]["value"] + 1


def test_hours_and_shifts_became_evidence_of_pledges(city: City, community: str) -> None:
    reader = city.as_role("resident")
    pledges = reader.done(reader.get("/pledges", area_id=community, limit=200))["items"]
    assert any(pledge["minutes"] > 0 for pledge in pledges if pledge["published_on"].startswith(str(YEAR)))


def facts_of(city: City, community: str, metric: str) -> list[dict[str, Any]]:
    """All facts behind a figure, page by page, as an officer of the area reads them."""
    reader = city.as_role("community_secretary")
    facts: list[dict[str, Any]] = []
    after = None
    while True:
        words = {"area": community, "year": YEAR, "metric": metric, "limit": 200, "after": after}
        page = reader.done(reader.get("/reports/annual/facts", **words))
        facts += page["items"]
        after = page["next"]
        if after is None:
            return facts
