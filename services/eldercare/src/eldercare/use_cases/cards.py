"""Cards: issued, checked when shown, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from eldercare import published
from eldercare.domain.card import ELDER_LEFT, Card, as_printed, new_code
from eldercare.domain.elder import Elder
from eldercare.domain.errors import AfterLeaving, BeforeRegistration, CardExists, CardKindUnknown, DateInFuture
from kernel.ids import uuid7
from kernel.period import civil_day
from runtime.access import Caller
from runtime.audit import record
from runtime.packs import section
from runtime.time import now


def issue_card(session: Session, caller: Caller, *, elder_id: UUID, kind: str) -> Card:
    """Issue a card of one of the pack's kinds, valid from today."""
    elder = session.get_one(Elder, elder_id)
    elder.assert_here()
    # That no other of the kind is valid is the database's to see (`one_valid_card_per_kind`).
    return _issue(session, elder, kind, civil_day(now()))


def verify_card(session: Session, caller: Caller, *, code: str) -> dict[str, Any]:
    """Whether a shown card is valid. Who checked which card is audited; an unknown code and a void card look the same."""
    card = session.scalars(select(Card).where(Card.code == as_printed(code))).one_or_none()
    if card is not None:
        record(session, caller, act="verify:card", target=card.id, area=card.area)
    valid = card is not None and card.revoked_on is None
    return {"valid": valid, "kind": card.kind if card is not None and valid else None}


def revoke_card(session: Session, caller: Caller, *, card_id: UUID, reason: str) -> Card:
    """Make a card void from today."""
    card = session.get_one(Card, card_id)
    void(session, card, civil_day(now()), reason)
    return card


def void(session: Session, card: Card, on: date, reason: str | None) -> None:
    """Make a card void and tell of it."""
    card.revoke(on, reason, civil_day(now()))
    published.card_revoked(session, card, on)


def valid_cards(session: Session, elder_id: UUID) -> Sequence[Card]:
    """The elder's valid cards, locked."""
    stmt = select(Card).where(Card.elder_id == elder_id, Card.revoked_on.is_(None)).order_by(Card.id).with_for_update()
    return session.scalars(stmt).all()


def enter_cards(session: Session, elder: Elder, cards: list[dict[str, Any]]) -> None:
    """Enter the cards of an elder just imported; those still valid when the elder left are void with it."""
    entered: list[Card] = []
    for each in sorted(cards, key=lambda card: card["issued_on"]):
        until = each["revoked_on"] or elder.left_on
        _assert_during_stay(elder, each["issued_on"], until)
        if any(card.kind == each["kind"] and card.is_valid(each["issued_on"]) for card in entered):
            raise CardExists(field="cards")
        card = _issue(session, elder, each["kind"], each["issued_on"])
        entered.append(card)
        if until is not None:
            void(session, card, until, ELDER_LEFT if until == elder.left_on else None)


def _issue(session: Session, elder: Elder, kind: str, on: date) -> Card:
    _assert_known(session, elder.area, kind, on)
    card = Card(
        id=uuid7(),
        elder=elder,
        person_id=elder.person_id,
        area=elder.area,
        kind=kind,
        code=new_code(),
        issued_on=on,
    )
    session.add(card)
    published.card_issued(session, card)
    return card


def _assert_known(session: Session, area_id: UUID, kind: str, on: date) -> None:
    pack = section(session, area_id, on)
    if pack is None or kind not in {known["code"] for known in pack["card_kinds"]}:
        raise CardKindUnknown


def _assert_during_stay(elder: Elder, on: date, until: date | None) -> None:
    """Raises `DateInFuture`, `BeforeRegistration`, or `AfterLeaving` for a card that outlives the stay."""
    if on > civil_day(now()):
        raise DateInFuture(field="cards")
    if on < elder.registered_on:
        raise BeforeRegistration(field="cards")
    if elder.left_on is not None and (on >= elder.left_on or (until or elder.left_on) > elder.left_on):
        raise AfterLeaving
