"""纵向到底、党员与两新支部、特色支部、亮身份公开: the tree of organisations, the rolls they keep, and who agreed to be shown."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import Member, enrol, found, patiently


@pytest.mark.mechanism("M04")
def test_one_committee_six_branches_seventeen_groups(city: City, place: str, building: str) -> None:
    registrar, resident = city.as_role("registrar"), city.as_role("resident")
    with city.moves(place, {"M04.committees": 1, "M04.branches": 6, "M04.groups": 17}):
        committee = found(city, place, "party_committee")
        branches = [found(city, place, "party_branch", committee) for _ in range(6)]
        for n in range(17):
            found(city, building, "party_group", branches[n % 6])
        dissolved = found(city, place, "party_branch", committee, founded_on="2020-01-01")
        registrar.done(registrar.post(f"/organisations/{dissolved}/dissolution"))
    below = registrar.done(registrar.get("/organisations", below=committee, limit=200))["items"]
    assert len(below) == 23

    body = {"area_id": place, "kind": "party_group", "name": "倒挂小组", "parent_id": committee}
    refused = registrar.post("/organisations", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "organisation_kind_out_of_order")
    refused = registrar.post(f"/organisations/{committee}/moves", {"parent_id": branches[0]})
    assert (refused.status_code, refused.json()["code"]) == (422, "organisation_in_itself")
    assert resident.post("/organisations", body).status_code == 403


@pytest.mark.mechanism("M27")
def test_every_member_stands_on_one_roll(city: City, place: str, member: Member) -> None:
    registrar, resident, worker = (city.as_role(role) for role in ("registrar", "resident", "grid_worker"))
    with city.moves(place, {"M27.members": 3, "M27.two_new_branches": 4}):
        branches = [found(city, place, "two_new_branch", founded_on="2020-01-01") for _ in range(4)]
        people = [member() for _ in range(4)]
        for person, branch in zip(people, branches, strict=True):
            seat = registrar.done(enrol(city, branch, person, enrolled_on="2021-01-05"))
        registrar.done(registrar.post(f"/members/{seat['seat_id']}/leave", {"reason": "transferred"}))
    refused = enrol(city, branches[1], people[0])
    assert (refused.status_code, refused.json()["code"]) == (409, "enrolled_elsewhere")
    stranger = registrar.done(registrar.post("/people", {"name": "群众", "home_area": place}))["person_id"]
    refused = enrol(city, branches[1], stranger)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_party_member")
    assert worker.get("/members").status_code == 403
    assert resident.get(f"/members/{seat['seat_id']}").status_code == 404
    assert resident.post(f"/organisations/{branches[0]}/members", {"person_id": people[3]}).status_code == 403


@pytest.mark.mechanism("M28")
def test_a_branch_of_members_from_thirteen_troupes(city: City, place: str, building: str, member: Member) -> None:
    registrar, resident, officer = (city.as_role(role) for role in ("registrar", "resident", "street_officer"))
    teams = [team_of(city, place, member()) for _ in range(13)]
    own = found(city, place, "party_branch")
    with city.moves(place, {"M28.members": 18, "M28.teams": 13, "M28.branches": 1, "M27.members": 18}):
        functional = found(city, place, "functional_branch")
        for n in range(18):
            person = member()
            registrar.done(enrol(city, own, person))
            patiently(lambda person=person, n=n: enrol(city, functional, person, team_id=teams[n % 13]), until=201)
    refused = enrol(city, functional, person)
    assert (refused.status_code, refused.json()["code"]) == (409, "enrolled_already")
    refused = enrol(city, functional, member(), team_id=str(uuid4()))
    assert (refused.status_code, refused.json()["code"]) == (422, "team_unknown")
    assert resident.post(f"/organisations/{functional}/members", {"person_id": person}).status_code == 403
    assert (
        officer.get("/organisations", area_id=place, kind="functional_branch").json()["items"][0]["dissolved_on"]
        is None
    )


def team_of(city: City, place: str, leader: str) -> str:
    officer = city.as_role("street_officer")
    patiently(lambda: officer.post("/volunteers", {"person_id": leader}), until=201)
    body = {"area_id": place, "name": f"文体队{uuid4().hex[:6]}", "kind": "general", "leader_id": leader}
    return str(patiently(lambda: officer.post("/teams", body), until=201)["team_id"])


@pytest.mark.mechanism("M31")
def test_a_building_shows_the_members_who_agreed(city: City, place: str, building: str, member: Member) -> None:
    registrar, resident = city.as_role("registrar"), city.as_role("resident")
    branch = found(city, place, "party_branch")
    people = [member() for _ in range(3)]
    with city.moves(place, {"M31.buildings": 1, "M31.members": 2}):
        seats = [registrar.done(enrol(city, branch, person))["seat_id"] for person in people]
        board = registrar.done(registrar.post(f"/areas/{building}/roll-boards"))["board_id"]
        for seat in seats:
            registrar.done(registrar.post(f"/members/{seat}/disclosure"))
        registrar.done(registrar.post(f"/members/{seats[2]}/concealment"))
    figures = city.figures(place, city.today().year)
    assert figures["M31.buildings"]["ratio"] == 1
    assert (figures["M31.members"]["numerator"], figures["M31.members"]["denominator"]) == (2, 3)
    shown = resident.done(resident.get(f"/roll-boards/{board}"))["members"]
    assert len(shown) == 2
    assert all(each["name"].startswith("党员") for each in shown)
    refused = registrar.post(f"/members/{seats[0]}/disclosure")
    assert (refused.status_code, refused.json()["code"]) == (409, "disclosed_already")
    assert resident.post(f"/members/{seats[2]}/disclosure").status_code == 404
