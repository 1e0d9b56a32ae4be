"""Donations of the past (捐赠台账), entered through the import door.

A donation comes in as of its own day, and a stock-take (盘点) of today says what is left of it: the stock of an older book is
carried in by that. Nobody calls for donations because of it, and nothing is told of who got what was given out since.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering.records.shop import BatchRecord
from kernel.period import first_moment
from runtime.access import Caller
from runtime.imports import import_records
from runtime.time import today
from volunteering.domain import shop as rules
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.shop import COUNTED, Shop, Stock
from volunteering.domain.shop_errors import GoodsUnknown
from volunteering.use_cases.lookups import must_reach
from volunteering.use_cases.shop import move, must_know_donor, take_in


def import_batches(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter donations, a batch each."""
    return import_records(session, caller, BatchRecord, records, _enter, dry_run, register="batch")


def _enter(
    session: Session,
    caller: Caller,
    *,
    stock_id: UUID,
    number: int,
    left: int,
    value_fen_each: int,
    best_before: date | None,
    donor_kind: str,
    donor_id: UUID | None,
    received_on: date,
) -> UUID:
    stock = session.get(Stock, stock_id)
    if stock is None:
        raise GoodsUnknown(field="stock_id")
    must_reach(session, caller, stock.area)
    must_not_be_future(received_on, today(), "received_on")
    session.get_one(Shop, stock.shop_id).must_be_open()
    rules.must_keep(best_before, today() if left else received_on)
    must_know_donor(session, donor_kind, donor_id)
    words = {"number": number, "value_fen_each": value_fen_each, "best_before": best_before}
    donated = {"donor_kind": donor_kind, "donor_id": donor_id, "received_on": received_on}
    batch = take_in(session, stock, words | donated, first_moment(received_on))
    if left < number:
        move(session, batch, COUNTED, left - number)
    return batch
