"""The rules of love supermarkets without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.ids import uuid7
from kernel.rules import BrokenRule
from volunteering.domain import shop as rules
from volunteering.domain.entitlement_errors import EntitlementTooLong, EntitlementUsedUp
from volunteering.domain.entitlements import must_fit, must_have_left
from volunteering.domain.shop import Batch, Reservation, Share, Shop, Stock, Wanted
from volunteering.domain.shop_errors import (
    BatchTouched,
    CountedBelowReserved,
    GoodsNotThere,
    GoodsOutOfDate,
    OutOfStock,
    OwnReservation,
    ReservationExpired,
    ReservationOver,
)

NOON = datetime(2031, 6, 15, 4, tzinfo=UTC)
TODAY = date(2031, 6, 15)


def batch(left: int, reserved: int = 0) -> Batch:
    return Batch(id=uuid7(), stock_id=uuid7(), left=left, reserved=reserved, number=left, value_fen_each=100)


def reservation() -> Reservation:
    shop = Shop.opened(uuid7(), "爱心超市", "shop", TODAY)
    shares = [Share(uuid7(), uuid7(), 2, 350), Share(uuid7(), uuid7(), 1, 1_000)]
    made = Reservation.made(shop, shares, NOON, timedelta(hours=24))
    made.person_id = uuid7()
    return made


def test_items_are_taken_of_the_first_batches() -> None:
    first, second, third = batch(3, 1), batch(2, 2), batch(5)
    taken = rules.shares(Wanted(uuid7(), 4), [first, second, third])
    assert [(share.batch_id, share.number) for share in taken] == [(first.id, 2), (third.id, 2)]
    with pytest.raises(OutOfStock):
        rules.shares(Wanted(uuid7(), 8), [first, second, third])


def test_a_reservation_sums_items_and_value() -> None:
    made = reservation()
    assert (made.items, made.value_fen, made.paid_with) == (3, 1_700, "minutes")
    made.person_id = None
    assert made.paid_with == "entitlement"


@pytest.mark.parametrize(
    ("later", "days", "refused"),
    [
        (timedelta(hours=23), [None, TODAY], None),
        (timedelta(hours=24), [None], ReservationExpired),
        (timedelta(hours=1), [None, date(2031, 6, 14)], GoodsOutOfDate),
    ],
)
def test_goods_are_handed_over_in_time(
    later: timedelta, days: list[date | None], refused: type[BrokenRule] | None
) -> None:
    made = reservation()
    if refused is None:
        made.hand_over(days, NOON + later, TODAY)
        assert made.state == "handed_over"
        with pytest.raises(ReservationOver):
            made.let_go("cancelled", NOON)
        return
    with pytest.raises(refused):
        made.hand_over(days, NOON + later, TODAY)
    assert made.state == "reserved"


def test_nobody_serves_themselves() -> None:
    made = reservation()
    assert made.person_id is not None
    with pytest.raises(OwnReservation):
        made.must_not_be_of(made.person_id, "another key")
    made.helped_key = "key"
    with pytest.raises(OwnReservation):
        made.must_not_be_of(uuid7(), "key")
    made.must_not_be_of(uuid7(), "another key")


def test_promised_goods_stay() -> None:
    here = batch(5, 3)
    here.must_spare(2)
    with pytest.raises(GoodsNotThere):
        here.must_spare(3)
    assert [here.difference(each) for each in (3, 5, 6)] == [-2, 0, 1]
    with pytest.raises(CountedBelowReserved):
        here.difference(2)
    with pytest.raises(BatchTouched):
        here.must_be_untouched(1)
    batch(5).must_be_untouched(1)
    with pytest.raises(BatchTouched):
        batch(5).must_be_untouched(2)


@pytest.mark.parametrize(
    ("before", "now", "told"), [(6, 5, False), (5, 4, True), (4, 3, False), (9, 0, True), (3, 8, False)]
)
def test_a_shop_calls_when_it_comes_to_have_too_few(before: int, now: int, told: bool) -> None:
    assert Stock(wanted=5).falls_short(before, now) is told


@pytest.mark.parametrize(
    ("last", "fits"), [("2032-05-31", True), ("2032-06-01", False), ("2031-06-01", True), ("2040-01-01", False)]
)
def test_an_entitlement_lasts_no_longer_than_its_category(last: str, fits: bool) -> None:
    first, until = date(2031, 6, 1), date.fromisoformat(last)
    if fits:
        must_fit(first, until, 12)
        return
    with pytest.raises(EntitlementTooLong):
        must_fit(first, until, 12)


def test_a_month_gives_so_many_items() -> None:
    must_have_left(3, 7, 10)
    with pytest.raises(EntitlementUsedUp):
        must_have_left(4, 7, 10)
