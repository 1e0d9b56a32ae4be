"""志愿队伍: teams stand, people have seats in them, and somebody in two teams counts once; a micro-team stays small."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import Newcomer


def team_of(city: City, community: str, leader: str, kind: str) -> str:
    secretary = city.as_role("community_secretary")
    body = {"area_id": community, "name": f"{kind}-{uuid4().hex[:6]}", "kind": kind, "leader_id": leader}
    return str(secretary.done(secretary.post("/teams", body))["team_id"])


@pytest.mark.mechanism("V03")
def test_people_in_two_teams_count_once(city: City, community: str, volunteer: Newcomer) -> None:
    secretary, resident = city.as_role("community_secretary"), city.as_role("resident")
    leader, both, leaver = volunteer(), volunteer(), volunteer()
    moves = {"V03.teams": 2, "V03.people": 2, "V03.patrol_teams": 1, "V03.elder_service_teams": 0}
    with city.moves(community, moves):
        patrol, general = (team_of(city, community, leader, kind) for kind in ("patrol", "general"))
        given_up = team_of(city, community, leader, "elder_service")
        for team in (patrol, general):
            secretary.done(secretary.post(f"/teams/{team}/members", {"person_id": both}))
        secretary.done(secretary.post(f"/teams/{patrol}/members", {"person_id": leaver}))
        secretary.done(secretary.post(f"/teams/{patrol}/members/{leaver}/leave"))
        secretary.done(secretary.post(f"/teams/{given_up}/disband"))

    body = {"area_id": community, "name": "居民自封队", "kind": "patrol", "leader_id": leader}
    assert resident.post("/teams", body).status_code == 403
    refused = secretary.post(f"/teams/{patrol}/members", {"person_id": both})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_member")
    refused = secretary.post("/teams", {**body, "kind": "airborne"})
    assert (refused.status_code, refused.json()["code"]) == (422, "team_kind_unknown")
    roster = secretary.done(secretary.get(f"/teams/{patrol}"))
    assert roster["members"] == 2


@pytest.mark.mechanism("V04")
def test_a_micro_team_is_one_leader_and_five(city: City, community: str, volunteer: Newcomer) -> None:
    secretary, resident = city.as_role("community_secretary"), city.as_role("resident")
    leader, *members, sixth = (volunteer() for _ in range(7))
    with city.moves(community, {"V04.leaders": 1, "V04.members": 5}):
        team = team_of(city, community, leader, "micro")
        for person in members:
            secretary.done(secretary.post(f"/teams/{team}/members", {"person_id": person}))
        refused = secretary.post(f"/teams/{team}/members", {"person_id": sixth})
        assert (refused.status_code, refused.json()["code"]) == (409, "team_full")

    assert resident.post(f"/teams/{team}/members", {"person_id": sixth}).status_code == 403
