"""Love supermarkets (爱心超市): goods by batch, given in the order in which they run out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.shop_errors import (
    BatchTouched,
    CountedBelowReserved,
    GoodsNotThere,
    GoodsOutOfDate,
    GoodsTwice,
    OutOfStock,
    OwnReservation,
    ReservationExpired,
    ReservationOver,
    ShopClosed,
    ShopNeedsCommunity,
)

RECEIVED, ISSUED, WRITTEN_OFF, COUNTED, STRUCK = "received", "issued", "written_off", "counted", "struck"
RESERVED, HANDED_OVER, CANCELLED, EXPIRED = "reserved", "handed_over", "cancelled", "expired"
WITH_MINUTES, BY_ENTITLEMENT = "minutes", "entitlement"
PAST_ITS_DAY = "past_its_day"
"""The reason under which the clock writes goods off."""
KEEPS_SHOPS = frozenset({"city", "district", "street", "community"})


def must_keep_shops(area_kind: str) -> None:
    """Raises `ShopNeedsCommunity`."""
    if area_kind not in KEEPS_SHOPS:
        raise ShopNeedsCommunity


class Shop(Base):
    """A shop, or a desk of one; closed for good once `closed_on` is set."""

    __tablename__ = "love_shop"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[str]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def opened(cls, area: UUID, name: str, kind: str, on: date) -> Self:
        """A new shop."""
        return cls(id=uuid7(), area=area, name=name, kind=kind, opened_on=on, closed_on=None)

    def close(self, on: date) -> None:
        """Raises `ShopClosed`."""
        self.must_be_open()
        self.closed_on = on

    def must_be_open(self) -> None:
        """Raises `ShopClosed`."""
        if self.closed_on is not None:
            raise ShopClosed


class Stock(Base):
    """One kind of goods in one shop, with its price in minutes; `wanted` items the shop would like to have."""

    __tablename__ = "shop_stock"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[UUID]
    area: Mapped[UUID]
    code: Mapped[str]
    name: Mapped[str]
    unit: Mapped[str]
    minutes_each: Mapped[int]
    wanted: Mapped[int]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    def falls_short(self, before: int, now: int) -> bool:
        """Whether the shop has just come to have fewer than it wants."""
        return now < self.wanted <= before


class Batch(Base):
    """Goods that came in together. What is `left` the database keeps from the movements; `reserved` are put aside."""

    __tablename__ = "stock_batch"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    stock_id: Mapped[UUID]
    shop_id: Mapped[UUID]
    area: Mapped[UUID]
    number: Mapped[int]
    left: Mapped[int]
    reserved: Mapped[int]
    value_fen_each: Mapped[int]
    best_before: Mapped[date | None]
    donor_kind: Mapped[str]
    donor_id: Mapped[UUID | None]
    received_on: Mapped[date]

    @property
    def free(self) -> int:
        return self.left - self.reserved

    def must_spare(self, number: int) -> None:
        """Raises `GoodsNotThere`."""
        if number > self.free:
            raise GoodsNotThere

    def difference(self, counted: int) -> int:
        """What a stock-take adds or takes. Raises `CountedBelowReserved`."""
        if counted < self.reserved:
            raise CountedBelowReserved
        return counted - self.left

    def must_be_untouched(self, movements: int) -> None:
        """Raises `BatchTouched`."""
        if movements > 1 or self.reserved:
            raise BatchTouched


class StockMovement(Base):
    """Items that came into a batch, or below zero went out of it. Added, never changed."""

    __tablename__ = "stock_movement"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID]
    kind: Mapped[str]
    number: Mapped[int]
    reason: Mapped[str | None]
    reservation_id: Mapped[UUID | None]
    moved_at: Mapped[datetime]
    moved_by: Mapped[UUID | None]


class Reservation(Base):
    """Goods put aside: for a person who pays with minutes, or for somebody entitled, who is known by a keyed hash alone."""

    __tablename__ = "reservation"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[UUID]
    area: Mapped[UUID]
    person_id: Mapped[UUID | None]
    helped_key: Mapped[str | None]
    items: Mapped[int]
    minutes: Mapped[int]
    value_fen: Mapped[int]
    state: Mapped[str]
    reserved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def made(cls, shop: Shop, shares: Iterable[Share], at: datetime, wait: timedelta) -> Self:
        """A reservation of these goods that still lacks who it is for."""
        shares = list(shares)
        return cls(
            id=uuid7(),
            shop_id=shop.id,
            area=shop.area,
            person_id=None,
            helped_key=None,
            items=sum(share.number for share in shares),
            minutes=0,
            value_fen=sum(share.number * share.value_fen_each for share in shares),
            state=RESERVED,
            reserved_at=at,
            expires_at=at + wait,
            settled_at=None,
        )

    @property
    def paid_with(self) -> str:
        return BY_ENTITLEMENT if self.person_id is None else WITH_MINUTES

    def must_not_be_of(self, person_id: UUID, helped_key: str) -> None:
        """Raises `OwnReservation`."""
        if person_id == self.person_id or helped_key == self.helped_key:
            raise OwnReservation

    def hand_over(self, days: Iterable[date | None], at: datetime, today: date) -> None:
        """Raises `ReservationOver`, `ReservationExpired`, `GoodsOutOfDate`; `days` are the goods' last."""
        self.must_wait()
        if at >= self.expires_at:
            raise ReservationExpired
        if any(day is not None and day < today for day in days):
            raise GoodsOutOfDate
        self._settle(HANDED_OVER, at)

    def let_go(self, state: str, at: datetime) -> None:
        """Cancelled or expired. Raises `ReservationOver`."""
        self.must_wait()
        self._settle(state, at)

    def must_wait(self) -> None:
        """Raises `ReservationOver`."""
        if self.state != RESERVED:
            raise ReservationOver

    def _settle(self, state: str, at: datetime) -> None:
        self.state = state
        self.settled_at = at


class ReservedGoods(Base):
    """How many items of which batch a reservation put aside."""

    __tablename__ = "reserved_goods"
    reservation_id: Mapped[UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    stock_id: Mapped[UUID]
    number: Mapped[int]


class Wanted(NamedTuple):
    """What somebody asks for."""

    stock_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class Share:
    """Items of one batch."""

    stock_id: UUID
    batch_id: UUID
    number: int
    value_fen_each: int


def must_be_distinct(wanted: Sequence[Wanted]) -> None:
    """Raises `GoodsTwice`."""
    if len({each.stock_id for each in wanted}) < len(wanted):
        raise GoodsTwice


def must_keep(best_before: date | None, today: date) -> None:
    """Raises `GoodsOutOfDate`."""
    if best_before is not None and best_before < today:
        raise GoodsOutOfDate


def shares(wanted: Wanted, batches: Iterable[Batch]) -> list[Share]:
    """Items of the batches that run out first; `batches` in that order, none past its day. Raises `OutOfStock`."""
    left, found = wanted.number, []
    for batch in batches:
        part = min(left, batch.free)
        if part > 0:
            found.append(Share(wanted.stock_id, batch.id, part, batch.value_fen_each))
            left -= part
    if left:
        raise OutOfStock
    return found
