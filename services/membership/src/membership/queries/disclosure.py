"""Readings of boards (公示栏): which buildings show their members, and whom each shows now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from membership.domain.disclosure import Disclosure, RollBoard
from membership.domain.organisations import Organisation
from membership.domain.people import Person
from membership.domain.rolls import MemberSeat
from runtime.access import Caller, lies_in
from runtime.paging import page

BOARD, SEAT, AGREED = RollBoard.__table__.c, MemberSeat.__table__.c, Disclosure.__table__.c
PERSON, ORGANISATION = Person.__table__.c, Organisation.__table__.c


def list_boards(
    session: Session, caller: Caller, *, area_id: UUID | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Boards that are up, newest first."""
    stmt = select(RollBoard.__table__).where(BOARD.withdrawn_on.is_(None))
    if area_id is not None:
        stmt = stmt.where(lies_in(session, BOARD.area_id, area_id))
    return page(session, stmt, keys=[BOARD.published_on.desc(), BOARD.board_id.desc()], limit=limit, after=after)


def show_board(session: Session, caller: Caller, *, board_id: UUID) -> dict[str, Any]:
    """A board with those who live in the building and agreed; nobody once it is down."""
    board = dict(session.execute(select(RollBoard.__table__).where(BOARD.board_id == board_id)).mappings().one())
    shown = (
        select(PERSON.name, ORGANISATION.name.label("organisation"), AGREED.disclosed_on)
        .join(Person.__table__, PERSON.person_id == SEAT.person_id)
        .join(Disclosure.__table__, AGREED.seat_id == SEAT.seat_id)
        .join(Organisation.__table__, ORGANISATION.organisation_id == SEAT.organisation_id)
        .where(AGREED.concealed_on.is_(None), SEAT.left_on.is_(None), PERSON.died_on.is_(None))
        .where(lies_in(session, PERSON.home_area, board["area_id"]))
        .order_by(PERSON.sort_key, SEAT.seat_id)
    )
    down = board["withdrawn_on"] is not None
    return board | {"members": [] if down else [dict(row) for row in session.execute(shown).mappings()]}
