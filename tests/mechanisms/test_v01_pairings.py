"""结对帮扶: helpers are paired with households and students; a student counts who finished school while helped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import Newcomer, patiently


def pair(city: City, community: str, helper: str, kind: str, helped: str) -> dict[str, Any]:
    secretary = city.as_role("community_secretary")
    body = {
        "area_id": community,
        "helper_kind": "person",
        "helper_id": helper,
        "helped_kind": kind,
        "helped_id": helped,
        "started_on": city.today().date().isoformat(),
    }
    return patiently(lambda: secretary.post("/pairings", body), until=201)


@pytest.mark.mechanism("V01")
def test_pairs_households_and_students(
    city: City, community: str, household: Callable[[], str], newcomer: Newcomer
) -> None:
    secretary, resident = city.as_role("community_secretary"), city.as_role("resident")
    helper, second_helper = newcomer(), newcomer()
    home, left_again = household(), household()
    finishing, leaving = newcomer(), newcomer()
    today = city.today().date().isoformat()
    with city.moves(community, {"V01.households": 1, "V01.students": 1}):
        paired = pair(city, community, helper, "household", home)
        pair(city, community, second_helper, "household", home)
        ended = pair(city, community, helper, "household", left_again)
        moved = {"reason": "moved_away", "on": today}
        secretary.done(secretary.post(f"/pairings/{ended['pairing_id']}/end", moved))
        graduate = pair(city, community, helper, "student", finishing)
        finished = {"outcome": "finished_school", "on": today}
        secretary.done(secretary.post(f"/pairings/{graduate['pairing_id']}/outcomes", finished))
        given_up = pair(city, community, helper, "student", leaving)
        secretary.done(
            secretary.post(f"/pairings/{given_up['pairing_id']}/end", {"reason": "left_school", "on": today})
        )

    refused = secretary.post(f"/pairings/{graduate['pairing_id']}/outcomes", finished)
    assert (refused.status_code, refused.json()["code"]) == (409, "pairing_over")
    refused = secretary.post(f"/pairings/{paired['pairing_id']}/outcomes", finished)
    assert (refused.status_code, refused.json()["code"]) == (422, "outcome_not_for_helped")
    assert resident.post(f"/pairings/{paired['pairing_id']}/end", moved).status_code == 404
    assert resident.get(f"/pairings/{paired['pairing_id']}").status_code == 404
