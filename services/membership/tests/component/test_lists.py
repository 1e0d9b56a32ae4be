"""Lists say the same whether they walk a wide area or are led into a small one, and leave out nothing that lies in a home."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.membership import operations as ops
from contracts.operations import Query
from membership.queries import areas
from runtime import access

EXACT, LONGER, OTHER = "王芳", "王芳芳", "黄方"


@pytest.fixture(params=[0, 1_000_000], ids=["led", "walked"])
def areas_below(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every area were small, or every one wide."""
    for module in (access, areas):
        monkeypatch.setattr(module, "areas_below", lambda _session, _paths: request.param)


def names(city: Any, query: Query, word: str, *, limit: int = 50, **more: Any) -> list[str]:
    """One word of each row, page after page."""
    found: list[str] = []
    after = None
    while True:
        page = city.done(query, city.by("community_secretary", "street"), limit=limit, after=after, **more)
        found += [str(row[word]) for row in page["items"]]
        if (after := page["next"]) is None:
            return found


@pytest.mark.usefixtures("areas_below")
def test_people_are_found_nearest_first_and_each_once(city: Any) -> None:
    for name in (LONGER, OTHER, EXACT):
        city.register(name)
    here = {"area_id": city.areas["community"]}
    for limit in (1, 50):
        assert names(city, ops.list_people, "name", limit=limit, q="王", **here) == [EXACT, LONGER]
        assert names(city, ops.list_people, "name", limit=limit, q="wangf", **here) == [EXACT, LONGER]
        # 方 and 芳 are both fang: 王芳 and 黄方 as their second name, 王芳芳 as the second and the third.
        assert sorted(names(city, ops.list_people, "name", limit=limit, q="f", **here)) == sorted(
            [EXACT, LONGER, OTHER]
        )
        assert names(city, ops.list_people, "name", limit=limit, **here) == [OTHER, LONGER, EXACT]
    assert names(city, ops.list_people, "name", q="王", area_id=city.areas["elsewhere"]) == []
    assert city.done(ops.list_people, city.by("community_secretary", "elsewhere"), q="王")["items"] == []


@pytest.mark.usefixtures("areas_below")
def test_what_lies_at_a_household_is_listed_of_every_area_above(city: Any) -> None:
    home = {"area_id": city.areas["household"]}
    officer = city.by("city_officer", "city")
    city.done(ops.state_denominator, officer, **home, what="population", value=3, source_name="登记")
    city.done(ops.register_organisation, officer, **home, kind="party_branch", name="家庭支部")
    for area in ("household", "building", "community", "street", "city"):
        above = {"area_id": city.areas[area]}
        assert names(city, ops.list_denominators, "value", below=True, **above) == ["3"]
        assert names(city, ops.list_organisations, "name", **above) == ["家庭支部"]
    assert names(city, ops.list_organisations, "name", area_id=city.areas["elsewhere"]) == []


@pytest.mark.usefixtures("areas_below")
def test_areas_of_a_day_gone_by_come_once_in_the_order_of_their_numbers(city: Any) -> None:
    below = {"below": city.areas["street"], "on": "2031-06-01"}
    found = names(city, ops.list_areas, "area_id", limit=1, **below)
    assert found == names(city, ops.list_areas, "area_id", **below)
    assert {str(city.areas[key]) for key in ("community", "elsewhere", "building", "household")} <= set(found)
    assert len(found) == len(set(found))
    assert str(city.areas["community"]) in names(
        city, ops.list_areas, "area_id", parent_id=city.areas["street"], on="2031-06-01"
    )


@pytest.mark.usefixtures("areas_below")
def test_a_visit_is_on_the_list_and_on_the_way_of_every_area_above(city: Any) -> None:
    visit = city.done(
        ops.raise_visit, city.by("community_secretary"), area_id=city.areas["household"], kind="everybody"
    )
    for area in ("household", "building", "community", "street", "district", "city"):
        above = {"area_id": city.areas[area]}
        officer = city.by("city_officer", "city")
        for operation, more in ((ops.list_visits, {}), (ops.show_route, {"days": 366, "untaken": True})):
            found = city.done(operation, officer, **above, **more)["items"]
            assert [each["visit_id"] for each in found] == [visit["visit_id"]], (operation.name, area)
        if area not in ("household", "building"):
            assert city.done(ops.show_visit_figures, officer, **above)["due"] == 1
    elsewhere = {"area_id": city.areas["elsewhere"]}
    assert city.done(ops.list_visits, city.by("city_officer", "city"), **elsewhere)["items"] == []


def test_a_roll_stands_in_the_order_of_names_also_of_new_ones(city: Any) -> None:
    branch = {"area_id": city.areas["community"], "kind": "party_branch", "name": "支部", "founded_on": "2030-01-01"}
    made = city.done(ops.register_organisation, city.by("city_officer", "city"), **branch)["organisation_id"]
    keeper = city.by("community_secretary")
    people = {name: city.register(name, party_member=True) for name in ("周一", "陈二", "李三")}
    for person in people.values():
        city.done(ops.enrol_member, keeper, organisation_id=made, person_id=person)
    assert names(city, ops.list_members, "person_name", limit=1, of=made) == ["陈二", "李三", "周一"]
    city.done(ops.correct_person, keeper, person_id=people["陈二"], if_match=1, name="赵二")
    assert names(city, ops.list_members, "person_name", of=made) == ["李三", "赵二", "周一"]
