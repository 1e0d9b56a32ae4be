"""A love bank with savings, and a shop with something on its shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from contracts.volunteering import operations as ops
from runtime.testing.harness import Answer, SignedIn


@dataclass
class Counter:
    """A shop of the community and its clerk; each kind of goods has a name of its own."""

    here: Any
    shop: UUID
    bank: UUID

    def clerk(self, person_id: UUID | None = None) -> SignedIn:
        signed_in: SignedIn = self.here.door.sign_in(("desk_clerk", "area", self.here.community), person_id=person_id)
        return signed_in

    def shelve(self, code: str = "rice_5kg", minutes_each: int = 60, **changes: Any) -> UUID:
        words = {"shop_id": self.shop, "code": code, "name": "大米", "unit": "袋", "minutes_each": minutes_each}
        answer = self.here.door.call(ops.shelve_goods, self.clerk(), **words | changes)
        return UUID(self.here.done(answer).data["stock_id"])

    def receive(self, stock: UUID, number: int = 10, **changes: Any) -> Answer:
        words = {"stock_id": stock, "number": number, "value_fen_each": 3500}
        answer: Answer = self.here.door.call(ops.receive_goods, self.clerk(), **words | changes)
        return answer

    def batch(self, stock: UUID, number: int = 10, **changes: Any) -> UUID:
        return UUID(self.here.done(self.receive(stock, number, **changes)).data["batch_id"])

    def batches(self, stock: UUID) -> list[tuple[int, int]]:
        """What is left and reserved of each batch, in the order in which they came."""
        answer = self.here.done(self.here.door.call(ops.list_batches, self.clerk(), stock_id=stock))
        return [(each["left"], each["reserved"]) for each in answer.data["items"]]

    def free(self, stock: UUID) -> int:
        shelf = self.here.done(self.here.door.call(ops.list_stock, self.here.someone(0), shop_id=self.shop))
        return int(next(each["free"] for each in shelf.data["items"] if each["stock_id"] == str(stock)))

    def save(self, number: int, minutes: int) -> None:
        """Lets somebody have minutes: served by themselves, two hours at most."""
        here = self.here
        day = here.clock_day = getattr(here, "clock_day", 15) + 1
        here.clock.hold(here.at(8, day=day))
        team = here.form(f"队{uuid4().hex[:6]}")
        times = {"starts_at": here.at(9, day=day), "ends_at": here.at(11, day=day)}
        attendance = here.attend(here.plan(team, **times), number, here.at(8, 55, day))
        here.clock.hold(here.at(11, day=day))
        words = {"attendance_id": attendance, "minutes": minutes}
        here.done(here.door.call(ops.approve_hours, here.the_leader(), **words))

    def reserve(self, number: int, *goods: tuple[UUID, int], **more: Any) -> Answer:
        wanted = [{"stock_id": stock, "number": items} for stock, items in goods]
        by = more.pop("by", None) or self.here.someone(number)
        answer: Answer = self.here.door.call(ops.reserve_goods, by, shop_id=self.shop, goods=wanted, **more)
        return answer

    def hand_over(self, reservation: Any, by: SignedIn | None = None) -> Answer:
        answer: Answer = self.here.door.call(ops.hand_over_goods, by or self.clerk(), reservation_id=reservation)
        return answer

    def account(self, number: int = 0) -> tuple[int, int]:
        """Savings and what is held."""
        answer = self.here.done(self.here.door.call(ops.list_bank_accounts, self.here.someone(number)))
        (found,) = answer.data["items"]
        return found["savings"], found["held"]

    def adds_up(self) -> bool:
        """The ledger sums to zero, and every batch holds what its movements left in it."""
        with self.here.door.engine.connect() as connection:
            ledger, goods, reserved = connection.execute(text(_ADDS_UP)).one()
        return (ledger, goods, reserved) == (0, 0, 0)


_ADDS_UP = """
    SELECT (SELECT coalesce(sum(minutes), 0) FROM bank_entry),
           (SELECT count(*) FROM stock_batch b
             WHERE b."left" <> (SELECT coalesce(sum(number), 0) FROM stock_movement m WHERE m.batch_id = b.id)),
           (SELECT count(*) FROM stock_batch b
             WHERE b.reserved <> (SELECT coalesce(sum(g.number), 0) FROM reserved_goods g JOIN reservation r
                                      ON r.id = g.reservation_id AND r.state = 'reserved' WHERE g.batch_id = b.id))
"""


@pytest.fixture
def counter(here: Any) -> Counter:
    """An open shop in a community with a bank."""
    by = here.secretary()
    bank = here.done(here.door.call(ops.open_bank, by, area_id=here.community)).data["bank_id"]
    shop = here.done(here.door.call(ops.open_shop, by, area_id=here.community, name="圳尾爱心超市")).data["shop_id"]
    return Counter(here, UUID(shop), UUID(bank))
