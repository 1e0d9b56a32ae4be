"""爱心银行: hours served become minutes; they are given, spent in the shop, taken back when the hours were wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City
from tests.city.people import Citizen
from tests.mechanisms.conftest import Newcomer, patiently


@pytest.fixture
def bank(city: City, community: str) -> str:
    """The love bank of 圳尾, opened if it is not there yet."""
    secretary = city.as_role("community_secretary")
    known = secretary.done(secretary.get("/banks", area_id=community))["items"]
    opened = known[0] if known else secretary.done(secretary.post("/banks", {"area_id": community}))
    return str(opened["bank_id"])


def serve(city: City, community: str, team: str, person: str, hour: int) -> str:
    """Two hours of an activity tomorrow, attended by somebody; the id of the attendance."""
    secretary = city.as_role("community_secretary")
    begins = city.evening(hour, 0, days=1)
    plan = {"team_id": team, "area_id": community, "title": "清理楼道", "starts_at": begins.isoformat()}
    ends = begins + timedelta(hours=2)
    activity = secretary.done(secretary.post("/activities", {**plan, "ends_at": ends.isoformat()}))["activity_id"]
    secretary.done(secretary.post(f"/activities/{activity}/sign-ups", {"person_id": person}))
    city.clock.advance_to(begins)
    check_in = {"person_id": person}
    came = patiently(lambda: secretary.post(f"/activities/{activity}/check-ins", check_in), until=201)
    city.clock.advance_to(ends)
    return str(came["attendance_id"])


def account(citizen: Citizen) -> dict[str, Any]:
    """One's own account; the newest where somebody moved."""
    found: dict[str, Any] = citizen.done(citizen.get("/bank-accounts"))["items"][-1]
    return found


@pytest.mark.mechanism("V10")
def test_hours_become_minutes_that_are_given_and_taken_back(
    city: City, community: str, bank: str, volunteer: Newcomer
) -> None:
    secretary, resident = city.as_role("community_secretary"), city.as_role("resident")
    saver, officer = city.as_role("volunteer"), city.as_role("street_officer")
    person, friend = saver.done(saver.get("/me"))["person_id"], volunteer()
    street = secretary.done(secretary.get(f"/areas/{community}"))["parent_id"]
    team = {"area_id": community, "name": f"义工-{uuid4().hex[:6]}", "kind": "general", "leader_id": friend}
    team_id = secretary.done(secretary.post("/teams", team))["team_id"]
    moved = {"V10.banks": 1, "V10.minutes_earned": 120, "V10.minutes_given": 30}
    with city.moves(street, moved, year=(city.today() + timedelta(days=1)).year):
        new = {"parent_id": street, "kind": "community", "name": f"新社区{uuid4().hex[:6]}"}
        elsewhere = officer.done(officer.post("/areas", new))["area_id"]
        patiently(lambda: officer.post("/banks", {"area_id": elsewhere}), until=201)
        kept = serve(city, community, team_id, person, 5)
        secretary.done(secretary.post(f"/attendances/{kept}/approve", {"minutes": 120}))
        struck = serve(city, community, team_id, person, 5)
        secretary.done(secretary.post(f"/attendances/{struck}/approve", {"minutes": 90}))
        before = account(saver)
        reverse = {"reason": "recorded_in_error"}
        secretary.done(secretary.post(f"/attendances/{struck}/reverse", reverse))
        assert account(saver)["savings"] == before["savings"] - 90
        gifts = f"/bank-accounts/{before['account_id']}/gifts"
        saver.done(saver.post(gifts, {"minutes": 30, "to_person_id": friend}))

    too_much = saver.post(gifts, {"minutes": 1_000_000, "to_person_id": friend})
    assert (too_much.status_code, too_much.json()["code"]) == (409, "balance_too_low")
    again = secretary.post("/banks", {"area_id": community})
    assert (again.status_code, again.json()["code"]) == (409, "bank_exists")
    assert resident.post("/banks", {"area_id": community}).status_code == 403
    assert resident.get(f"/bank-accounts/{before['account_id']}").status_code == 404
    statement = saver.done(saver.get(f"/bank-accounts/{before['account_id']}/entries", limit=3))["items"]
    assert [entry["kind"] for entry in statement] == ["given", "reversed", "earned"]


@pytest.mark.mechanism("V10")
def test_minutes_are_redeemed_for_goods(city: City, community: str, bank: str, volunteer: Newcomer) -> None:
    secretary, clerk, saver = (city.as_role(role) for role in ("community_secretary", "desk_clerk", "volunteer"))
    person = saver.done(saver.get("/me"))["person_id"]
    team = {"area_id": community, "name": f"义工-{uuid4().hex[:6]}", "kind": "general", "leader_id": volunteer()}
    team_id = secretary.done(secretary.post("/teams", team))["team_id"]
    shop = secretary.done(
        secretary.post("/shops", {"area_id": community, "name": f"专柜-{uuid4().hex[:6]}", "kind": "desk"})
    )
    goods = {"code": "soap", "name": "肥皂", "unit": "块", "minutes_each": 45}
    stock = clerk.done(clerk.post(f"/shops/{shop['shop_id']}/stock", goods))["stock_id"]
    clerk.done(clerk.post(f"/stock/{stock}/batches", {"number": 5, "value_fen_each": 400}))
    served = serve(city, community, team_id, person, 13)
    secretary.done(secretary.post(f"/attendances/{served}/approve", {"minutes": 120}))
    wanted = {"goods": [{"stock_id": stock, "number": 2}]}
    with city.moves(community, {"V10.minutes_redeemed": 90, "V12.helped": 0}):
        reserved = saver.done(saver.post(f"/shops/{shop['shop_id']}/reservations", wanted))["reservation_id"]
        assert account(saver)["held"] == 90
        clerk.done(clerk.post(f"/reservations/{reserved}/hand-over", {}))
        assert account(saver)["held"] == 0
    again = clerk.post(f"/reservations/{reserved}/hand-over", {})
    assert (again.status_code, again.json()["code"]) == (409, "reservation_over")
    assert saver.post(f"/reservations/{reserved}/hand-over", {}).status_code == 403


@pytest.mark.mechanism("V10")
def test_an_older_book_is_brought_forward(city: City, community: str, bank: str, volunteer: Newcomer) -> None:
    secretary, registrar = city.as_role("community_secretary"), city.as_role("registrar")
    opened = secretary.done(secretary.get(f"/banks/{bank}"))
    balance = {"person_id": volunteer(), "minutes": 75, "earned_on": opened["opened_on"]}
    record = {**balance, "record_key": uuid4().hex, "source": "爱心银行台账"}
    with city.moves(community, {"V10.minutes_earned": 75}, year=int(opened["opened_on"][:4])):
        told = registrar.done(registrar.post("/opening-balances/imports", {"records": [record]}))
        assert told["accepted"] == 1, told
    books = secretary.done(secretary.get(f"/banks/{bank}"))
    assert books["brought_forward"] == opened["brought_forward"] + 75
    again = registrar.done(registrar.post("/opening-balances/imports", {"records": [record | {"record_key": "again"}]}))
    assert again["results"][0]["code"] == "already_brought_forward"
    assert secretary.post("/opening-balances/imports", {"records": [record]}).status_code == 403
