"""Acts of disclosure (亮身份): members agree to be shown or take it back; boards go up and come down."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.events import Event
from contracts.membership.events import (
    IdentityHiddenV1,
    IdentityShownV1,
    RollBoardPublishedV1,
    RollBoardWithdrawnV1,
    RollConcealedV1,
    RollDisclosedV1,
)
from membership.domain.areas import Area
from membership.domain.disclosure import Disclosure, RollBoard
from membership.domain.errors.coverage import DisclosedAlready, NotDisclosed
from membership.domain.rolls import MemberSeat
from runtime.access import Caller
from runtime.outbox import emit
from runtime.time import moment_on, today

DONE = {"done": True}
SHOWN: dict[bool, tuple[type[Event], str]] = {
    True: (RollDisclosedV1, "disclosed_on"),
    False: (IdentityShownV1, "shown_on"),
}
HIDDEN: dict[bool, tuple[type[Event], str]] = {
    True: (RollConcealedV1, "concealed_on"),
    False: (IdentityHiddenV1, "hidden_on"),
}
"""What is told of a main place, and of a floating member's, with the word for its day: participation counts main places."""


def disclose_roll(session: Session, caller: Caller, *, seat_id: UUID) -> dict[str, Any]:
    """A member agrees to be shown."""
    seat = session.get_one(MemberSeat, seat_id)
    if _in_force(session, seat_id) is not None:
        raise DisclosedAlready()
    agreed = Disclosure.agree(seat, today())
    session.add(agreed)
    _tell(session, seat, agreed.disclosed_on, *SHOWN[seat.main])
    return DONE


def conceal_roll(session: Session, caller: Caller, *, seat_id: UUID) -> dict[str, Any]:
    """A member takes it back."""
    if not conceal(session, session.get_one(MemberSeat, seat_id), today()):
        raise NotDisclosed()
    return DONE


def conceal(session: Session, seat: MemberSeat, on: date) -> bool:
    """End what a member agreed to; whether they had."""
    # Of a place that is only just being entered nobody has been shown.
    agreed = None if seat in session.new else _in_force(session, seat.seat_id)
    if agreed is None:
        return False
    agreed.concealed_on = max(on, agreed.disclosed_on)
    _tell(session, seat, agreed.concealed_on, *HIDDEN[seat.main])
    return True


def publish_board(session: Session, caller: Caller, *, area_id: UUID) -> RollBoard:
    """Put up the board of a building."""
    board = RollBoard.publish(session.get_one(Area, area_id), today())
    session.add(board)
    emit(
        session,
        RollBoardPublishedV1,
        aggregate_id=board.board_id,
        area=area_id,
        board_id=board.board_id,
        area_id=area_id,
        published_on=board.published_on,
    )
    return board


def withdraw_board(session: Session, caller: Caller, *, board_id: UUID) -> RollBoard:
    """Take it down."""
    board = session.get_one(RollBoard, board_id)
    board.withdraw(today())
    emit(
        session,
        RollBoardWithdrawnV1,
        aggregate_id=board_id,
        area=board.area_id,
        board_id=board_id,
        withdrawn_on=board.withdrawn_on,
    )
    return board


def _tell(session: Session, seat: MemberSeat, on: date, event: type[Event], day: str) -> None:
    emit(
        session,
        event,
        aggregate_id=seat.seat_id,
        area=seat.area_id,
        occurred_at=moment_on(min(on, today())),
        seat_id=seat.seat_id,
        **{day: on},
    )


def _in_force(session: Session, seat_id: UUID) -> Disclosure | None:
    agreed = select(Disclosure).where(Disclosure.seat_id == seat_id, Disclosure.concealed_on.is_(None))
    return session.scalar(agreed.with_for_update())
