"""Entitlements (领取资格): proposed by those who arrange help, approved by a secretary; person and reason stay sealed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.protection import KeyDestroyed, forget, seal, unseal
from runtime.replicas import is_below
from runtime.time import today
from volunteering.domain.entitlement_errors import CategoryUnknown, NotEntitled
from volunteering.domain.entitlements import APPROVED, ENDED, Entitlement, must_fit
from volunteering.domain.errors import PersonNotAlive, PersonUnknown
from volunteering.domain.shop import Shop, must_keep_shops
from volunteering.use_cases.habits import shop_habits
from volunteering.use_cases.lookups import area_kind, resident
from volunteering.use_cases.pairings import helped_key


def propose_entitlement(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    person_id: UUID,
    category: str,
    valid_from: date,
    valid_until: date,
) -> Entitlement:
    """Propose that somebody may be given goods."""
    must_keep_shops(area_kind(session, area_id))
    person = resident(session, person_id)
    if person is None:
        raise PersonUnknown
    if not person.alive:
        raise PersonNotAlive
    longest = _category(session, area_id, category)["longest_months"]
    made = Entitlement.proposed(area_id, helped_key(person_id), valid_from, valid_until, caller.account_id)
    must_fit(valid_from, valid_until, longest)
    made.sealed = seal(session, made.id, orjson.dumps({"person_id": str(person_id), "category": category}))
    session.add(made)
    session.flush()
    return made


def approve_entitlement(session: Session, caller: Caller, *, entitlement_id: UUID) -> Entitlement:
    """Approve what somebody else proposed for somebody else."""
    found = session.get_one(Entitlement, entitlement_id)
    found.approve(caller.account_id, None if caller.person_id is None else helped_key(caller.person_id))
    return found


def end_entitlement(session: Session, caller: Caller, *, entitlement_id: UUID, reason: str) -> Entitlement:
    """End it, or decline a proposed one; the reason is sealed beside the person."""
    found = session.get_one(Entitlement, entitlement_id)
    found.end(caller.account_id)
    words = _opened(session, caller, found)
    if words is not None:
        found.sealed = seal(session, found.id, orjson.dumps(words | {"ended_for": reason}))
    return found


def show_entitlement(session: Session, caller: Caller, *, entitlement_id: UUID) -> dict[str, Any]:
    """One entitlement with its person; the reading is audited."""
    found = session.get_one(Entitlement, entitlement_id)
    row: dict[str, Any] = {column.name: getattr(found, column.name) for column in Entitlement.__table__.columns}
    words = _opened(session, caller, found)
    if words is None:
        return row | {"entitled_id": None, "category": None}
    return row | {"entitled_id": UUID(words["person_id"]), "category": words["category"]}


def of_today(session: Session, caller: Caller, shop: Shop, person_id: UUID) -> tuple[str, int]:
    """The key of somebody entitled at a shop today, and how many items a month that gives. Raises `NotEntitled`.

    An entitlement holds in the shops of its own area, below it, and above it: a street's shop serves its communities.
    The key's rows are locked, so that two clerks do not give the same items twice.
    """
    key = helped_key(person_id)
    valid = select(Entitlement).where(
        Entitlement.helped_key == key,
        Entitlement.state == APPROVED,
        Entitlement.valid_from <= today(),
        Entitlement.valid_until >= today(),
    )
    for found in session.scalars(valid.order_by(Entitlement.id).with_for_update()).all():
        holds_here = is_below(session, found.area, shop.area) or is_below(session, shop.area, found.area)
        words = _opened(session, caller, found) if holds_here else None
        if words is not None:
            return key, _category(session, found.area, words["category"])["items_per_month"]
    raise NotEntitled


def end_all_of(session: Session, person_id: UUID, *of: ColumnElement[bool]) -> None:
    """Nobody is entitled any more who is gone; `of` narrows it to areas that somebody moved out of."""
    for found in _entitlements_of(session, person_id, Entitlement.state != ENDED, *of):
        found.state = ENDED


def forget_all_of(session: Session, person_id: UUID) -> None:
    """End them, and destroy what would tell whose they were."""
    for found in _entitlements_of(session, person_id):
        found.state = ENDED
        found.sealed = None
        forget(session, found.id)


def _entitlements_of(session: Session, person_id: UUID, *of: ColumnElement[bool]) -> list[Entitlement]:
    theirs = select(Entitlement).where(Entitlement.helped_key == helped_key(person_id), *of)
    return list(session.scalars(theirs.order_by(Entitlement.id).with_for_update()))


def _category(session: Session, area: UUID, code: str) -> dict[str, Any]:
    """What the pack says of a category. Raises `CategoryUnknown`."""
    for category in shop_habits(session, area)["categories"]:
        if category["code"] == code:
            found: dict[str, Any] = category
            return found
    raise CategoryUnknown


def _opened(session: Session, caller: Caller, found: Entitlement) -> dict[str, Any] | None:
    """What is sealed; None where the person was erased."""
    if found.sealed is None:
        return None
    try:
        words: dict[str, Any] = orjson.loads(unseal(session, caller, found.id, found.sealed, field="entitlement"))
    except KeyDestroyed:
        return None
    return words
