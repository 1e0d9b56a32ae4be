"""What many do at one counter: no item is promised twice, no reservation is handed over twice, and everything adds up."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.volunteering import operations as ops
from kernel.ids import uuid7
from runtime.database import transaction
from runtime.testing.harness import Answer, DoorUnderTest
from volunteering.domain import bank as rules
from volunteering.domain.bank import EARNED, NEVER, LoveBank
from volunteering.use_cases import ledger

pytestmark = pytest.mark.integration

PEOPLE, EACH_SAVES, ITEMS, WORKERS = 40, 120, 25, 8

ADDS_UP = text("""
    SELECT (SELECT coalesce(sum(minutes), 0) FROM bank_entry),
           (SELECT sum(held) FROM bank_account),
           (SELECT coalesce(sum(minutes), 0) FROM reservation WHERE state = 'reserved'),
           (SELECT sum("left") FROM stock_batch),
           (SELECT sum(reserved) FROM stock_batch),
           (SELECT coalesce(sum(number), 0) FROM stock_movement)
""")


class Ground:
    """A shop with two kinds of goods, and forty people with savings."""

    def __init__(self, door: DoorUnderTest) -> None:
        self.door = door
        self.place = door.area("community", door.area("street"))
        secretary = door.sign_in(("community_secretary", "area", self.place))
        bank = UUID(door.call(ops.open_bank, secretary, area_id=self.place).data["bank_id"])
        self.shop = door.call(ops.open_shop, secretary, area_id=self.place, name="爱心超市").data["shop_id"]
        self.people = [door.person(self.place) for _ in range(PEOPLE)]
        with transaction(door.engine) as session:
            at = session.get_one(LoveBank, bank)
            for person in self.people:
                here = ledger.holding(session, ledger.account_of(session, at, person))
                ledger.post(session, EARNED, uuid7(), rules.earn(here, EACH_SAVES, NEVER))
        self.stocks = [self._shelve(code) for code in ("rice", "oil")]

    def clerk(self) -> Any:
        return self.door.sign_in(("desk_clerk", "area", self.place))

    def _shelve(self, code: str) -> str:
        words = {"shop_id": self.shop, "code": code, "name": code, "unit": "件", "minutes_each": 50}
        stock = str(self.door.call(ops.shelve_goods, self.clerk(), **words).data["stock_id"])
        for number in (10, ITEMS - 10):
            batch = {"stock_id": stock, "number": number, "value_fen_each": 100}
            assert self.door.call(ops.receive_goods, self.clerk(), **batch).ok
        return stock

    def reserve(self, person: UUID, *stocks: str) -> Answer:
        goods = [{"stock_id": stock, "number": 1} for stock in stocks]
        return self.door.call(ops.reserve_goods, self.door.sign_in(person_id=person), shop_id=self.shop, goods=goods)

    def sums(self) -> tuple[int, ...]:
        """Ledger, minutes held, minutes of reservations, items left, items reserved, sum of movements."""
        with self.door.engine.connect() as connection:
            return tuple(connection.execute(ADDS_UP).one())


@pytest.fixture
def counter(door_under_test: DoorUnderTest) -> Ground:
    return Ground(door_under_test)


def test_the_last_items_are_promised_once(counter: Ground) -> None:
    """Half ask for rice and oil, half for oil and rice: nobody waits for somebody who waits for them."""

    def ask(number: int) -> str | None:
        order = counter.stocks if number % 2 else counter.stocks[::-1]
        return counter.reserve(counter.people[number], *order).code

    with ThreadPoolExecutor(WORKERS) as workers:
        outcomes = Counter(workers.map(ask, range(PEOPLE)))
    assert outcomes == {None: ITEMS, "out_of_stock": PEOPLE - ITEMS}
    assert counter.sums() == (0, ITEMS * 100, ITEMS * 100, 2 * ITEMS, 2 * ITEMS, 2 * ITEMS)


def test_one_balance_buys_once_however_often_it_is_asked(counter: Ground) -> None:
    spender = counter.people[0]

    def ask(_: int) -> str | None:
        return counter.reserve(spender, counter.stocks[0]).code

    with ThreadPoolExecutor(WORKERS) as workers:
        outcomes = Counter(workers.map(ask, range(100)))
    assert outcomes == {None: 2, "balance_too_low": 98}
    assert counter.sums() == (0, 100, 100, 2 * ITEMS, 2, 2 * ITEMS)


def test_a_reservation_ends_once_by_whoever_is_first(counter: Ground) -> None:
    made = counter.reserve(counter.people[0], *counter.stocks).data["reservation_id"]

    def end(number: int) -> str | None:
        if number % 2:
            return counter.door.call(ops.hand_over_goods, counter.clerk(), reservation_id=made).code
        by = counter.door.sign_in(person_id=counter.people[0])
        return counter.door.call(ops.cancel_reservation, by, reservation_id=made).code

    with ThreadPoolExecutor(WORKERS) as workers:
        outcomes = Counter(workers.map(end, range(16)))
    assert outcomes == {None: 1, "reservation_over": 15}
    ledger_sum, held, reserved_minutes, left, reserved, moved = counter.sums()
    assert (ledger_sum, held, reserved_minutes, reserved) == (0, 0, 0, 0)
    assert left == moved
