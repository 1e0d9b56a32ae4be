"""Eldercare's lists: elders with the kinds of their cards, one elder in full."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Text, func, select
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import Session

from contracts.access import acting_for, role, self_in
from contracts.eldercare import operations as ops
from contracts.roles import CARE_COORDINATOR, CARER
from eldercare.domain.card import Card
from eldercare.domain.elder import Elder
from runtime.access import Caller, below, sees
from runtime.paging import page
from runtime.protection import KeyDestroyed, unseal
from runtime.replicas import PERSON, area_path

ELDER: Any = Elder.__table__
CARD: Any = Card.__table__
READ_LIVING = (
    role(CARER, CARE_COORDINATOR).over(ops.Elder.area),
    self_in(ops.Elder.person_id),
    acting_for(ops.Elder.person_id),
)


def list_elders(
    session: Session, caller: Caller, *, area_id: UUID | None, left: bool, limit: int, after: str | None
) -> dict[str, Any]:
    """Elders that the caller may see, in the order of registration; one statement."""
    kinds = (
        select(func.coalesce(func.array_agg(CARD.c.kind), func.cast(array([], type_=Text), ARRAY(Text))))
        .where(CARD.c.elder_id == ELDER.c.id, CARD.c.revoked_on.is_(None))
        .scalar_subquery()
    )
    found = (
        select(ELDER, PERSON.c.display_name, kinds.label("cards"))
        .outerjoin(PERSON, PERSON.c.person_id == ELDER.c.person_id)
        .where(sees(session, caller, ops.Elder, ELDER.c))
        .where(ELDER.c.left_on.is_not(None) if left else ELDER.c.left_on.is_(None))
    )
    if area_id is not None:
        path = area_path(session, area_id)
        found = found.where(ELDER.c.area.in_(below([path] if path else [])))
    return page(session, found, keys=[ELDER.c.registered_on, ELDER.c.id], limit=limit, after=after)


def show_elder(session: Session, caller: Caller, *, elder_id: UUID) -> dict[str, Any]:
    """One elder with cards; how the elder lives is unsealed only for those who need it, and the reading audited."""
    stmt = (
        select(ELDER, PERSON.c.display_name)
        .outerjoin(PERSON, PERSON.c.person_id == ELDER.c.person_id)
        .where(ELDER.c.id == elder_id)
    )
    elder = session.execute(stmt).mappings().one()
    cards = select(CARD).where(CARD.c.elder_id == elder_id).order_by(CARD.c.issued_on, CARD.c.id)
    return {
        **elder,
        "living": _living(session, caller, elder),
        "cards": session.execute(cards).mappings().all(),
    }


def _living(session: Session, caller: Caller, elder: Any) -> str | None:
    if elder["living"] is None or not any(caller.may(session, clause, elder) for clause in READ_LIVING):
        return None
    try:
        return unseal(session, caller, elder["person_id"], elder["living"], field="living").decode()
    except KeyDestroyed:
        return None
