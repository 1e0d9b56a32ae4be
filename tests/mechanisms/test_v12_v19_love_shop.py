"""爱心超市: goods come in and go out to residents in difficulty; they are counted, and nobody learns who they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import Newcomer, patiently


def entitle(city: City, community: str, person: str) -> str:
    """Proposed by the aid worker, approved by the secretary."""
    aid_worker, secretary = city.as_role("aid_worker"), city.as_role("community_secretary")
    today = city.today().date()
    body = {
        "area_id": community,
        "person_id": person,
        "category": "low_income",
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=60)).isoformat(),
    }
    made = patiently(lambda: aid_worker.post("/entitlements", body), until=201)["entitlement_id"]
    secretary.done(secretary.post(f"/entitlements/{made}/approve", {}))
    return str(made)


def give(city: City, shop: str, stock: str, person: str, items: int) -> dict[str, Any]:
    """Reserved by the aid worker, handed over by the clerk."""
    aid_worker, clerk = city.as_role("aid_worker"), city.as_role("desk_clerk")
    wanted = {"goods": [{"stock_id": stock, "number": items}], "person_id": person}
    reserved = aid_worker.done(aid_worker.post(f"/shops/{shop}/entitled-reservations", wanted))
    done: dict[str, Any] = clerk.done(clerk.post(f"/reservations/{reserved['reservation_id']}/hand-over", {}))
    return done


@pytest.mark.mechanism("V12")
@pytest.mark.mechanism("V19")
def test_goods_come_in_and_go_to_those_in_difficulty(city: City, community: str, newcomer: Newcomer) -> None:
    secretary, clerk, resident = (city.as_role(role) for role in ("community_secretary", "desk_clerk", "resident"))
    aid_worker = city.as_role("aid_worker")
    helped, stranger = newcomer(), newcomer()
    moved = {
        "V12.shops": 1,
        "V12.value_received": 42_000,
        "V12.value_issued": 10_500,
        "V12.helped": 1,
        "V19.items_in": 12,
        "V19.items_out": 3,
        "V19.helped": 1,
    }
    with city.moves(community, moved):
        name = f"爱心超市-{uuid4().hex[:6]}"
        shop = secretary.done(secretary.post("/shops", {"area_id": community, "name": name}))["shop_id"]
        goods = {"code": "rice_5kg", "name": "大米 5 公斤", "unit": "袋", "minutes_each": 120}
        stock = clerk.done(clerk.post(f"/shops/{shop}/stock", goods))["stock_id"]
        donation = {"number": 12, "value_fen_each": 3500, "best_before": "2098-12-31"}
        clerk.done(clerk.post(f"/stock/{stock}/batches", donation))
        mistake = clerk.done(clerk.post(f"/stock/{stock}/batches", donation))["batch_id"]
        secretary.done(secretary.post(f"/batches/{mistake}/strike", {}))
        entitlement = entitle(city, community, helped)
        first = give(city, shop, stock, helped, 2)
        assert (first["person_id"], first["minutes"]) == (None, 0)
        give(city, shop, stock, helped, 1)

    registrar, year = city.as_role("registrar"), city.today().year - 1
    past = {"stock_id": stock, "number": 5, "value_fen_each": 300, "received_on": f"{year}-05-04"}
    record = {**past, "record_key": name, "source": "捐赠台账"}
    with city.moves(community, {"V12.value_received": 1_500, "V19.items_in": 5}, year=year):
        told = registrar.done(registrar.post("/batches/imports", {"records": [record]}))
        assert told["accepted"] == 1, told
    assert clerk.post("/batches/imports", {"records": [record]}).status_code == 403

    wanted = {"goods": [{"stock_id": stock, "number": 1}], "person_id": stranger}
    refused = aid_worker.post(f"/shops/{shop}/entitled-reservations", wanted)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_entitled")
    short = {"goods": [{"stock_id": stock, "number": 10}], "person_id": helped}
    refused = aid_worker.post(f"/shops/{shop}/entitled-reservations", short)
    assert (refused.status_code, refused.json()["code"]) == (409, "out_of_stock")
    again = clerk.post(f"/reservations/{first['reservation_id']}/hand-over", {})
    assert (again.status_code, again.json()["code"]) == (409, "reservation_over")
    assert resident.post(f"/shops/{shop}/entitled-reservations", wanted).status_code == 403
    assert resident.get(f"/entitlements/{entitlement}").status_code == 404
