"""Organisations through the door."""

from __future__ import annotations

from typing import Any

from contracts.membership import operations as ops
from contracts.membership.events import OrganisationChangedV1
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
    assert city.door.call(ops.rename_organisation, city.by("grid_worker"), if_match=2, **body).status == 403
