"""Donations of the past enter through the import door; what a stock-take found of them is carried in with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.volunteering import operations as ops
from contracts.volunteering.events import GoodsReceivedV1, StockLowV1


@pytest.fixture
def stock(counter: Any) -> UUID:
    """Rice, of which the shop would like to have twenty bags."""
    shelved: UUID = counter.shelve(wanted=20)
    return shelved


def donation(stock: UUID, **changes: Any) -> dict[str, Any]:
    return {"stock_id": stock, "number": 40, "value_fen_each": 3500, "received_on": "2030-03-05"} | changes


def refused(here: Any, stock: UUID, **changes: Any) -> str | None:
    """The code by which a donation is refused; nothing of it may stay."""
    return here.refused_record(ops.import_batches, donation(stock, **changes))


def test_a_donation_counts_on_its_own_day(here: Any, counter: Any, stock: UUID) -> None:
    assert here.enter(ops.import_batches, donation(stock, donor_kind="person", donor_id=here.people[3])) == [
        ("accepted", None)
    ]
    (told,) = here.door.emitted(GoodsReceivedV1)
    said = told["data"]
    assert (told["kind"], told["occurred_at"]) == ("import", "2030-03-04T16:00:00+00:00")
    assert (said["number"], said["value_fen"], said["received_on"]) == (40, 140_000, "2030-03-05")
    assert str(here.people[3]) not in str(said)
    assert (counter.batches(stock), counter.free(stock), counter.adds_up()) == ([], 0, True)
    assert here.door.emitted(StockLowV1) == []


def test_what_is_left_can_be_given(here: Any, counter: Any, stock: UUID) -> None:
    outcomes = here.enter(
        ops.import_batches,
        donation(stock, left=7, best_before="2031-06-15"),
        donation(stock, number=2, left=2),
        donation(stock, best_before="2030-12-31"),  # given out long ago
    )
    assert outcomes == [("accepted", None)] * 3
    assert sorted(counter.batches(stock)) == [(2, 0), (7, 0)]
    counter.save(0, 120)
    here.clock.hold(here.at(12))
    here.done(counter.reserve(0, (stock, 1)))
    assert (counter.free(stock), counter.adds_up()) == (8, True)


def test_the_same_donation_is_entered_once(here: Any, counter: Any, stock: UUID) -> None:
    assert here.enter(ops.import_batches, donation(stock, left=5), dry_run=True) == [("accepted", None)]
    assert (counter.batches(stock), here.door.emitted(GoodsReceivedV1)) == ([], [])
    assert here.enter(ops.import_batches, donation(stock, left=5)) == [("accepted", None)]
    assert here.enter(ops.import_batches, donation(stock, left=5)) == [("repeated", None)]
    assert counter.batches(stock) == [(5, 0)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": 0}, "invalid_record"),
        ({"left": 41}, "invalid_record"),
        ({"left": -1}, "invalid_record"),
        ({"donor_kind": "person"}, "invalid_record"),
        ({"donor_kind": "person", "donor_id": str(uuid4())}, "donor_unknown"),
        ({"donor_kind": "unit", "donor_id": str(uuid4())}, "donor_unknown"),
        ({"stock_id": str(uuid4())}, "goods_unknown"),
        ({"received_on": "2031-06-16"}, "date_in_future"),
        ({"best_before": "2030-03-04"}, "goods_out_of_date"),
        ({"best_before": "2031-06-14", "left": 1}, "goods_out_of_date"),
    ],
)
def test_donations_are_refused(here: Any, stock: UUID, changes: dict[str, Any], code: str) -> None:
    assert refused(here, stock, **changes) == code


def test_shops_of_others_and_closed_ones_take_none(here: Any, counter: Any, stock: UUID) -> None:
    assert here.door.call(ops.import_batches, counter.clerk(), records=[{}]).status == 403
    street = here.door.sign_in(("street_officer", "area", here.street))
    far = here.done(here.door.call(ops.open_shop, street, area_id=here.elsewhere, name="别处")).data["shop_id"]
    goods = {"shop_id": far, "code": "oil", "name": "油", "unit": "桶", "minutes_each": 60}
    there = here.done(here.door.call(ops.shelve_goods, street, **goods)).data["stock_id"]
    assert refused(here, there) == "out_of_area"
    here.done(here.door.call(ops.close_shop, here.secretary(), shop_id=counter.shop))
    assert refused(here, stock) == "shop_closed"
