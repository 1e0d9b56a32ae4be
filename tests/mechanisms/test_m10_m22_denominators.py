"""辖区底数、社区底数: how many people, households and square metres there are, by whose account and as of which day."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.city.city import City

STREET_OF_NINE = {"M10.population": 63_000, "M10.floating": 22_000, "M10.land": 5_600_000, "M03.community": 9}
FOREST_TOWN = {
    "M10.population": 20_839,
    "M10.land": 42_000_000,
    "M22.households": 7_971,
    "M22.committees": 3,
    "M22.groups": 45,
    "M22.branches": 7,
    "M22.members": 132,
    "M22.units": 24,
    "M22.in_service": 226,
}
WORDS = {
    "M10.population": "population",
    "M10.floating": "floating_population",
    "M10.land": "land_square_metres",
    "M22.households": "households",
    "M22.committees": "residents_committees",
    "M22.groups": "resident_groups",
    "M22.branches": "party_branches",
    "M22.members": "party_members",
    "M22.units": "units",
    "M22.in_service": "in_service_members",
}


def area(city: City, parent: str, kind: str) -> str:
    officer = city.as_role("district_officer")
    body = {"parent_id": parent, "kind": kind, "name": f"{kind}{uuid4().hex[:6]}"}
    return str(officer.done(officer.post("/areas", body))["area_id"])


def state(city: City, place: str, what: str, value: int) -> None:
    officer = city.as_role("district_officer")
    body = {"what": what, "value": value, "source_name": "街道办事处年报"}
    officer.done(officer.post(f"/areas/{place}/denominators", body))


@pytest.mark.mechanism("M10")
def test_a_street_of_nine_communities(city: City, community: str) -> None:
    officer, resident = city.as_role("district_officer"), city.as_role("resident")
    lineage = officer.done(officer.get(f"/areas/{community}"))["lineage"]
    street = area(city, lineage[1]["area_id"], "street")
    with city.moves(street, STREET_OF_NINE):
        communities = [area(city, street, "community") for _ in range(9)]
        # What one community states is a part of what the street states of itself, and does not come on top.
        state(city, communities[0], "population", 7_000)
        for metric, word in WORDS.items():
            if metric in STREET_OF_NINE:
                state(city, street, word, STREET_OF_NINE[metric])

    path = f"/areas/{street}/denominators"
    body = {"what": "floating_population", "value": 63_001, "source_name": "派出所"}
    refused = officer.post(path, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "denominator_part_too_large")
    refused = officer.post(path, {**body, "value": 22_000})
    assert (refused.status_code, refused.json()["code"]) == (409, "denominator_repeated")
    assert resident.post(path, body).status_code == 403
    listed = officer.done(officer.get("/denominators", area_id=street, what="population"))["items"]
    assert [(each["value"], each["source_name"]) for each in listed] == [(63_000, "街道办事处年报")]


@pytest.mark.mechanism("M22")
def test_a_community_states_what_it_has(city: City, community: str) -> None:
    officer, resident = city.as_role("district_officer"), city.as_role("resident")
    street = officer.done(officer.get(f"/areas/{community}"))["lineage"][2]["area_id"]
    place = area(city, street, "community")
    with city.moves(place, FOREST_TOWN):
        for metric, word in WORDS.items():
            if metric in FOREST_TOWN:
                state(city, place, word, FOREST_TOWN[metric])
    body = {"what": "households", "value": 7_972, "source_name": "居民登记"}
    assert resident.post(f"/areas/{place}/denominators", body).status_code == 403
    refused = officer.post(f"/areas/{place}/denominators", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "denominator_repeated")
