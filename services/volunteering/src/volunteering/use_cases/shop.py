"""Love supermarkets (爱心超市): shops, goods and the donations behind them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.act import act_of
from runtime.time import now, today
from volunteering import published
from volunteering.domain import shop as rules
from volunteering.domain.shop import (
    COUNTED,
    PAST_ITS_DAY,
    RECEIVED,
    RESERVED,
    STRUCK,
    WRITTEN_OFF,
    Batch,
    Reservation,
    Shop,
    Stock,
    StockMovement,
)
from volunteering.domain.shop_errors import DonorUnknown, ShopHasReservations
from volunteering.domain.units import Unit
from volunteering.queries import batch_row, free_items, stock_row
from volunteering.use_cases.lookups import area_kind, resident

AT_A_TIME = 200
"""How many batches one run of the clock writes off; the next run goes on."""


def open_shop(session: Session, caller: Caller, *, area_id: UUID, name: str, kind: str) -> Shop:
    """Open a shop or a desk."""
    rules.must_keep_shops(area_kind(session, area_id))
    shop = Shop.opened(area_id, name, kind, today())
    session.add(shop)
    session.flush()
    published.shop_opened(session, shop)
    return shop


def close_shop(session: Session, caller: Caller, *, shop_id: UUID) -> Shop:
    """Close a shop in which nothing is reserved any more."""
    shop = session.get_one(Shop, shop_id)
    shop.must_be_open()
    waiting = exists().where(Reservation.shop_id == shop_id, Reservation.state == RESERVED)
    if session.scalar(select(waiting)):
        raise ShopHasReservations
    shop.close(today())
    published.shop_closed(session, shop)
    return shop


def shelve_goods(
    session: Session, caller: Caller, *, shop_id: UUID, code: str, name: str, unit: str, minutes_each: int, wanted: int
) -> dict[str, Any]:
    """Give a kind of goods its place on the shelf."""
    shop = session.get_one(Shop, shop_id)
    shop.must_be_open()
    words = {"code": code, "name": name, "unit": unit, "minutes_each": minutes_each, "wanted": wanted}
    stock = Stock(id=uuid7(), shop_id=shop.id, area=shop.area, **words)
    session.add(stock)
    session.flush()
    return stock_row(session, stock.id)


def price_goods(session: Session, caller: Caller, *, stock_id: UUID, minutes_each: int, wanted: int) -> dict[str, Any]:
    """Change price and wish."""
    stock = session.get_one(Stock, stock_id)
    stock.minutes_each, stock.wanted = minutes_each, wanted
    session.flush()
    return stock_row(session, stock_id)


def receive_goods(
    session: Session,
    caller: Caller,
    *,
    stock_id: UUID,
    number: int,
    value_fen_each: int,
    best_before: date | None,
    donor_kind: str,
    donor_id: UUID | None,
) -> dict[str, Any]:
    """Enter a donation as a batch of its own."""
    stock = session.get_one(Stock, stock_id)
    session.get_one(Shop, stock.shop_id).must_be_open()
    rules.must_keep(best_before, today())
    must_know_donor(session, donor_kind, donor_id)
    words = {"number": number, "value_fen_each": value_fen_each, "best_before": best_before}
    donated = {"donor_kind": donor_kind, "donor_id": donor_id, "received_on": today()}
    return batch_row(session, take_in(session, stock, words | donated, now()))


def take_in(session: Session, stock: Stock, words: dict[str, Any], at: datetime) -> UUID:
    """A new batch of these goods, of which the others hear as of a moment."""
    row = words | {"id": uuid7(), "stock_id": stock.id, "shop_id": stock.shop_id, "area": stock.area}
    session.execute(insert(Batch).values(row))
    move(session, row["id"], RECEIVED, row["number"])
    published.goods_received(session, stock, row, at)
    made: UUID = row["id"]
    return made


def write_off_goods(session: Session, caller: Caller, *, batch_id: UUID, number: int, reason: str) -> dict[str, Any]:
    """Write off items that are not reserved."""
    batch = _fresh(session, batch_id)
    batch.must_spare(number)
    _take(session, batch, WRITTEN_OFF, number, reason)
    return batch_row(session, batch_id)


def count_goods(session: Session, caller: Caller, *, batch_id: UUID, counted: int) -> dict[str, Any]:
    """Enter a stock-take; what was counted is true from now on."""
    batch = _fresh(session, batch_id)
    difference = batch.difference(counted)
    if difference:
        _take(session, batch, COUNTED, -difference, None)
    return batch_row(session, batch_id)


def strike_batch(session: Session, caller: Caller, *, batch_id: UUID) -> dict[str, Any]:
    """Strike a batch that was entered in error."""
    batch = _fresh(session, batch_id)
    moved = select(func.count()).select_from(StockMovement).where(StockMovement.batch_id == batch_id)
    batch.must_be_untouched(session.scalars(moved).one())
    _take(session, batch, STRUCK, batch.number, None)
    published.goods_struck(session, batch)
    return batch_row(session, batch_id)


def write_off_past_their_day(session: Session) -> None:
    """What is past its day and not reserved can be given to nobody; what is reserved follows when it is let go."""
    past = (
        select(Batch)
        .where(Batch.best_before < today(), Batch.left > Batch.reserved)
        .order_by(Batch.best_before, Batch.id)
        .limit(AT_A_TIME)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    for batch in session.scalars(past).all():
        _take(session, batch, WRITTEN_OFF, batch.free, PAST_ITS_DAY)


def move(
    session: Session,
    batch_id: UUID,
    kind: str,
    number: int,
    *,
    reason: str | None = None,
    reservation_id: UUID | None = None,
) -> None:
    """Add one movement; the database keeps what is left."""
    row = {"batch_id": batch_id, "kind": kind, "number": number, "reason": reason, "reservation_id": reservation_id}
    session.execute(insert(StockMovement).values(row | {"moved_at": now(), "moved_by": act_of(session).actor_id}))


def tell_shortage(session: Session, stock: Stock, gone: int) -> None:
    """Call for donations when `gone` items fewer can be given than before, once each time they become too few."""
    free = free_items(session, stock.id)
    if stock.falls_short(free + gone, free):
        published.stock_low(session, stock, free)


def must_know_donor(session: Session, kind: str, donor_id: UUID | None) -> None:
    """Raises `DonorUnknown`."""
    if kind == "person" and (donor_id is None or resident(session, donor_id) is None):
        raise DonorUnknown
    if kind == "unit" and session.get(Unit, donor_id) is None:
        raise DonorUnknown


def _take(session: Session, batch: Batch, kind: str, number: int, reason: str | None) -> None:
    """Items go out of a batch, or come in below zero."""
    move(session, batch.id, kind, -number, reason=reason)
    tell_shortage(session, session.get_one(Stock, batch.stock_id), number)


def _fresh(session: Session, batch_id: UUID) -> Batch:
    """The locked batch as it is now: the database itself changes what is left."""
    return session.get_one(Batch, batch_id, populate_existing=True, with_for_update=True)
