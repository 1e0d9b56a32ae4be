"""Acts on transfers (组织关系转接). The clock marks the end that lets its time pass; a transfer itself never ends by silence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from contracts.membership.events import MemberTransferredV1
from kernel.period import first_moment
from membership.domain.errors.people import OrganisationUnknown
from membership.domain.organisations import Organisation
from membership.domain.rolls import FLOATING, MemberSeat
from membership.domain.transfers import OPEN, Transfer
from membership.queries.transfers import told
from membership.queries.within import neighbourhood
from membership.use_cases import rolls
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.outbox import emit
from runtime.time import today

TRANSFER_DUE = "transfer_due"


def ask_transfer(
    session: Session,
    caller: Caller,
    *,
    person_id: UUID,
    to_organisation_id: UUID,
    came_from: str | None,
    letter: str | None,
) -> dict[str, Any]:
    """Ask that a member's main place pass to another roll."""
    rolls.check_member(session, person_id)
    to = session.get(Organisation, to_organisation_id)
    if to is None:
        raise OrganisationUnknown(field="to_organisation_id")
    held = rolls.main_place(session, person_id)
    transfer = Transfer.ask(person_id, to, held=held, came_from=came_from, letter=letter, today=today())
    session.add(transfer)
    _wait(session, transfer)
    return _told(session, caller, transfer)


def release_member(session: Session, caller: Caller, *, transfer_id: UUID) -> dict[str, Any]:
    """The old end lets the member go."""
    transfer = session.get_one(Transfer, transfer_id, with_for_update=True)
    transfer.release(today())
    _wait(session, transfer)
    return _told(session, caller, transfer)


def accept_transfer(session: Session, caller: Caller, *, transfer_id: UUID) -> dict[str, Any]:
    """The new end takes the member: one place ends as the other begins."""
    transfer = session.get_one(Transfer, transfer_id, with_for_update=True)
    transfer.accept(today())
    to = session.get_one(Organisation, transfer.to_organisation_id)
    _leave_the_old_end(session, transfer, to)
    session.flush()
    rolls.enrol(session, to, transfer.person_id, None, today())
    cancel_clock(session, TRANSFER_DUE, key=str(transfer_id))
    emit(
        session,
        MemberTransferredV1,
        aggregate_id=transfer_id,
        area=transfer.to_area,
        transfer_id=transfer_id,
        from_organisation_id=transfer.from_organisation_id,
        to_organisation_id=transfer.to_organisation_id,
        transferred_on=today(),
    )
    return _told(session, caller, transfer)


def refuse_transfer(session: Session, caller: Caller, *, transfer_id: UUID, reason: str) -> dict[str, Any]:
    """Either end refuses."""
    transfer = session.get_one(Transfer, transfer_id, with_for_update=True)
    transfer.refuse(reason, today())
    cancel_clock(session, TRANSFER_DUE, key=str(transfer_id))
    return _told(session, caller, transfer)


def withdraw_transfer(session: Session, caller: Caller, *, transfer_id: UUID) -> dict[str, Any]:
    """It is taken back."""
    transfer = session.get_one(Transfer, transfer_id, with_for_update=True)
    _withdraw(session, transfer)
    return _told(session, caller, transfer)


def withdraw_transfers_of(session: Session, person_id: UUID, reason: str) -> None:
    """Somebody died, or is no longer what could be transferred: what is open is taken back."""
    waiting = select(Transfer).where(Transfer.person_id == person_id, Transfer.state.in_(OPEN)).with_for_update()
    for transfer in session.scalars(waiting).all():
        _withdraw(session, transfer, reason)


def forget_transfers_of(session: Session, person_id: UUID) -> None:
    """Somebody was erased: what was said of them in words goes, that a roll was transferred stays."""
    words = {"came_from": _blank(Transfer.came_from), "letter": _blank(Transfer.letter), "reason": None}
    session.execute(update(Transfer).where(Transfer.person_id == person_id).values(words))
    session.execute(update(MemberSeat).where(MemberSeat.person_id == person_id).values(kept_at=None))


def fall_due(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The day after `due_on`: whoever was to answer has not."""
    transfer = session.get(Transfer, UUID(key), with_for_update=True)
    if transfer is not None and transfer.open and transfer.due_on < today():
        transfer.overdue_since = transfer.due_on + timedelta(days=1)


def _leave_the_old_end(session: Session, transfer: Transfer, to: Organisation) -> None:
    """End the main place, wherever a restructuring has put it since, and a second place that the new one makes pointless."""
    main, second = rolls.main_place(session, transfer.person_id), rolls.second_place(session, transfer.person_id)
    if main is not None:
        rolls.leave(session, main, "transferred", today())
    if second is not None and (second.second == FLOATING or _neighbours(session, second.area_id, to.area_id)):
        rolls.leave(session, second, "transferred", today())


def _blank(column: Any) -> Any:
    """Empty where it said something: that they came from outside still shows."""
    return case((column.is_not(None), ""))


def _neighbours(session: Session, one: UUID, other: UUID) -> bool:
    return neighbourhood(session, one) == neighbourhood(session, other)


def _withdraw(session: Session, transfer: Transfer, reason: str | None = None) -> None:
    transfer.withdraw(today(), reason)
    cancel_clock(session, TRANSFER_DUE, key=str(transfer.transfer_id))


def _wait(session: Session, transfer: Transfer) -> None:
    due_at = first_moment(transfer.due_on + timedelta(days=1))
    set_clock(session, TRANSFER_DUE, key=str(transfer.transfer_id), due_at=due_at)


def _told(session: Session, caller: Caller, transfer: Transfer) -> dict[str, Any]:
    session.flush()
    return told(session, caller, transfer.transfer_id)
