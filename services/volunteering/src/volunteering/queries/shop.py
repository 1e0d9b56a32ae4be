"""Readings of love supermarkets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from runtime.time import today
from volunteering.domain.shop import BY_ENTITLEMENT, WITH_MINUTES
from volunteering.queries.tables import (
    BATCH,
    ENTITLEMENT,
    RESERVATION,
    RESERVED_GOODS,
    SHOP,
    STOCK,
    within,
)


def list_shops(
    session: Session, caller: Caller, *, area_id: UUID | None, open: bool, limit: int, after: str | None
) -> dict[str, Any]:
    """Shops of an area and below it, by name."""
    stmt = select(SHOP).where(sees(session, caller, ops.Shop, SHOP.c), *within(session, SHOP.c.area, area_id))
    if open:
        stmt = stmt.where(SHOP.c.closed_on.is_(None))
    return page(session, stmt, keys=[SHOP.c.name, SHOP.c.id], limit=limit, after=after)


def list_stock(session: Session, caller: Caller, *, shop_id: UUID, limit: int, after: str | None) -> dict[str, Any]:
    """What a shop has, by code."""
    stmt = _stock().where(STOCK.c.shop_id == shop_id)
    return page(session, stmt, keys=[STOCK.c.code, STOCK.c.id], limit=limit, after=after)


def list_batches(session: Session, caller: Caller, *, stock_id: UUID, limit: int, after: str | None) -> dict[str, Any]:
    """The batches of one kind of goods of which something is left, by the day they came in."""
    stmt = select(BATCH).where(BATCH.c.stock_id == stock_id, BATCH.c.left > 0)
    return page(session, stmt, keys=[BATCH.c.received_on, BATCH.c.id], limit=limit, after=after)


def list_reservations(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    shop_id: UUID | None,
    state: str | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Reservations that the caller may see, by time."""
    stmt = _reservations().where(
        sees(session, caller, ops.Reservation, RESERVATION.c), *within(session, RESERVATION.c.area, area_id)
    )
    if shop_id is not None:
        stmt = stmt.where(RESERVATION.c.shop_id == shop_id)
    if state is not None:
        stmt = stmt.where(RESERVATION.c.state == state)
    return page(session, stmt, keys=[RESERVATION.c.reserved_at, RESERVATION.c.id], limit=limit, after=after)


def show_reservation(session: Session, caller: Caller, *, reservation_id: UUID) -> dict[str, Any]:
    """One reservation with its goods; items of several batches are one line."""
    found = session.execute(_reservations().where(RESERVATION.c.id == reservation_id)).mappings().one()
    goods = (
        select(
            STOCK.c.id.label("stock_id"),
            STOCK.c.code,
            STOCK.c.name,
            STOCK.c.unit,
            func.sum(RESERVED_GOODS.c.number).label("number"),
        )
        .join(STOCK, STOCK.c.id == RESERVED_GOODS.c.stock_id)
        .where(RESERVED_GOODS.c.reservation_id == reservation_id)
        .group_by(STOCK.c.id)
        .order_by(STOCK.c.code)
    )
    return {**found, "goods": [dict(row) for row in session.execute(goods).mappings()]}


def list_entitlements(
    session: Session, caller: Caller, *, area_id: UUID | None, state: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Entitlements that the caller may see, without their people, by their first day."""
    stmt = select(ENTITLEMENT).where(
        sees(session, caller, ops.Entitlement, ENTITLEMENT.c), *within(session, ENTITLEMENT.c.area, area_id)
    )
    if state is not None:
        stmt = stmt.where(ENTITLEMENT.c.state == state)
    return page(session, stmt, keys=[ENTITLEMENT.c.valid_from, ENTITLEMENT.c.id], limit=limit, after=after)


def stock_row(session: Session, stock_id: UUID) -> dict[str, Any]:
    """One kind of goods as its reply says it."""
    return dict(session.execute(_stock().where(STOCK.c.id == stock_id)).mappings().one())


def batch_row(session: Session, batch_id: UUID) -> dict[str, Any]:
    """A batch as its reply says it."""
    return dict(session.execute(select(BATCH).where(BATCH.c.id == batch_id)).mappings().one())


def free_items(session: Session, stock_id: UUID) -> int:
    """How many items of one kind can be reserved today."""
    free = select(_free()).where(BATCH.c.stock_id == stock_id, *_can_be_given())
    return int(session.scalars(free).one())


def _stock() -> Select[Any]:
    free = select(_free()).where(BATCH.c.stock_id == STOCK.c.id, *_can_be_given()).scalar_subquery()
    return select(STOCK, free.label("free"))


def _free() -> ColumnElement[int]:
    return func.coalesce(func.sum(BATCH.c.left - BATCH.c.reserved), 0)


def _can_be_given() -> tuple[ColumnElement[bool], ...]:
    return BATCH.c.left > 0, or_(BATCH.c.best_before.is_(None), BATCH.c.best_before >= today())


def _reservations() -> Select[Any]:
    paid = case((RESERVATION.c.person_id.is_(None), BY_ENTITLEMENT), else_=WITH_MINUTES)
    return select(RESERVATION, paid.label("paid_with"))
