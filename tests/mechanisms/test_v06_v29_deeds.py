"""善行墙、好人推荐: deeds are told, agreed to and approved on four boards; people are nominated, seconded and put to the vote.

That ten families win needs cobuilding's ballots, which nobody holds yet: V29.families waits for cobuilding, its reaction is
proven with the frozen sample in volunteering's component tests.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City
from tests.city.people import Citizen
from tests.mechanisms.conftest import NewCommunity, patiently

BOARDS = ("kindness", "filial", "honesty", "courage")


def refused(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


def neighbour(city: City, here: NewCommunity) -> tuple[str, Citizen]:
    """A resident of the community with an account."""
    person = here.resident()
    secret = {"username": f"neighbour{uuid4().hex[:8]}", "password": uuid4().hex}
    account = here.officer.done(here.officer.post("/accounts", {**secret, "person_id": person}))["account_id"]
    grant = {"role": "resident", "kind": "area", "scope": here.area_id}
    here.officer.done(here.officer.post(f"/accounts/{account}/grants", grant))
    signed_in = {**secret, "role": "resident"}
    return person, Citizen(city.base_url, signed_in, lambda: city.record, lambda: city.clock.now().timestamp())


@pytest.mark.mechanism("V29")
def test_four_boards_of_deeds_that_their_doers_agreed_to(city: City, new_community: NewCommunity) -> None:
    here, officer = new_community, new_community.officer
    _, teller = neighbour(city, here)
    doer, agreeing = neighbour(city, here)
    path = "/deeds"
    with city.moves(here.area_id, {"V29.boards": 4, "V29.deeds": 5}):
        for board in (*BOARDS, "filial"):
            body = {
                "area_id": here.area_id,
                "board": board,
                "doer_id": doer,
                "story": "连续三年为楼上的独居老人送早餐。",
            }
            deed = patiently(lambda body=body: teller.post(path, body), until=201)["deed_id"]
            early = officer.post(f"/deeds/{deed}/publish")
            assert refused(early) == (409, "doer_has_not_agreed")
            agreeing.done(agreeing.post(f"/deeds/{deed}/agreement", {"agrees": True}))
            officer.done(officer.post(f"/deeds/{deed}/publish"))
        officer.done(officer.post(f"/deeds/{deed}/take-down", {"reason": "told_twice"}))
    shown = officer.done(officer.get("/deed-boards", area_id=here.area_id))["items"]
    assert {one["board"] for one in shown} == set(BOARDS) and len(shown) == 4
    grid_worker = city.as_role("grid_worker")
    assert grid_worker.post(f"/deeds/{deed}/publish").status_code == 404
    teller.close(), agreeing.close()


@pytest.mark.mechanism("V06")
def test_good_people_are_nominated_seconded_and_put_to_the_vote(city: City, new_community: NewCommunity) -> None:
    here, officer = new_community, new_community.officer
    nominee, herself = neighbour(city, here)
    _, nominator = neighbour(city, here)
    _, seconder = neighbour(city, here)
    contest = {
        "area_id": here.area_id,
        "board": "kindness",
        "season": uuid4().hex[:8],
        "title": "身边好人",
        "winners": 10,
    }
    with city.moves(here.area_id, {"V06.nominations": 1}):
        opened = patiently(lambda: officer.post("/contests", contest), until=201)["contest_id"]
        body = {"kind": "person", "nominee_id": nominee}
        nomination = patiently(lambda: nominator.post(f"/contests/{opened}/nominations", body), until=201)[
            "nomination_id"
        ]
        again = seconder.post(f"/contests/{opened}/nominations", body)
        assert refused(again) == (409, "already_nominated")
        seconder.done(seconder.post(f"/nominations/{nomination}/seconds"))
        assert refused(officer.post(f"/contests/{opened}/shortlist")) == (409, "nobody_shortlisted")
        herself.done(herself.post(f"/nominations/{nomination}/accept"))
        officer.done(officer.post(f"/contests/{opened}/shortlist"))
        days = {"opens_on": city.today().date().isoformat(), "closes_on": city.evening(0, 0, days=9).date().isoformat()}
        voting = officer.done(officer.post(f"/contests/{opened}/ballot", days))
    assert voting["state"] == "voting"
    assert city.as_role("grid_worker").post("/contests", contest).status_code == 403
    for person in (herself, nominator, seconder):
        person.close()
