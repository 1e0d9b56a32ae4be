"""双岗位登记、流动亮身份、转入: members registered where they live, floating ones who show themselves, rolls transferred in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import Member, enrol, found

DUAL, FLOATING, TRANSFERS = 3, 2, 2


@pytest.mark.mechanism("M08")
def test_members_live_here_and_belong_elsewhere(city: City, place: str, building: str, member: Member) -> None:
    registrar, resident = city.as_role("registrar"), city.as_role("resident")
    here, other = (found(city, place, "party_branch", founded_on="2020-01-01") for _ in range(2))
    elsewhere = found(city, str(city.area("列东社区")["area_id"]), "party_branch", founded_on="2020-01-01")

    def beside(person: str, second: str, where: str = here, **more: str) -> Any:
        body = {"person_id": person, "second": second, "enrolled_on": "2021-03-01", **more}
        return registrar.post(f"/organisations/{where}/second-places", body)

    moved = {"M08.dual_registrations": DUAL - 1, "M08.floating_shown": FLOATING, "M08.transferred_in": TRANSFERS}
    with city.moves(place, {**moved, "M27.members": TRANSFERS, "M31.members": 0}):
        people = [member() for _ in range(DUAL)]
        for person in people:
            registrar.done(enrol(city, elsewhere, person, enrolled_on="2021-01-05"))
            registrar.done(beside(person, "in_service"))
        floating = [member() for _ in range(FLOATING + 1)]
        seats = [registrar.done(beside(each, "floating", kept_at="外省某支部"))["seat_id"] for each in floating]
        for seat in seats[:FLOATING]:
            registrar.done(registrar.post(f"/members/{seat}/disclosure"))
        transferred = [transfer(city, people[0], here), transfer(city, member(), here, letter="介〔2031〕7号")]
    figures = city.figures(place, city.today().year)
    floated = figures["M08.floating_shown"]
    assert (floated["numerator"], floated["denominator"]) == (FLOATING, FLOATING + 1)
    assert [each["state"] for each in transferred] == ["accepted"] * TRANSFERS

    refused = beside(people[1], "in_service", other)
    assert (refused.status_code, refused.json()["code"]) == (409, "second_place_taken")
    refused = registrar.post(f"/people/{people[0]}/transfers", {"to_organisation_id": here})
    assert (refused.status_code, refused.json()["code"]) == (422, "transfer_to_itself")
    body = {"person_id": people[2], "second": "in_service"}
    assert resident.post(f"/organisations/{here}/second-places", body).status_code == 403
    assert resident.get(f"/transfers/{transferred[0]['transfer_id']}").status_code == 404


def transfer(city: City, person: str, to: str, *, letter: str | None = None) -> Any:
    """A transfer that both ends agree to; by a letter from outside, the new end alone."""
    registrar = city.as_role("registrar")
    came = {} if letter is None else {"came_from": "外省某支部", "letter": letter}
    asked = registrar.done(registrar.post(f"/people/{person}/transfers", {"to_organisation_id": to, **came}))
    path = f"/transfers/{asked['transfer_id']}"
    if letter is None:
        early = registrar.post(f"{path}/acceptance")
        assert (early.status_code, early.json()["code"]) == (409, "transfer_not_released")
        registrar.done(registrar.post(f"{path}/release"))
    return registrar.done(registrar.post(f"{path}/acceptance"))
