"""Organisations through the door."""

from __future__ import annotations

from typing import Any

from contracts.membership import operations as ops
from contracts.membership.events import OrganisationChangedV1, OrganisationChangedV2
from kernel.ids import uuid7


def found(city: Any, name: str, area: str = "community", **more: Any) -> Any:
    body = {"area_id": city.areas[area], "kind": "party_branch", "name": name} | more
    return city.door.call(ops.register_organisation, city.by("city_officer", "city"), **body)


def test_bodies_form_a_tree_within_the_grid(city: Any) -> None:
    committee = found(city, "圳尾社区党总支", kind="party_committee").data["organisation_id"]
    branch = found(city, "第一支部", "building", parent_id=committee)
    assert branch.status == 201
    by = city.by("resident", "household")
    [below] = city.done(ops.list_organisations, by, parent_id=committee)["items"]
    assert below == city.done(ops.show_organisation, by, organisation_id=branch.data["organisation_id"])
    assert len(city.done(ops.list_organisations, by, area_id=city.areas["community"])["items"]) == 2
    assert len(city.done(ops.list_organisations, by, kind="party_committee")["items"]) == 1
    assert found(city, "第二支部", "elsewhere", parent_id=committee).code == "organisation_beyond_parent"
    assert found(city, "第二支部", parent_id=uuid7()).code == "organisation_unknown"
    assert found(city, "第二支部", founded_on="2031-06-16").code == "date_in_future"
    assert found(city, "圳尾社区党总支").code == "organisation_name_taken"


def test_a_body_is_renamed_by_its_version(city: Any) -> None:
    made = found(city, "圳尾社区党总支").data
    by, body = city.by("registrar"), {"organisation_id": made["organisation_id"], "name": "圳尾社区党委"}
    assert city.door.call(ops.rename_organisation, by, **body).status == 428
    renamed = city.done(ops.rename_organisation, by, if_match=1, **body)
    assert (renamed["name"], renamed["version"]) == ("圳尾社区党委", 2)
    assert [e["data"]["change"] for e in city.door.emitted(OrganisationChangedV1)] == ["founded", "renamed"]
    assert [e["data"]["change"] for e in city.door.emitted(OrganisationChangedV2)] == ["founded", "renamed"]
    assert city.door.call(ops.rename_organisation, city.by("grid_worker"), if_match=2, **body).status == 403


def body_of(city: Any, name: str, area: str = "community", **more: Any) -> str:
    made = found(city, name, area, **more)
    assert made.ok, made.problem
    return str(made.data["organisation_id"])


def test_the_tree_has_three_tiers_and_no_circle(city: Any) -> None:
    officer = city.by("city_officer", "city")
    committee = body_of(city, "社区党委", kind="party_committee")
    branch = body_of(city, "小区支部", parent_id=committee)
    group = body_of(city, "楼栋党小组", "building", kind="party_group", parent_id=branch)
    assert found(city, "另一组", kind="party_group", parent_id=committee).code == "organisation_kind_out_of_order"
    assert found(city, "另一支部", "building", parent_id=group).code == "organisation_kind_out_of_order"
    move = {"organisation_id": committee, "parent_id": group}
    assert city.door.call(ops.move_organisation, officer, **move).code == "organisation_in_itself"
    below = city.done(ops.list_organisations, officer, below=committee)["items"]
    assert {each["organisation_id"] for each in below} == {branch, group}


def test_an_organisation_has_a_past_and_an_end(city: Any) -> None:
    officer = city.by("city_officer", "city")
    old, new = (body_of(city, name, kind="party_committee", founded_on="2030-01-01") for name in ("旧党委", "新党委"))
    branch = body_of(city, "一支部", parent_id=old, founded_on="2030-01-01")
    words = {"organisation_id": branch, "parent_id": new, "moved_on": "2031-01-01"}
    city.done(ops.move_organisation, officer, **words)
    assert city.door.call(ops.move_organisation, officer, **words | {"moved_on": "2030-12-31"}).code == (
        "organisation_date_out_of_order"
    )
    assert city.done(ops.list_organisations, officer, parent_id=old)["items"] == []
    [then] = city.done(ops.list_organisations, officer, parent_id=old, on="2030-12-31")["items"]
    assert (then["organisation_id"], then["parent_id"]) == (branch, old)
    dissolve = {"dissolved_on": "2031-06-01"}
    refused = city.door.call(ops.dissolve_organisation, officer, organisation_id=new, **dissolve)
    assert refused.code == "organisation_has_parts"
    gone = city.done(ops.dissolve_organisation, officer, organisation_id=old, **dissolve)
    assert gone["dissolved_on"] == "2031-06-01"
    again = city.door.call(ops.dissolve_organisation, officer, organisation_id=old, **dissolve)
    assert again.code == "organisation_dissolved"
    assert found(city, "二支部", parent_id=old).code == "organisation_dissolved"
    assert found(city, "旧党委", kind="party_committee").code == "organisation_name_taken"
    names = {each["name"] for each in city.done(ops.list_organisations, officer, on="2031-05-31")["items"]}
    assert names == {"旧党委", "新党委", "一支部"}
