"""区划调整: a community that was merged keeps the year it had, and what comes after counts where it lies now."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.city.city import City, eventually
from tests.mechanisms.test_m03_grid import community_parent, put


@pytest.mark.mechanism("M03")
def test_a_merged_community_lies_in_the_other(city: City, community: str) -> None:
    officer, resident = city.as_role("street_officer"), city.as_role("resident")
    street = str(city.area(community_parent(city, community), "street")["area_id"])
    since = f"{city.today().year - 1}-01-01"
    into, merged = (
        str(
            officer.done(
                officer.post(
                    "/areas",
                    {"parent_id": street, "kind": "community", "name": f"{name}{uuid4().hex[:6]}", "valid_from": since},
                )
            )["area_id"]
        )
        for name in ("并入社区", "撤并社区")
    )
    building = put(city, merged, "building", "甲楼")
    eventually(lambda: city.figure("M03.building", merged, city.today().year) == 1)
    with city.moves(into, {"M03.building": 1}), city.moves(street, {"M03.community": -1, "M03.building": 0}):
        done = officer.done(officer.post(f"/areas/{into}/mergers", {"merged": [merged]}))
        assert done["state"] == "done"

    shown = officer.done(officer.get(f"/areas/{building}"))
    assert shown["lineage"][-1]["area_id"] == into
    ended = officer.done(officer.get(f"/areas/{merged}"))
    assert ended["valid_to"] == city.today().date().isoformat()
    assert city.figure("M03.community", street, city.today().year - 1) >= 2
    refused = officer.post(f"/areas/{into}/mergers", {"merged": [merged]})
    assert (refused.status_code, refused.json()["code"]) == (409, "area_ended")
    refused = officer.post(f"/areas/{into}/moves", {"parent_id": into})
    assert (refused.status_code, refused.json()["code"]) == (422, "area_in_itself")
    assert resident.post(f"/areas/{into}/mergers", {"merged": [merged]}).status_code == 403
