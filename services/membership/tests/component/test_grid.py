"""The grid through the door: what is put where, renamed from when, and refused why."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import AreaChangedV1, AreaRegisteredV1
from kernel.ids import uuid7


def refusal(city: Any, operation: Any, by: Any, **fields: Any) -> tuple[int, str | None]:
    answer = city.door.call(operation, by, **fields)
    return answer.status, answer.code


def test_an_area_bears_the_numbers_of_all_above_it(city: Any) -> None:
    shown = city.done(ops.show_area, city.by("resident", "household"), area_id=city.areas["building"])
    assert [area["kind"] for area in shown["lineage"]] == ["city", "district", "street", "community"]
    assert shown["path"] == ".".join(str(area["number"]) for area in [*shown["lineage"], shown])
    assert shown["lineage"][0]["name"] == "三明市"
    told = city.door.emitted(AreaRegisteredV1)[-2]["data"]
    assert (told["name"], told["path"], told["parent_id"]) == ("1幢", shown["path"], str(city.areas["community"]))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "street", "name": "倒挂街道"}, "area_kind_out_of_order"),
        ({"kind": "community", "name": "平级社区"}, "area_kind_out_of_order"),
        ({"kind": "building", "name": "1幢"}, "area_name_taken"),
        ({"kind": "building", "name": "2幢", "valid_from": "1999-12-31"}, "area_older_than_parent"),
        ({"kind": "estate", "name": "新村", "code": "350402001003"}, "area_code_not_for_kind"),
    ],
)
def test_what_cannot_lie_under_a_community_is_refused(city: Any, fields: dict[str, Any], code: str) -> None:
    body = {"parent_id": city.areas["community"]} | fields
    assert refusal(city, ops.register_area, city.by("street_officer", "street"), **body)[1] == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("350402001003", "area_code_taken"),
        ("350402002003", "area_code_beyond_parent"),
        ("35040200100", "invalid_request"),
    ],
)
def test_a_community_code_begins_like_its_street_and_is_borne_once(city: Any, number: str, code: str) -> None:
    body = {"parent_id": city.areas["street"], "kind": "community", "name": "新社区", "code": number}
    assert refusal(city, ops.register_area, city.by("street_officer", "street"), **body)[1] == code


def test_who_may_not_is_told_so_and_who_asks_for_nothing_gets_nothing(city: Any) -> None:
    body = {"parent_id": city.areas["community"], "kind": "estate", "name": "自建小区"}
    assert refusal(city, ops.register_area, city.by("resident", "household"), **body) == (403, "not_allowed")
    assert refusal(city, ops.register_area, city.by("community_secretary", "elsewhere"), **body)[0] == 403
    body["parent_id"] = uuid7()
    assert refusal(city, ops.register_area, city.by("street_officer", "street"), **body) == (404, "not_found")
    assert refusal(city, ops.show_area, None, area_id=city.root)[0] == 401


def test_a_name_is_known_as_of_its_date(city: Any) -> None:
    by = city.by("street_officer", "street")
    community = {"area_id": city.areas["community"]}
    changed = city.done(ops.change_area, by, if_match=1, **community, name="圳尾新社区", valid_from="2031-03-01")
    assert (changed["name"], changed["code"], changed["version"]) == ("圳尾新社区", "350402001003", 2)
    for day, name in (("2031-02-28", "圳尾社区"), ("2031-03-01", "圳尾新社区"), (None, "圳尾新社区")):
        [area] = city.done(ops.list_areas, by, parent_id=city.areas["street"], q="圳尾", on=day)["items"]
        assert area["name"] == name
    [told] = [e["data"] for e in city.door.emitted(AreaChangedV1) if e["data"]["kind"] == "community"]
    assert (told["name"], told["valid_from"]) == ("圳尾新社区", "2031-03-01")


def test_an_edit_names_its_version_and_its_day(city: Any) -> None:
    by = city.by("street_officer", "street")
    body = {"area_id": city.areas["community"], "name": "圳尾"}
    assert refusal(city, ops.change_area, by, **body) == (428, "precondition_required")
    assert refusal(city, ops.change_area, by, if_match=7, **body) == (412, "stale")
    for day in ("1999-01-01", "2031-06-16"):
        assert refusal(city, ops.change_area, by, if_match=1, **body, valid_from=day)[1] == "area_date_out_of_order"
    assert refusal(city, ops.change_area, by, if_match=1, area_id=body["area_id"], code="350403001003") == (
        422,
        "area_code_beyond_parent",
    )
    taken = {"area_id": body["area_id"], "name": "列东社区"}
    assert refusal(city, ops.change_area, by, if_match=1, **taken) == (409, "area_name_taken")


def test_lists_go_by_parent_kind_and_lineage_page_by_page(city: Any) -> None:
    by = city.by("resident", "household")
    below = city.done(ops.list_areas, by, below=city.areas["street"])["items"]
    assert [area["kind"] for area in below] == ["community", "community", "building", "household"]
    assert len(city.done(ops.list_areas, by, kind="community")["items"]) == 2
    first = city.done(ops.list_areas, by, limit=4)
    rest = city.done(ops.list_areas, by, limit=4, after=first["next"])
    assert len(first["items"] + rest["items"]) == 7
    assert rest["next"] is None
    assert city.done(ops.list_areas, by, below=uuid7())["items"] == []
    assert city.done(ops.list_areas, by, on="1999-01-01")["items"] == []


def record(key: str, parent: str | None, kind: str, **more: Any) -> dict[str, Any]:
    words = {"record_key": key, "source": "网格册", "parent_key": parent, "kind": kind, "name": key}
    return words | {"valid_from": "2010-01-01"} | more


def test_a_source_enters_its_areas_parents_first_and_each_once(city: Any) -> None:
    by = city.by("registrar", "street")
    records = [
        record("新社区", None, "community", parent_id=city.areas["street"], code="350402001009"),
        record("小区", "新社区", "estate"),
        record("1幢", "小区", "building", number=900),
        record("101", "1幢", "household"),
        record("孤儿", "没有", "household"),
        record("无上级", None, "household"),
        record("别处", None, "estate", parent_id=city.root),
        record("同号", "小区", "building", number=900),
        record("重码", None, "community", parent_id=city.areas["street"], code="350402001003"),
    ]
    assert city.done(ops.import_areas, by, records=records, dry_run=True)["accepted"] == 4
    reply = city.done(ops.import_areas, by, records=records)
    assert [result.get("code") for result in reply["results"]] == [
        *[None] * 4,
        "area_unknown",
        "area_parent_needed",
        "out_of_area",
        "area_number_taken",
        "area_code_taken",
    ]
    assert city.done(ops.import_areas, by, records=records[:4])["repeated"] == 4
    household = reply["results"][3]["id"]
    assert [area["name"] for area in city.done(ops.show_area, by, area_id=household)["lineage"]][-3:] == [
        "新社区",
        "小区",
        "1幢",
    ]
    [told] = [e for e in city.door.emitted(AreaRegisteredV1) if e["aggregate_id"] == household]
    assert (told["kind"], told["occurred_at"]) == ("import", "2009-12-31T16:00:00+00:00")
    later = city.put_area("2幢", "community", "building")
    assert city.done(ops.show_area, by, area_id=later)["number"] > 900


def test_the_first_city_names_the_root_and_another_needs_a_city_officer(
    city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGJIAN_SECOND_FACTOR", "off")
    city_record = [record("福州市", None, "city", code="350100000000")]
    refused = city.done(ops.import_areas, city.by("registrar", "city"), records=city_record)
    assert refused["results"][0]["code"] == "out_of_area"
    officer = city.sign_in("root")
    with_district = [*city_record, record("鼓楼区", "福州市", "district", code="350102000000")]
    reply = city.done(ops.import_areas, officer, records=with_district)
    assert reply["accepted"] == 2
    assert reply["results"][0]["id"] != str(city.root)
    founded = city.done(ops.show_me, city.sign_in("root"))["grants"]
    assert {grant["scope"] for grant in founded} == {str(city.root), reply["results"][0]["id"]}
