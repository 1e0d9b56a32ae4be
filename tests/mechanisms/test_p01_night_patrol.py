"""治安巡逻队: every night from 19:30 to 22:00, Asia/Shanghai; a night counts when enough of the team were really there."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.city.city import City, eventually
from tests.mechanisms.conftest import Newcomer, patiently


@pytest.mark.mechanism("P01")
def test_a_night_is_kept_by_those_who_were_there(city: City, community: str, volunteer: Newcomer) -> None:
    secretary, resident = city.as_role("community_secretary"), city.as_role("resident")
    first, second, outsider = volunteer(), volunteer(), volunteer()
    body = {"area_id": community, "name": f"夜巡-{uuid4().hex[:6]}", "kind": "patrol", "leader_id": first}
    team = secretary.done(secretary.post("/teams", body))["team_id"]
    secretary.done(secretary.post(f"/teams/{team}/members", {"person_id": second}))

    tomorrow = (city.today() + timedelta(days=1)).date()
    plan = {"team_id": team, "area_id": community, "night": tomorrow.isoformat()}
    assert resident.post("/shifts", plan).status_code in (403, 404)
    shift = patiently(lambda: secretary.post("/shifts", plan), until=201)
    assert shift["starts_at"].startswith(f"{tomorrow.isoformat()}T11:30") or "19:30" in shift["starts_at"]
    refused = secretary.post("/shifts", plan)
    assert (refused.status_code, refused.json()["code"]) == (409, "shift_exists")
    lonely = secretary.done(secretary.post("/shifts", {**plan, "night": (tomorrow + timedelta(days=1)).isoformat()}))

    check_ins = f"/shifts/{shift['shift_id']}/check-ins"
    with city.moves(community, {"P01.nights": 1, "P01.shifts": 1}, year=tomorrow.year):
        city.clock.advance_to(city.evening(19, 31, days=1))
        for person in (first, second):
            patiently(
                lambda person=person: secretary.post(check_ins, {"person_id": person, "at": city.today().isoformat()}),
                until=201,
            )
        stranger = secretary.post(check_ins, {"person_id": outsider, "at": city.today().isoformat()})
        assert stranger.json()["code"] == "not_on_shift"
        early = (city.evening(17, 0)).isoformat()
        assert secretary.post(check_ins, {"person_id": first, "at": early}).json()["code"] == "outside_hours"

        city.clock.advance_to(city.evening(22, 30))
        eventually(lambda: state_of(city, shift["shift_id"]) == "completed", lambda: state_of(city, shift["shift_id"]))

        city.clock.advance_to(city.evening(19, 32, days=1))
        alone = {"person_id": first, "at": city.today().isoformat()}
        secretary.done(secretary.post(f"/shifts/{lonely['shift_id']}/check-ins", alone))
        city.clock.advance_to(city.evening(22, 30))
        eventually(lambda: state_of(city, lonely["shift_id"]) == "missed", lambda: state_of(city, lonely["shift_id"]))


def state_of(city: City, shift_id: str) -> str:
    secretary = city.as_role("community_secretary")
    return str(secretary.done(secretary.get(f"/shifts/{shift_id}"))["state"])
