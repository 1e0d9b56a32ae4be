"""走千家：三必到、五必访: every household is visited, at once or in its turn; a door counts once, and a shut one not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.city.city import City, eventually

Household = Callable[[], str]
STATED, VISITED = 17, 16
"""16 of 17 households are 94.1 %, as 7,500 of 7,971 are."""


def refused(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


def raised(city: City, household: str, kind: str, role: str = "community_secretary", **more: str) -> str:
    teller = city.as_role(role)
    return str(teller.done(teller.post(f"/areas/{household}/household-visits", {"kind": kind, **more}))["visit_id"])


@pytest.mark.mechanism("E05")
def test_hardship_is_met_at_once_and_a_household_visited_twice_counts_once(
    city: City, community: str, household: Household
) -> None:
    branch, resident = city.as_role("branch_secretary"), city.as_role("resident")
    first, second, shut = household(), household(), household()
    moves = {"E05.households": 2, "E05.visits": 3, "E05.arrivals": 2, "E05.calls": 1}
    with city.moves(community, moves):
        # The clerk hears of hardship, the mediator of a quarrel: two reasons, one caller.
        visit = raised(city, first, "hardship", "desk_clerk")
        assert raised(city, first, "quarrel", "mediator") == visit
        branch.done(branch.post(f"/household-visits/{visit}/take"))
        shown = branch.done(branch.get(f"/household-visits/{visit}"))
        assert {reason["kind"] for reason in shown["why"]} == {"hardship", "quarrel"}
        made = {"wishes": ["policy"], "note": "家中有困难，协助申请", "follow_up": "worry"}
        branch.done(branch.post(f"/household-visits/{visit}/made", made))
        [again] = branch.done(branch.get("/household-visits", household_id=first, state="due"))["items"]
        branch.done(branch.post(f"/household-visits/{again['visit_id']}/made"))
        visit = raised(city, second, "everybody", "grid_worker")
        branch.done(branch.post(f"/household-visits/{visit}/made"))
        visit = raised(city, shut, "newcomer")
        assert branch.done(branch.post(f"/household-visits/{visit}/nobody-home"))["state"] == "due"

    with city.moves(community, {"E05.visits": 1, "E05.arrivals": 1}):
        mistaken = raised(city, second, "hardship")
        branch.done(branch.post(f"/household-visits/{mistaken}/made"))
    strike, body = f"/household-visits/{mistaken}/strike", {"reason": "wrong_household"}
    assert branch.post(strike, body).status_code == 403
    with city.moves(community, {"E05.visits": -1, "E05.arrivals": -1, "E05.households": 0}):
        secretary = city.as_role("community_secretary")
        secretary.done(secretary.post(strike, body))

    path = f"/household-visits/{visit}"
    assert refused(branch.post(f"{path}/made", {"made_at": "2199-01-01T00:00:00Z"})) == (422, "visit_in_future")
    assert refused(branch.post(f"/household-visits/{mistaken}/made")) == (409, "visit_over")
    assert resident.post(f"{path}/made").status_code == 404
    assert resident.post(f"/areas/{first}/household-visits", {"kind": "hardship"}).status_code == 403
    told = branch.post(f"/areas/{community}/household-visits", {"kind": "hardship"})
    assert refused(told) == (422, "visit_needs_household")


@pytest.mark.mechanism("E05")
def test_an_arrival_that_nobody_makes_is_missed_and_stays_on_the_route(
    city: City, community: str, household: Household
) -> None:
    branch, secretary = city.as_role("branch_secretary"), city.as_role("community_secretary")
    late = raised(city, household(), "hardship")
    before = city.figures(community, city.today().year)["E05.arrivals"]
    stops = branch.done(branch.get("/visit-routes", area_id=community, limit=200))["items"]
    urgent = [stop["urgency"] for stop in stops]
    assert late in {stop["visit_id"] for stop in stops if stop["urgency"] == "arrival"}
    assert urgent == sorted(urgent, key=lambda word: word != "arrival")
    city.clock.advance_to(city.today() + timedelta(hours=5))
    after = eventually(
        lambda: [
            figure
            for figure in [city.figures(community, city.today().year)["E05.arrivals"]]
            if figure["denominator"] > before["denominator"]
        ]
    )
    assert after[0]["numerator"] == before["numerator"]
    overdue = secretary.done(secretary.get("/household-visits", area_id=community, overdue=True, limit=200))["items"]
    assert late in {visit["visit_id"] for visit in overdue}
    branch.done(branch.post(f"/household-visits/{late}/made"))
    kinds = secretary.done(secretary.get(f"/areas/{community}/visit-figures"))["kinds"]
    assert next(each["missed"] for each in kinds if each["kind"] == "hardship") >= 1


@pytest.mark.mechanism("E05")
def test_sixteen_of_seventeen_households_are_94_1_percent(city: City, place: str, building: str) -> None:
    officer, registrar = city.as_role("street_officer"), city.as_role("registrar")
    pack = {"pack": "135-zhenwei", "version": "1", "valid_from": "2009-01-01"}
    officer.done(officer.post(f"/areas/{place}/packs", pack))
    doors = [
        {"parent_id": building, "kind": "household", "name": f"{number}室"} for number in range(101, 101 + VISITED)
    ]
    homes = [str(officer.done(officer.post("/areas", door))["area_id"]) for door in doors]
    stated = {"what": "households", "value": STATED, "source_name": "社区底数"}
    officer.done(officer.post(f"/areas/{place}/denominators", stated))
    moment = city.today().isoformat()
    words = {"source": "走访本", "kind": "everybody", "made_at": moment}
    # Two visits to one household, and the same line twice: sixteen doors all the same.
    records = [{**words, "record_key": f"{n}", "household_id": home} for n, home in enumerate([*homes, homes[0]])]
    with city.moves(place, {"E05.households": VISITED, "E05.visits": VISITED + 1}):
        entered = registrar.done(registrar.post("/household-visits/imports", {"records": [*records, records[0]]}))
        assert (entered["accepted"], entered["repeated"]) == (VISITED + 1, 1)
    figure = city.figures(place, city.today().year)["E05.households"]
    assert (figure["numerator"], figure["denominator"]) == (VISITED, STATED)
    assert round(100 * figure["numerator"] / figure["denominator"], 1) == 94.1
    assert refused(officer.post(f"/areas/{building}/visit-rounds")) == (422, "round_not_of_community")
    begun = officer.done(officer.post(f"/areas/{place}/visit-rounds"))
    assert begun["households"] == VISITED
    assert refused(officer.post(f"/areas/{place}/visit-rounds")) == (409, "round_running")
