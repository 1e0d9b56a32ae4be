"""帮教: somebody is mentored in confidence; the account counts one more, and nobody else learns of it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.city.city import City
from tests.city.people import Citizen
from tests.mechanisms.conftest import Newcomer, patiently


def with_account(city: City, person: str) -> Citizen:
    """One of the three who signs in; they act as themselves, as no role."""
    secretary, secret = (
        city.as_role("community_secretary"),
        {"username": f"m{uuid4().hex[:8]}", "password": uuid4().hex},
    )
    secretary.done(secretary.post("/accounts", {**secret, "person_id": person}))
    return city.as_account(secret["username"], secret["password"], "themselves")


def listed(who: Citizen) -> list[str]:
    return [one["mentorship_id"] for one in who.done(who.get("/mentorships"))["items"]]


@pytest.mark.mechanism("V20")
def test_a_mentorship_is_counted_and_never_shown(city: City, community: str, newcomer: Newcomer) -> None:
    secretary, street = city.as_role("community_secretary"), city.as_role("street_officer")
    mentor, officer, mentored, today = newcomer(), newcomer(), newcomer(), city.today().date().isoformat()
    told = {"area_id": community, "helper_id": mentor, "officer_id": officer, "helped_id": mentored}
    told |= {"started_on": today, "goal": "学一门手艺"}
    with city.moves(community, {"V20.mentored": 1, "V20.helpers": 0, "V01.students": 0}):
        path = f"/mentorships/{patiently(lambda: secretary.post('/mentorships', told), until=201)['mentorship_id']}"
    wrong = secretary.post("/mentorships", {**told, "officer_id": mentored})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "officer_is_helped")
    assert city.as_role("resident").post("/mentorships", told).status_code == 403
    assert {who.get(path).status_code for who in (secretary, street, city.as_role("auditor"))} == {404}
    assert secretary.post(f"{path}/end", {"reason": "不再需要", "on": today}).status_code == 404
    mentoring, answering, other = (with_account(city, person) for person in (mentor, officer, mentored))
    opened = answering.done(answering.get(path))
    assert (opened["helped_id"], opened["goal"]) == (mentored, told["goal"])
    assert listed(mentoring) == listed(answering) == [opened["mentorship_id"]]
    assert (listed(other), other.get(path).status_code) == ([], 404)
    assert mentoring.post(f"{path}/end", {"reason": "不再需要", "on": today}).status_code == 403
    answering.done(answering.post(f"{path}/end", {"reason": "已经就业", "on": today}))
    year = city.today().year
    facts = street.done(street.get("/reports/annual/facts", area=community, year=year, metric="V20.mentored"))["items"]
    assert facts and all(known not in str(facts) for known in (mentor, officer, mentored, opened["mentorship_id"]))
