"""Reserve, hand over, let go (预约、发放、取消): goods and minutes move in one transaction, or neither does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from contracts.volunteering.resources.shop import SHOP_KEEPERS
from kernel.period import Period
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.replicas import is_below
from runtime.subjects import subject
from runtime.time import now, today
from volunteering import published
from volunteering.domain import shop as rules
from volunteering.domain.bank import BankAccount
from volunteering.domain.entitlements import must_have_left
from volunteering.domain.shop import (
    CANCELLED,
    EXPIRED,
    HANDED_OVER,
    ISSUED,
    RESERVED,
    Batch,
    Reservation,
    ReservedGoods,
    Share,
    Shop,
    Stock,
    Wanted,
)
from volunteering.domain.shop_errors import GoodsUnknown, NoAccountHere, RedemptionLimitReached
from volunteering.use_cases import entitlements, holds
from volunteering.use_cases import shop as shelves
from volunteering.use_cases.habits import shop_habits
from volunteering.use_cases.lookups import who
from volunteering.use_cases.pairings import helped_key

RELEASE = "release_reservation"
"""The clock that lets goods go which nobody fetched."""


@dataclass(frozen=True)
class Basket:
    """What is put aside: items of each kind, taken as shares of batches, and what they cost."""

    goods: list[tuple[Stock, int]]
    shares: list[Share]
    minutes: int


def reserve_goods(
    session: Session, caller: Caller, *, shop_id: UUID, goods: list[dict[str, Any]], person_id: UUID | None
) -> Reservation:
    """Put goods aside and hold the minutes they cost."""
    shop = session.get_one(Shop, shop_id)
    person = who(session, caller, person_id, SHOP_KEEPERS, shop)
    basket = _fill(session, shop, goods)
    reservation = Reservation.made(shop, basket.shares, now(), _wait(session, shop))
    reservation.person_id, reservation.minutes = person, basket.minutes
    _put_aside(session, reservation, basket)
    if basket.minutes:
        holds.hold(session, _account(session, shop, person), reservation.id, basket.minutes)
        _must_keep_to_limit(session, shop, person)
    return reservation


def reserve_for_entitled(
    session: Session, caller: Caller, *, shop_id: UUID, goods: list[dict[str, Any]], person_id: UUID
) -> Reservation:
    """Put goods aside for somebody entitled; no minutes, and no name in the reservation."""
    shop = session.get_one(Shop, shop_id)
    key, per_month = entitlements.of_today(session, caller, shop, person_id)
    basket = _fill(session, shop, goods)
    reservation = Reservation.made(shop, basket.shares, now(), _wait(session, shop))
    must_have_left(reservation.items, _items_this_month(session, key), per_month)
    reservation.helped_key = key
    _put_aside(session, reservation, basket)
    return reservation


def hand_over_goods(session: Session, caller: Caller, *, reservation_id: UUID) -> Reservation:
    """Goods go out and the held minutes are spent."""
    reservation = session.get_one(Reservation, reservation_id)
    if caller.person_id is not None:
        reservation.must_not_be_of(caller.person_id, helped_key(caller.person_id))
    lines = _locked_lines(session, reservation_id)
    batches = select(Batch.best_before).where(Batch.id.in_([line.batch_id for line in lines]))
    reservation.hand_over(session.scalars(batches).all(), now(), today())
    cancel_clock(session, RELEASE, key=str(reservation_id))
    for line in lines:
        shelves.move(session, line.batch_id, ISSUED, -line.number, reservation_id=reservation_id)
    if reservation.minutes:
        holds.capture(session, reservation_id)
    published.goods_issued(session, reservation, _subject(reservation))
    return reservation


def cancel_reservation(session: Session, caller: Caller, *, reservation_id: UUID) -> Reservation:
    """Let goods and minutes go."""
    reservation = session.get_one(Reservation, reservation_id)
    _let_go(session, reservation, CANCELLED)
    cancel_clock(session, RELEASE, key=str(reservation_id))
    return reservation


def release_reservation(session: Session, key: str, payload: dict[str, Any]) -> None:
    """Nobody came in time."""
    reservation = session.get(Reservation, UUID(key), with_for_update=True)
    if reservation is not None and reservation.state == RESERVED:
        _let_go(session, reservation, EXPIRED)


def cancel_all_of(session: Session, person_id: UUID) -> None:
    """Nobody will fetch what somebody reserved who is gone."""
    theirs = or_(Reservation.person_id == person_id, Reservation.helped_key == helped_key(person_id))
    waiting = select(Reservation).where(theirs, Reservation.state == RESERVED).order_by(Reservation.id)
    for reservation in session.scalars(waiting.with_for_update()).all():
        _let_go(session, reservation, CANCELLED)
        cancel_clock(session, RELEASE, key=str(reservation.id))


def _fill(session: Session, shop: Shop, goods: list[dict[str, Any]]) -> Basket:
    """Take items of the batches that run out first.

    Each kind of goods is locked by its own row, in the order of their ids: whoever comes second sees what is left.
    """
    shop.must_be_open()
    wanted = sorted(Wanted(each["stock_id"], each["number"]) for each in goods)
    rules.must_be_distinct(wanted)
    locked = select(Stock).where(Stock.id.in_([each.stock_id for each in wanted]), Stock.shop_id == shop.id)
    stocks = {stock.id: stock for stock in session.scalars(locked.order_by(Stock.id).with_for_update())}
    if len(stocks) < len(wanted):
        raise GoodsUnknown
    chosen = [(stocks[each.stock_id], each.number) for each in wanted]
    shares = [share for each in wanted for share in rules.shares(each, _free_batches(session, each.stock_id))]
    return Basket(chosen, shares, sum(stock.minutes_each * number for stock, number in chosen))


def _put_aside(session: Session, reservation: Reservation, basket: Basket) -> None:
    session.add(reservation)
    session.flush()
    lines = [
        {"reservation_id": reservation.id, "batch_id": each.batch_id, "stock_id": each.stock_id, "number": each.number}
        for each in basket.shares
    ]
    session.execute(insert(ReservedGoods), lines)
    for each in basket.shares:
        _reserve(session, each.batch_id, each.number)
    for stock, number in basket.goods:
        shelves.tell_shortage(session, stock, number)
    set_clock(session, RELEASE, key=str(reservation.id), due_at=reservation.expires_at)


def _free_batches(session: Session, stock_id: UUID) -> list[Batch]:
    """Those that can be given today, in the order in which they run out."""
    free = (
        select(Batch)
        .where(Batch.stock_id == stock_id, Batch.left > Batch.reserved)
        .where(or_(Batch.best_before.is_(None), Batch.best_before >= today()))
        .order_by(Batch.best_before.nulls_last(), Batch.received_on, Batch.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(free))


def _let_go(session: Session, reservation: Reservation, state: str) -> None:
    """What was put aside is free again, and so are the minutes."""
    reservation.let_go(state, now())
    for line in _locked_lines(session, reservation.id):
        _reserve(session, line.batch_id, -line.number)
    if reservation.minutes:
        holds.release(session, reservation.id)


def _locked_lines(session: Session, reservation_id: UUID) -> list[ReservedGoods]:
    """What was put aside; its kinds of goods are locked in the order in which `_fill` locks them."""
    lines = select(ReservedGoods).where(ReservedGoods.reservation_id == reservation_id)
    found = list(session.scalars(lines.order_by(ReservedGoods.batch_id)))
    kinds = {line.stock_id for line in found}
    session.execute(select(Stock.id).where(Stock.id.in_(kinds)).order_by(Stock.id).with_for_update()).all()
    return found


def _reserve(session: Session, batch_id: UUID, number: int) -> None:
    """More, or below zero fewer, items of a batch are put aside."""
    session.execute(
        update(Batch)
        .where(Batch.id == batch_id)
        .values(reserved=Batch.reserved + number)
        .execution_options(synchronize_session=False)
    )


def _subject(reservation: Reservation) -> str | None:
    """The helped as others may count them: the same all year, and not the hash by which the service finds them."""
    return None if reservation.helped_key is None else subject(UUID(reservation.helped_key), today().year)


def _wait(session: Session, shop: Shop) -> timedelta:
    return timedelta(hours=shop_habits(session, shop.area)["reservation_hours"])


def _account(session: Session, shop: Shop, person: UUID) -> UUID:
    """The person's account with most savings at a bank whose area holds the shop's or lies in it. Raises `NoAccountHere`."""
    mine = select(BankAccount.id, BankAccount.area).where(BankAccount.person_id == person)
    for account, area in session.execute(mine.order_by(BankAccount.savings.desc(), BankAccount.id)):
        if is_below(session, shop.area, area) or is_below(session, area, shop.area):
            return account
    raise NoAccountHere


def _this_month() -> datetime:
    return Period.month(today().year, today().month).begins


def _must_keep_to_limit(session: Session, shop: Shop, person: UUID) -> None:
    """Asked while the account is locked, so that two shops at once are counted too. Raises `RedemptionLimitReached`."""
    limit = shop_habits(session, shop.area)["redeem_minutes_per_month"]
    if limit is None:
        return
    counted = select(func.coalesce(func.sum(Reservation.minutes), 0)).where(
        Reservation.person_id == person,
        Reservation.reserved_at >= _this_month(),
        Reservation.state.in_((RESERVED, HANDED_OVER)),
    )
    if session.scalars(counted).one() > limit:
        raise RedemptionLimitReached


def _items_this_month(session: Session, key: str) -> int:
    """The items that somebody entitled was given, or waits for, since the month began."""
    counted = select(func.coalesce(func.sum(Reservation.items), 0)).where(
        Reservation.helped_key == key,
        Reservation.reserved_at >= _this_month(),
        Reservation.state.in_((RESERVED, HANDED_OVER)),
    )
    return int(session.scalars(counted).one())
