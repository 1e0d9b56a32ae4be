"""What the others hear of love supermarkets: goods and their value; of the helped a keyed subject alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contracts.volunteering import events
from kernel.period import civil_day
from runtime.outbox import emit
from runtime.time import now
from volunteering.domain.shop import Batch, Reservation, Shop, Stock


def shop_opened(session: Session, shop: Shop) -> None:
    words = {"shop_id": shop.id, "kind": shop.kind, "opened_on": shop.opened_on}
    emit(session, events.ShopOpenedV1, aggregate_id=shop.id, area=shop.area, occurred_at=now(), **words)


def shop_closed(session: Session, shop: Shop) -> None:
    words = {"shop_id": shop.id, "closed_on": shop.closed_on}
    emit(session, events.ShopClosedV1, aggregate_id=shop.id, area=shop.area, occurred_at=now(), **words)


def stock_low(session: Session, stock: Stock, free: int) -> None:
    emit(
        session,
        events.StockLowV1,
        aggregate_id=stock.id,
        area=stock.area,
        occurred_at=now(),
        stock_id=stock.id,
        shop_id=stock.shop_id,
        goods_code=stock.code,
        on_hand=free,
        wanted=stock.wanted,
    )


def goods_received(session: Session, stock: Stock, batch: dict[str, Any], at: datetime) -> None:
    """`batch` is its row."""
    emit(
        session,
        events.GoodsReceivedV1,
        aggregate_id=batch["id"],
        area=stock.area,
        occurred_at=at,
        batch_id=batch["id"],
        shop_id=stock.shop_id,
        goods_code=stock.code,
        number=batch["number"],
        value_fen=batch["number"] * batch["value_fen_each"],
        donor_kind=batch["donor_kind"],
        received_on=batch["received_on"],
    )


def goods_struck(session: Session, batch: Batch) -> None:
    emit(session, events.GoodsStruckV1, aggregate_id=batch.id, area=batch.area, occurred_at=now(), batch_id=batch.id)


def goods_issued(session: Session, reservation: Reservation, subject: str | None) -> None:
    """Names the helped by a keyed hash, and only where they did not pay with minutes of their own."""
    at: datetime = reservation.settled_at or now()
    emit(
        session,
        events.GoodsIssuedV1,
        aggregate_id=reservation.id,
        area=reservation.area,
        occurred_at=at,
        reservation_id=reservation.id,
        shop_id=reservation.shop_id,
        number=reservation.items,
        value_fen=reservation.value_fen,
        paid_with=reservation.paid_with,
        subject=subject,
        issued_on=civil_day(at),
    )
