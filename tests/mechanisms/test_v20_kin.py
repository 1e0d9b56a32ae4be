"""认亲: people stand by households, come by and bring something; nobody learns by whom or for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import Member, Newcomer, enrol, found
from tests.mechanisms.test_v01_pairings import pair


@pytest.mark.mechanism("V20")
def test_helpers_visit_households_and_bring_gifts(
    city: City, community: str, household: Callable[[], str], newcomer: Newcomer
) -> None:
    secretary, resident = city.as_role("community_secretary"), city.as_role("resident")
    first, second, today = newcomer(), newcomer(), city.today().date().isoformat()
    shared, other, third = household(), household(), household()
    wanted = {"V20.helpers": 2, "V20.households": 3, "V20.visits": 3, "V20.gifts": 2}
    with city.moves(community, wanted):
        paths = [
            f"/pairings/{pair(city, community, helper, 'household', home)['pairing_id']}"
            for helper, home in ((first, shared), (second, shared), (first, other), (second, third))
        ]
        for path in paths[:2]:
            secretary.done(secretary.post(f"{path}/visits", {"on": today}))
        gift = {"kind": "food", "value_band": "under_100", "on": today}
        secretary.done(secretary.post(f"{paths[0]}/gifts", gift))
        mistaken = secretary.done(secretary.post(f"{paths[2]}/visits", {"on": today}))["visit_id"]
        twice = secretary.done(secretary.post(f"{paths[0]}/gifts", gift))["gift_id"]
    why, struck = {"reason": "recorded_in_error"}, (f"{paths[2]}/visits/{mistaken}", f"{paths[0]}/gifts/{twice}")
    with city.moves(community, {"V20.visits": -1, "V20.gifts": -1}):
        for entry in struck:
            secretary.done(secretary.post(f"{entry}/strike", why))
    assert {secretary.post(f"{entry}/strike", why).json()["code"] for entry in struck} == {"contact_already_struck"}
    assert {resident.post(f"{entry}/strike", why).status_code for entry in struck} == {404}
    again = secretary.post(f"{paths[0]}/visits", {"on": today})
    assert (again.status_code, again.json()["code"]) == (409, "already_visited")
    early = secretary.post(f"{paths[0]}/gifts", {**gift, "on": "2009-01-01"})
    assert (early.status_code, early.json()["code"]) == (409, "not_while_paired")
    assert resident.post(f"{paths[0]}/gifts", gift).status_code == 404
    shown = secretary.done(secretary.get(f"{paths[0]}/contacts"))
    assert (len(shown["visits"]), len(shown["gifts"])) == (1, 2)


@pytest.mark.mechanism("V20")
def test_one_of_two_members_stands_by_households(
    city: City, community: str, place: str, household: Callable[[], str], member: Member
) -> None:
    registrar, secretary = city.as_role("registrar"), city.as_role("community_secretary")
    with city.moves(place, {"M27.members": 2, "V20.members": 1}):
        branch = found(city, place, "party_branch")
        helper, idle = member(), member()
        for person in (helper, idle):
            registrar.done(enrol(city, branch, person))
        for _ in range(2):
            path = f"/pairings/{pair(city, community, helper, 'household', household())['pairing_id']}"
        city.clock.advance_to(city.clock.now() + timedelta(minutes=31))
    figure = city.figures(place, city.today().year)["V20.members"]
    assert (figure["numerator"], figure["denominator"], figure["ratio"]) == (1, 2, 0.5)
    early = {"reason": "moved_away", "on": "2009-01-01"}
    refused = secretary.post(f"{path}/end", early)
    assert (refused.status_code, refused.json()["code"]) == (422, "before_pairing_started")
    assert city.as_role("resident").post(f"{path}/end", early).status_code == 404
