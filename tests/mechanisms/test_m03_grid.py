"""街道-社区-小区-楼幢-户: the grid has five levels, each area a place and a number that never change."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.city.city import City


@pytest.mark.mechanism("M03")
def test_the_grid_grows_level_by_level(city: City, community: str) -> None:
    street_officer, resident = city.as_role("street_officer"), city.as_role("resident")
    street = str(city.area(community_parent(city, community), "street")["area_id"])
    new = {"parent_id": street, "kind": "community", "name": f"新社区{uuid4().hex[:6]}"}
    fresh = street_officer.done(street_officer.post("/areas", new))["area_id"]

    with city.moves(fresh, {"M03.levels": 3, "M03.estate": 1, "M03.building": 1, "M03.household": 2}):
        estate = put(city, fresh, "estate", "新小区")
        building = put(city, estate, "building", "1幢")
        put(city, building, "household", "101室")
        put(city, building, "household", "102室")

    refused = street_officer.post("/areas", {"parent_id": building, "kind": "estate", "name": "倒挂小区"})
    assert (refused.status_code, refused.json()["code"]) == (422, "area_kind_out_of_order")
    refused = street_officer.post("/areas", {"parent_id": building, "kind": "household", "name": "101室"})
    assert (refused.status_code, refused.json()["code"]) == (409, "area_name_taken")
    assert resident.post("/areas", {"parent_id": fresh, "kind": "estate", "name": "自建小区"}).status_code == 403
    shown = street_officer.done(street_officer.get(f"/areas/{building}"))
    assert [area["kind"] for area in shown["lineage"]][-3:] == ["street", "community", "estate"]


def put(city: City, parent: str, kind: str, name: str) -> str:
    officer = city.as_role("street_officer")
    return str(officer.done(officer.post("/areas", {"parent_id": parent, "kind": kind, "name": name}))["area_id"])


def community_parent(city: City, community: str) -> str:
    reader = city.as_role("city_officer")
    lineage = reader.done(reader.get(f"/areas/{community}"))["lineage"]
    return str(next(area["name"] for area in lineage if area["kind"] == "street"))
