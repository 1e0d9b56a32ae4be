"""Love supermarkets through the door: goods come in, are reserved, handed over or let go; minutes move with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.cobuilding.events import UnitRegisteredV1
from contracts.membership.events import PersonDiedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    GoodsIssuedV1,
    GoodsReceivedV1,
    GoodsStruckV1,
    MinutesPostedV1,
    ShopClosedV1,
    ShopOpenedV1,
    StockLowV1,
)
from runtime import clocks


def data(here: Any, event: Any) -> list[dict[str, Any]]:
    return [envelope["data"] for envelope in here.door.emitted(event)]


def test_shops_open_and_close(here: Any, counter: Any) -> None:
    by = here.secretary()
    again = here.door.call(ops.open_shop, by, area_id=here.community, name="圳尾爱心超市")
    assert (again.status, again.code) == (409, "shop_name_taken")
    small = here.door.call(ops.open_shop, by, area_id=here.household, name="小店")
    assert (small.status, small.code) == (422, "shop_needs_community")
    assert here.door.call(ops.open_shop, counter.clerk(), area_id=here.community, name="柜台").status == 403
    (told,) = data(here, ShopOpenedV1)
    assert (told["kind"], told["opened_on"]) == ("shop", "2031-06-15")
    stock = counter.shelve(minutes_each=0)
    counter.batch(stock)
    waiting = here.done(counter.reserve(0, (stock, 1))).data["reservation_id"]
    assert here.door.call(ops.close_shop, by, shop_id=counter.shop).code == "shop_has_reservations"
    here.done(here.door.call(ops.cancel_reservation, here.someone(0), reservation_id=waiting))
    assert here.done(here.door.call(ops.close_shop, by, shop_id=counter.shop)).data["closed_on"] == "2031-06-15"
    assert len(data(here, ShopClosedV1)) == 1
    assert here.door.call(ops.close_shop, by, shop_id=counter.shop).code == "shop_closed"
    assert counter.receive(stock).code == "shop_closed"
    assert counter.reserve(0, (stock, 1)).code == "shop_closed"
    listed = here.done(here.door.call(ops.list_shops, here.someone(0), area_id=here.street))
    assert listed.data["items"] == []


def test_donations_come_in_with_number_value_and_day(here: Any, counter: Any) -> None:
    stock = counter.shelve()
    donor = here.people[3]
    given = counter.receive(stock, 40, best_before="2031-12-31", donor_kind="person", donor_id=donor)
    batch = here.done(given).data
    assert (batch["left"], batch["reserved"], batch["value_fen_each"]) == (40, 0, 3500)
    (told,) = data(here, GoodsReceivedV1)
    assert (told["number"], told["value_fen"], told["goods_code"]) == (40, 140_000, "rice_5kg")
    assert str(donor) not in str(told)
    unit = uuid4()
    assert counter.receive(stock, donor_kind="unit", donor_id=unit).code == "donor_unknown"
    here.door.deliver(UnitRegisteredV1, aggregate_id=unit, sample=True, unit_id=unit)
    assert counter.receive(stock, donor_kind="unit", donor_id=unit).ok
    assert counter.receive(stock, best_before="2031-06-14").code == "goods_out_of_date"
    assert counter.receive(stock, donor_kind="person").status == 422
    assert counter.receive(stock, 0).status == counter.receive(stock, 1.5).status == 422
    assert here.door.call(ops.shelve_goods, counter.clerk(), shop_id=counter.shop, code="rice_5kg", name="米",
                          unit="袋", minutes_each=1).code == "goods_code_taken"  # fmt: skip
    assert counter.adds_up()


def test_a_price_is_changed_by_one_clerk_at_a_time(here: Any, counter: Any) -> None:
    stock = counter.shelve()
    words = {"stock_id": stock, "minutes_each": 30, "wanted": 5}
    assert here.door.call(ops.price_goods, counter.clerk(), **words).status == 428
    changed = here.done(here.door.call(ops.price_goods, counter.clerk(), if_match=1, **words)).data
    assert (changed["minutes_each"], changed["wanted"], changed["version"]) == (30, 5, 2)
    assert here.door.call(ops.price_goods, counter.clerk(), if_match=1, **words).status == 412


def test_goods_are_reserved_handed_over_and_paid_in_one_act(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=45)
    counter.batch(stock, 10)
    counter.save(0, 120)
    made = here.done(counter.reserve(0, (stock, 2))).data
    assert (made["items"], made["minutes"], made["paid_with"], made["state"]) == (2, 90, "minutes", "reserved")
    assert (counter.account(), counter.batches(stock), counter.free(stock)) == ((30, 90), [(10, 2)], 8)
    shown = here.done(here.door.call(ops.show_reservation, here.someone(0), reservation_id=made["reservation_id"]))
    assert [(each["code"], each["number"]) for each in shown.data["goods"]] == [("rice_5kg", 2)]
    done = here.done(counter.hand_over(made["reservation_id"])).data
    assert (done["state"], counter.account(), counter.batches(stock)) == ("handed_over", (30, 0), [(8, 0)])
    (told,) = data(here, GoodsIssuedV1)
    assert (told["number"], told["value_fen"], told["paid_with"], told["subject"]) == (2, 7000, "minutes", None)
    assert [(each["kind"], each["minutes"]) for each in data(here, MinutesPostedV1)][-1] == ("redeemed", 90)
    assert counter.adds_up()


def test_what_was_handed_over_is_not_handed_over_again(here: Any, counter: Any) -> None:
    stock = counter.shelve()
    counter.batch(stock)
    counter.save(0, 120)
    made = here.done(counter.reserve(0, (stock, 1))).data["reservation_id"]
    assert here.door.call(ops.hand_over_goods, here.someone(0), reservation_id=made).status == 403
    own = counter.hand_over(made, counter.clerk(here.people[0]))
    assert (own.status, own.code) == (403, "own_reservation")
    here.done(counter.hand_over(made))
    again = counter.hand_over(made)
    assert (again.status, again.code) == (409, "reservation_over")
    late = here.door.call(ops.cancel_reservation, here.someone(0), reservation_id=made)
    assert (late.status, late.code) == (409, "reservation_over")
    assert (counter.account(), counter.batches(stock)) == ((60, 0), [(9, 0)])
    assert counter.adds_up()


def test_nobody_redeems_beyond_the_balance(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=60)
    counter.batch(stock)
    nothing = counter.reserve(0, (stock, 1))
    assert (nothing.status, nothing.code) == (409, "no_account_here")
    counter.save(0, 100)
    over = counter.reserve(0, (stock, 2))
    assert (over.status, over.code) == (409, "balance_too_low")
    assert (counter.account(), counter.batches(stock)) == ((100, 0), [(10, 0)])
    assert counter.adds_up()


def test_what_is_asked_for_must_be_there(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=0)
    counter.batch(stock, 3)
    assert counter.reserve(0, (stock, 4)).code == "out_of_stock"
    unknown = counter.reserve(0, (uuid4(), 1))
    assert (unknown.status, unknown.code) == (404, "goods_unknown")
    twice = counter.reserve(0, (stock, 1), (stock, 1))
    assert (twice.status, twice.code) == (422, "goods_twice")
    assert counter.reserve(0).status == 422
    assert counter.reserve(0, (stock, 1), person_id=here.people[1]).code == "not_for_others"
    here.done(counter.reserve(0, (stock, 3), by=counter.clerk(), person_id=here.people[1]))
    assert counter.reserve(0, (stock, 1)).code == "out_of_stock"


def test_what_runs_out_first_goes_first(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=0)
    counter.batch(stock, 5)
    counter.batch(stock, 5, best_before="2031-12-31")
    counter.batch(stock, 5, best_before="2031-07-01")
    here.done(counter.reserve(0, (stock, 7)))
    assert counter.batches(stock) == [(5, 0), (5, 2), (5, 5)]


def test_a_month_has_a_limit_where_the_pack_sets_one(here: Any, counter: Any) -> None:
    here.door.pack(here.community, {"love_shop": {"redeem_minutes_per_month": 100}})
    stock = counter.shelve(minutes_each=60)
    counter.batch(stock)
    counter.save(0, 120)
    first = here.done(counter.reserve(0, (stock, 1))).data["reservation_id"]
    assert counter.reserve(0, (stock, 1)).code == "redemption_limit_reached"
    here.done(here.door.call(ops.cancel_reservation, here.someone(0), reservation_id=first))
    here.done(counter.reserve(0, (stock, 1)))


def test_a_reservation_nobody_fetched_is_let_go_by_the_clock(here: Any, counter: Any) -> None:
    here.door.pack(here.community, {"love_shop": {"reservation_hours": 24}})
    stock = counter.shelve(minutes_each=60)
    counter.batch(stock)
    counter.save(0, 120)
    made = here.done(counter.reserve(0, (stock, 2))).data
    assert datetime.fromisoformat(made["expires_at"]) == here.at(11, day=17)
    here.clock.hold(here.at(11, day=17))
    expired = counter.hand_over(made["reservation_id"])
    assert (expired.status, expired.code) == (409, "reservation_expired")
    here.door.tick()
    shown = here.door.call(ops.show_reservation, here.someone(0), reservation_id=made["reservation_id"])
    assert here.done(shown).data["state"] == "expired"
    assert (counter.account(), counter.batches(stock)) == ((120, 0), [(10, 0)])
    assert counter.hand_over(made["reservation_id"]).code == "reservation_over"
    assert counter.adds_up()


def test_goods_past_their_day_are_given_to_nobody(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=0)
    counter.batch(stock, 5, best_before="2031-06-15")
    made = here.done(counter.reserve(0, (stock, 2))).data["reservation_id"]
    here.clock.hold(here.at(9, day=16))
    assert counter.free(stock) == 0
    assert counter.reserve(0, (stock, 1)).code == "out_of_stock"
    assert counter.hand_over(made).code == "goods_out_of_date"
    clocks.wind(here.door.engine, here.door.door)
    here.door.tick()
    assert counter.batches(stock) == [(2, 2)]
    here.done(here.door.call(ops.cancel_reservation, here.someone(0), reservation_id=made))
    here.clock.hold(here.at(10, day=16))
    here.door.tick()
    assert counter.batches(stock) == []
    assert counter.adds_up()


def test_goods_are_written_off_and_counted(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=0)
    batch = counter.batch(stock, 10)
    here.done(counter.reserve(0, (stock, 4)))

    def write_off(number: int, **changes: Any) -> Any:
        words = {"batch_id": batch, "number": number, "reason": "damaged"}
        return here.door.call(ops.write_off_goods, counter.clerk(), **words | changes)

    assert write_off(7).code == "goods_not_there"
    assert write_off(1, reason="").status == 422
    assert here.done(write_off(2)).data["left"] == 8

    def count(counted: int) -> Any:
        return here.door.call(ops.count_goods, counter.clerk(), batch_id=batch, counted=counted)

    assert count(3).code == "counted_below_reserved"
    assert [here.done(count(each)).data["left"] for each in (7, 9, 9)] == [7, 9, 9]
    assert here.door.call(ops.count_goods, here.someone(0), batch_id=batch, counted=1).status == 404
    assert counter.adds_up()


def test_a_batch_entered_in_error_is_struck_while_it_is_untouched(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=0)
    batch = counter.batch(stock, 10)
    made = here.done(counter.reserve(0, (stock, 1))).data["reservation_id"]
    strike = {"batch_id": batch}
    assert here.door.call(ops.strike_batch, here.secretary(), **strike).code == "batch_touched"
    here.done(here.door.call(ops.cancel_reservation, here.someone(0), reservation_id=made))
    assert here.door.call(ops.strike_batch, counter.clerk(), **strike).status == 403
    assert here.done(here.door.call(ops.strike_batch, here.secretary(), **strike)).data["left"] == 0
    assert data(here, GoodsStruckV1) == [{"batch_id": str(batch)}]
    assert here.door.call(ops.strike_batch, here.secretary(), **strike).code == "batch_touched"


def test_a_shop_calls_for_donations_once_each_time_it_runs_short(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=0, wanted=5)
    counter.batch(stock, 6)
    here.done(counter.reserve(0, (stock, 1)))
    assert data(here, StockLowV1) == []
    here.done(counter.reserve(1, (stock, 1)))
    here.done(counter.reserve(2, (stock, 1)))
    (told,) = data(here, StockLowV1)
    assert (told["on_hand"], told["wanted"], told["goods_code"]) == (4, 5, "rice_5kg")


def test_a_reservation_is_seen_by_its_maker_and_the_shop(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=0)
    counter.batch(stock)
    made = here.done(counter.reserve(0, (stock, 1))).data["reservation_id"]
    for by in (here.someone(1), here.secretary(here.elsewhere), here.aid_worker()):
        assert here.door.call(ops.show_reservation, by, reservation_id=made).status == 404
        assert here.done(here.door.call(ops.list_reservations, by)).data["items"] == []
    for by in (here.someone(0), counter.clerk(), here.secretary()):
        listed = here.done(here.door.call(ops.list_reservations, by, shop_id=counter.shop, state="reserved"))
        assert [each["reservation_id"] for each in listed.data["items"]] == [made]


def test_what_the_dead_reserved_goes_back_to_the_shelf(here: Any, counter: Any) -> None:
    stock = counter.shelve(minutes_each=60)
    counter.batch(stock)
    counter.save(0, 120)
    here.done(counter.reserve(0, (stock, 2)))
    dead = here.people[0]
    here.door.deliver(PersonDiedV1, sample=True, aggregate_id=dead, person_id=dead, died_on=here.at(9, day=16).date())
    assert here.door.parked() == []
    assert (counter.account(), counter.batches(stock)) == ((0, 0), [(10, 0)])
    assert counter.adds_up()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stock_movement SET number = 1",
        "DELETE FROM stock_movement",
        'UPDATE stock_batch SET "left" = 1000',
        "UPDATE stock_batch SET value_fen_each = 1",
        "DELETE FROM stock_batch",
    ],
)
def test_goods_are_counted_by_their_movements_alone(here: Any, counter: Any, statement: str) -> None:
    counter.batch(counter.shelve())
    with pytest.raises(DBAPIError, match="append-only"), here.door.engine.begin() as connection:
        connection.execute(text(statement))
