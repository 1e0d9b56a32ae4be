"""Readings of transfers (组织关系转接), by the member and by who keeps the roll at either end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from contracts.membership.operations.transfers import NEW_END
from membership.domain.people import Person
from membership.domain.transfers import OPEN, Transfer
from runtime.access import Caller, sees
from runtime.paging import page

TRANSFER, PERSON = Transfer.__table__.c, Person.__table__.c


def list_transfers(
    session: Session,
    caller: Caller,
    *,
    state: str | None,
    person_id: UUID | None,
    overdue: bool,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Transfers that the caller may see, newest first."""
    stmt = _transfers().where(sees(session, caller, ops.Transfer, TRANSFER))
    if state is not None:
        stmt = stmt.where(TRANSFER.state == state)
    if person_id is not None:
        stmt = stmt.where(TRANSFER.person_id == person_id)
    if overdue:
        stmt = stmt.where(TRANSFER.state.in_(OPEN), TRANSFER.overdue_since.is_not(None))
    found = page(session, stmt, keys=[TRANSFER.asked_on.desc(), TRANSFER.transfer_id.desc()], limit=limit, after=after)
    return found | {"items": [_at_an_end(session, caller, row) for row in found["items"]]}


def show_transfer(session: Session, caller: Caller, *, transfer_id: UUID) -> dict[str, Any]:
    """One transfer."""
    return told(session, caller, transfer_id)


def told(session: Session, caller: Caller, transfer_id: UUID) -> dict[str, Any]:
    """A transfer with the name of whose it is."""
    row = session.execute(_transfers().where(TRANSFER.transfer_id == transfer_id)).mappings().one()
    return _at_an_end(session, caller, dict(row))


def _at_an_end(session: Session, caller: Caller, row: Mapping[str, Any]) -> dict[str, Any]:
    """The transfer as it lies at the caller's end: by that area and organisation the reply is shown or masked."""
    end = "to" if any(caller.may(session, clause, row) for clause in NEW_END) else "from"
    return {**row, "area_id": row[f"{end}_area"], "organisation_id": row[f"{end}_organisation_id"]}


def _transfers() -> Any:
    named = select(Transfer.__table__, PERSON.name.label("person_name"))
    return named.join(Person.__table__, PERSON.person_id == TRANSFER.person_id)
