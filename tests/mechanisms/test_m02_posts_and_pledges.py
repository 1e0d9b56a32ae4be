"""组织认大岗、个人认小岗、亮岗承诺: posts of the pack are claimed and pledges published; hours served become evidence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City, eventually
from tests.mechanisms.conftest import Newcomer, patiently


def post_of(city: City, community: str, template: str, level: str) -> str:
    secretary = city.as_role("community_secretary")
    body = {"area_id": community, "template": template, "title": f"{template}-{uuid4().hex[:6]}", "level": level}
    return str(secretary.done(secretary.post("/posts", body))["post_id"])


def claim(city: City, post: str, **claimant: str) -> str:
    secretary = city.as_role("community_secretary")
    return str(patiently(lambda: secretary.post(f"/posts/{post}/claims", claimant), until=201)["claim_id"])


def pledge(city: City, claimed: str) -> dict[str, Any]:
    secretary = city.as_role("community_secretary")
    due = (city.today() + timedelta(days=30)).date().isoformat()
    body = {"text": "每周六上午在河滨路劝导不文明行为", "due_on": due}
    return secretary.done(secretary.post(f"/claims/{claimed}/pledges", body))


def unit_of(city: City, community: str) -> str:
    secretary = city.as_role("community_secretary")
    body = {"area_id": community, "name": f"新单位{uuid4().hex[:6]}", "kind": "school"}
    return str(secretary.done(secretary.post("/units", body))["unit_id"])


@pytest.mark.mechanism("M02")
def test_residents_and_units_claim_posts_and_pledge(city: City, community: str, newcomer: Newcomer) -> None:
    secretary, resident = city.as_role("community_secretary"), city.as_role("resident")
    personal = post_of(city, community, "civility_guidance", "personal")
    second = post_of(city, community, "hardship_help", "personal")
    common = post_of(city, community, "civility_guidance_unit", "organisation")
    pledging, withdrawing, silent = newcomer(), newcomer(), newcomer()
    with city.moves(community, {"M02.residents": 1, "M02.units": 1}):
        kept = claim(city, personal, person_id=pledging)
        pledge(city, kept)
        pledge(city, claim(city, second, person_id=pledging))
        given_up = claim(city, personal, person_id=withdrawing)
        pledge(city, given_up)
        secretary.done(secretary.post(f"/claims/{given_up}/release", {"reason": "withdrawn"}))
        claim(city, personal, person_id=silent)
        pledge(city, claim(city, common, unit_id=unit_of(city, community)))

    refused = secretary.post(f"/posts/{personal}/claims", {"person_id": pledging})
    assert (refused.status_code, refused.json()["code"]) == (409, "claim_repeated")
    refused = secretary.post(f"/posts/{common}/claims", {"person_id": silent})
    assert refused.json()["code"] == "claimant_level_wrong"
    refused = secretary.post("/posts", {"area_id": community, "template": "town_crier", "level": "personal"})
    assert refused.json()["code"] == "post_not_in_pack"
    body = {"area_id": community, "template": "civility_guidance", "level": "personal"}
    assert resident.post("/posts", body).status_code == 403
    assert resident.post(f"/posts/{personal}/claims", {"person_id": silent}).status_code == 403


@pytest.mark.mechanism("M02")
def test_hours_served_become_evidence_and_reversed_ones_do_not(city: City, community: str, volunteer: Newcomer) -> None:
    secretary = city.as_role("community_secretary")
    leader, worker = volunteer(), volunteer()
    post = post_of(city, community, "civility_guidance", "personal")
    published = pledge(city, claim(city, post, person_id=worker))
    team = {"area_id": community, "name": f"劝导-{uuid4().hex[:6]}", "kind": "general", "leader_id": leader}
    team_id = secretary.done(secretary.post("/teams", team))["team_id"]

    first = attend(city, community, team_id, worker)
    approve(city, first, 45)
    eventually(lambda: evidence_minutes(city, published["pledge_id"]) == 45)
    second = attend(city, community, team_id, worker)
    approve(city, second, 30)
    eventually(lambda: evidence_minutes(city, published["pledge_id"]) == 75)
    secretary.done(secretary.post(f"/attendances/{second}/reverse", {"reason": "counted_twice"}))
    eventually(lambda: evidence_minutes(city, published["pledge_id"]) == 45)
    refused = secretary.post(f"/attendances/{second}/reverse", {"reason": "counted_twice"})
    assert refused.status_code == 409


def attend(city: City, community: str, team_id: str, person: str) -> str:
    """Plans an activity, signs the person up, checks them in and closes it; the attendance's id."""
    secretary = city.as_role("community_secretary")
    starts = city.today() + timedelta(minutes=5)
    body = {
        "team_id": team_id,
        "area_id": community,
        "title": "文明劝导",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=1)).isoformat(),
        "seats": 5,
    }
    activity = secretary.done(secretary.post("/activities", body))["activity_id"]
    secretary.done(secretary.post(f"/activities/{activity}/sign-ups", {"person_id": person}))
    checked_in = secretary.done(secretary.post(f"/activities/{activity}/check-ins", {"person_id": person}))
    city.clock.advance_to(starts + timedelta(hours=1, minutes=1))
    secretary.done(secretary.post(f"/activities/{activity}/close"))
    return str(checked_in["attendance_id"])


def approve(city: City, attendance: str, minutes: int) -> None:
    secretary = city.as_role("community_secretary")
    secretary.done(secretary.post(f"/attendances/{attendance}/approve", {"minutes": minutes}))


def evidence_minutes(city: City, pledge_id: str) -> int:
    reader = city.as_role("resident")
    return int(reader.done(reader.get(f"/pledges/{pledge_id}"))["minutes"])
