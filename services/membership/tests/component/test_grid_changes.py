"""Mergers, splits and moves through the door: done at once, by the clock on their day, refused, and known ever after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import AreaChangedV1, AreaMergedV1, AreaRegisteredV1, AreaSplitV1
from kernel.ids import uuid7


def officer(city: Any) -> Any:
    return city.by("street_officer", "street")


def change(city: Any, operation: Any, area: str, by: Any = None, **fields: Any) -> Any:
    return city.door.call(operation, by or officer(city), area_id=city.areas[area], **fields)


def names(city: Any, **query: Any) -> list[str]:
    return [area["name"] for area in city.done(ops.list_areas, officer(city), **query)["items"]]


@pytest.fixture
def blocks(city: Any) -> Any:
    """An estate of the other community with a building and a household."""
    city.areas["west"] = city.put_area("西区", "elsewhere", "estate")
    city.areas["block"] = city.put_area("甲楼", "west", "building")
    city.areas["flat"] = city.put_area("201室", "block", "household")
    return city


def test_what_lay_in_a_merged_area_lies_in_the_other_and_the_past_stays(blocks: Any) -> None:
    city, areas = blocks, blocks.areas
    done = change(city, ops.merge_areas, "community", merged=[areas["elsewhere"]], effective_on="2031-06-01")
    assert (done.status, done.data["state"]) == (201, "done")
    assert names(city, kind="community") == ["圳尾社区"]
    assert names(city, kind="community", on="2031-05-31") == ["圳尾社区", "列东社区"]
    assert names(city, parent_id=areas["community"]) == ["1幢", "西区"]
    assert names(city, parent_id=areas["community"], on="2031-05-31") == ["1幢"]
    assert names(city, below=areas["elsewhere"], on="2031-05-31") == ["西区", "甲楼", "201室"]
    assert names(city, below=areas["community"], kind="household") == ["101室", "201室"]

    flat = city.done(ops.show_area, officer(city), area_id=areas["flat"])
    assert [area["name"] for area in flat["lineage"]][-3:] == ["圳尾社区", "西区", "甲楼"]
    before = city.done(ops.show_area, officer(city), area_id=areas["flat"], on="2031-05-31")
    assert [area["name"] for area in before["lineage"]][-3:] == ["列东社区", "西区", "甲楼"]
    assert [place["valid_from"] for place in flat["places"]] == ["2000-01-01", "2031-06-01"]
    ended = city.done(ops.show_area, officer(city), area_id=areas["elsewhere"])
    assert (ended["valid_to"], ended["lineage"][-1]["name"]) == ("2031-06-01", "列东街道")

    [merged] = city.door.emitted(AreaMergedV1)
    assert merged["data"]["merged"] == [str(areas["elsewhere"])]
    [moved] = city.door.emitted(AreaChangedV1)[-1:]
    assert (moved["data"]["name"], moved["data"]["path"]) == ("西区", flat["path"].rsplit(".", 2)[0])
    assert moved["occurred_at"] == "2031-05-31T16:00:00+00:00"
    # Whoever answers for the survivor reaches what came to it; nothing more is put under what ended.
    body = {"parent_id": areas["west"], "kind": "household", "name": "一楼"}
    assert city.done(ops.register_area, city.by("community_secretary"), **body)["path"].startswith(flat["path"][:8])
    refused = city.door.call(ops.register_area, officer(city), **body | {"parent_id": areas["elsewhere"]})
    assert refused.code == "area_ended"


def test_a_merger_to_come_waits_for_its_day(blocks: Any) -> None:
    city = blocks
    planned = change(
        city, ops.merge_areas, "community", merged=[city.areas["elsewhere"]], effective_on="2031-07-01"
    ).data
    assert (planned["state"], names(city, kind="community")) == ("planned", ["圳尾社区", "列东社区"])
    again = change(city, ops.move_area, "elsewhere", parent_id=city.areas["district"])
    assert again.code in ("area_change_pending", "out_of_area")
    again = change(city, ops.merge_areas, "elsewhere", merged=[city.areas["community"]])
    assert again.code == "area_change_pending"
    city.clock.hold(datetime.fromisoformat("2031-06-30T23:59:00+08:00"))
    city.door.tick()
    assert len(names(city, kind="community")) == 2
    city.clock.hold(datetime.fromisoformat("2031-07-01T00:00:01+08:00"))
    city.door.tick()
    assert names(city, kind="community") == ["圳尾社区"]
    shown = city.done(ops.show_grid_change, officer(city), change_id=planned["change_id"])
    assert (shown["state"], shown["merged"]) == ("done", [str(city.areas["elsewhere"])])
    assert city.door.emitted(AreaMergedV1)[0]["occurred_at"] == "2031-06-30T16:00:01+00:00"


def test_what_the_day_forbids_stops_the_change_and_says_why(blocks: Any) -> None:
    city = blocks
    merger = {"merged": [city.areas["elsewhere"]], "effective_on": "2031-07-01"}
    planned = change(city, ops.merge_areas, "community", **merger).data
    city.put_area("1幢", "elsewhere", "building")
    city.clock.hold(datetime.fromisoformat("2031-07-01T08:00:00+08:00"))
    city.door.tick()
    shown = city.done(ops.show_grid_change, officer(city), change_id=planned["change_id"])
    assert (shown["state"], shown["reason"]) == ("stopped", "area_names_clash")
    assert city.door.emitted(AreaMergedV1) == []
    assert len(names(city, kind="community")) == 2


def test_a_planned_change_is_taken_back_once(blocks: Any) -> None:
    city = blocks
    planned = change(city, ops.move_area, "building", parent_id=city.areas["elsewhere"], effective_on="2031-07-01").data
    [listed] = city.done(ops.list_grid_changes, officer(city), area_id=city.areas["street"], state="planned")["items"]
    assert listed == planned
    cancelled = city.done(ops.cancel_grid_change, officer(city), change_id=planned["change_id"])
    assert cancelled["state"] == "cancelled"
    again = city.door.call(ops.cancel_grid_change, officer(city), change_id=planned["change_id"])
    assert again.code == "grid_change_not_planned"
    city.clock.hold(datetime.fromisoformat("2031-07-02T08:00:00+08:00"))
    city.door.tick()
    assert names(city, parent_id=city.areas["community"]) == ["1幢"]


def test_a_split_area_ends_and_its_parts_take_over(blocks: Any) -> None:
    city, areas = blocks, blocks.areas
    second = city.put_area("2幢", "community", "building")
    into = [
        {"name": "圳尾社区", "code": "350402001003", "areas": [areas["building"]]},
        {"name": "河滨社区", "code": "350402001008", "areas": [second]},
    ]
    done = change(city, ops.split_area, "community", into=into, effective_on="2031-06-10").data
    first, other = (part["area_id"] for part in done["into"])
    assert names(city, kind="community") == ["列东社区", "圳尾社区", "河滨社区"]
    assert names(city, parent_id=other) == ["2幢"]
    assert names(city, below=first) == ["1幢", "101室"]
    assert names(city, below=areas["community"], on="2031-06-09") == ["1幢", "101室", "2幢"]
    [told] = city.door.emitted(AreaSplitV1)
    assert (told["aggregate_id"], told["data"]["into"]) == (str(areas["community"]), [first, other])
    registered = [event["data"]["area_id"] for event in city.door.emitted(AreaRegisteredV1)]
    assert registered[-2:] == [first, other]


def test_a_moved_street_takes_its_codes_along(city: Any) -> None:
    city.areas["other"] = city.put_area("三元区", "city", "district", code="350403000000")
    by = city.by("city_officer", "city")
    refused = change(city, ops.move_area, "street", by, parent_id=city.areas["other"])
    assert refused.code == "area_code_beyond_parent"
    done = change(city, ops.move_area, "street", by, parent_id=city.areas["other"], code="350403005000")
    assert done.data["state"] == "done", done.problem
    codes = [
        area["code"] for area in city.done(ops.list_areas, by, below=city.areas["other"], kind="community")["items"]
    ]
    assert codes == ["350403005003", "350403005001"]
    shown = city.done(ops.show_area, by, area_id=city.areas["community"], on="2031-06-14")
    assert (shown["code"], shown["lineage"][1]["name"]) == ("350402001003", "梅列区")
    household = city.done(ops.show_area, by, area_id=city.areas["household"])
    assert [area["name"] for area in household["lineage"]][1] == "三元区"
    assert city.door.call(ops.list_people, city.by("district_officer", "other")).status == 200


@pytest.mark.parametrize(
    ("operation", "area", "fields", "code"),
    [
        (ops.merge_areas, "community", {"merged": ["building"]}, "merge_kinds_differ"),
        (ops.merge_areas, "community", {"merged": ["community"]}, "merge_with_itself"),
        (ops.merge_areas, "community", {"merged": ["elsewhere", "elsewhere"]}, "merge_with_itself"),
        (ops.merge_areas, "community", {"merged": ["unknown"]}, "area_unknown"),
        (
            ops.merge_areas,
            "community",
            {"merged": ["elsewhere"], "effective_on": "2000-01-01"},
            "area_change_too_early",
        ),
        (ops.move_area, "building", {"parent_id": "building"}, "area_in_itself"),
        (ops.move_area, "building", {"parent_id": "household"}, "area_in_itself"),
        (ops.move_area, "household", {"parent_id": "block", "effective_on": "1999-01-01"}, "area_change_too_early"),
        (ops.move_area, "building", {"parent_id": "flat"}, "area_kind_out_of_order"),
        (ops.move_area, "building", {"parent_id": "community"}, "area_already_there"),
        (ops.split_area, "community", {"into": [{"name": "甲"}, {"name": "乙"}]}, "split_leaves_over"),
        (
            ops.split_area,
            "community",
            {"into": [{"name": "甲", "areas": ["building"]}, {"name": "乙", "areas": ["building"]}]},
            "split_assigns_twice",
        ),
        (
            ops.split_area,
            "community",
            {"into": [{"name": "甲", "areas": ["building"]}, {"name": "乙", "areas": ["west"]}]},
            "split_assigns_foreign",
        ),
        (
            ops.split_area,
            "community",
            {"into": [{"name": "列东社区", "areas": ["building"]}, {"name": "乙"}]},
            "area_names_clash",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    blocks: Any, operation: Any, area: str, fields: dict[str, Any], code: str
) -> None:
    ids = {**blocks.areas, "unknown": uuid7()}

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(each) for each in value]
        if isinstance(value, dict):
            return {key: value[key] if key == "name" else resolved(value[key]) for key in value}
        return ids.get(value, value)

    assert change(blocks, operation, area, **resolved(fields)).code == code


def test_who_does_not_answer_for_the_area_above_may_not(blocks: Any) -> None:
    merged = {"merged": [blocks.areas["elsewhere"]]}
    assert change(blocks, ops.merge_areas, "community", blocks.by("resident"), **merged).status == 403
    refused = change(blocks, ops.merge_areas, "community", blocks.by("community_secretary"), **merged)
    assert (refused.status, refused.code) == (403, "out_of_area")
    moved = change(
        blocks, ops.move_area, "building", blocks.by("community_secretary"), parent_id=blocks.areas["elsewhere"]
    )
    assert moved.code == "out_of_area"
