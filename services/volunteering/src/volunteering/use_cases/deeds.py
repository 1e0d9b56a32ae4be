"""Good deeds on their way to a board (善行墙)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.protection import KeyDestroyed, forget, seal, unseal
from runtime.replicas import is_below
from runtime.time import now, today
from volunteering import published
from volunteering.domain.deed_errors import BoardUnknown, DoerUnknown, ForResidents, GuardianAgrees
from volunteering.domain.deeds import DECLINED, PUBLISHED, Deed
from volunteering.domain.volunteers import Resident
from volunteering.use_cases.lookups import habits, resident

ERASED = "erased"


def tell_deed(session: Session, caller: Caller, *, area_id: UUID, board: str, doer_id: UUID, story: str) -> Deed:
    """Tell of somebody's deed; the story is sealed until its doer and a moderator have agreed."""
    must_be_a_board(session, area_id, board)
    teller = resident_of(session, caller, area_id)
    doer = resident(session, doer_id)
    if doer is None or not doer.alive or not is_below(session, doer.home_area, area_id):
        raise DoerUnknown
    deed = Deed.told(area_id, board, teller.person_id, doer_id, today())
    session.add(deed)
    session.flush()
    deed.sealed = seal(session, deed.id, story.encode())
    return deed


def show_deed(session: Session, caller: Caller, *, deed_id: UUID) -> dict[str, Any]:
    """One deed with its story; the reading of one that is not published is audited."""
    deed = session.get_one(Deed, deed_id)
    row: dict[str, Any] = {column.name: getattr(deed, column.name) for column in Deed.__table__.columns}
    return row | {"story": deed.story or _opened(session, caller, deed), "person_id": _reader(caller, deed)}


def agree_deed(session: Session, caller: Caller, *, deed_id: UUID, agrees: bool) -> Deed:
    """Whoever did it agrees to be published, for a minor the guardian; what is declined is forgotten."""
    deed = session.get_one(Deed, deed_id)
    assert deed.doer_id is not None
    doer = resident(session, deed.doer_id)
    if doer is not None and doer.minor and caller.acting_for != deed.doer_id:
        raise GuardianAgrees
    deed.answer(agrees=agrees)
    if not agrees:
        _forget_story(session, deed)
    return deed


def publish_deed(session: Session, caller: Caller, *, deed_id: UUID) -> Deed:
    """Put a deed on its board."""
    deed = session.get_one(Deed, deed_id)
    story = _opened(session, caller, deed)
    deed.publish(story or "", caller.person_id, today())
    session.flush()
    forget(session, deed.id)
    published.deed_published(session, deed, now())
    return deed


def take_down_deed(session: Session, caller: Caller, *, deed_id: UUID, reason: str) -> Deed:
    """Take a deed down with a reason."""
    deed = session.get_one(Deed, deed_id)
    _take_down(session, deed, reason)
    return deed


def forget_in_deeds(session: Session, person_id: UUID) -> None:
    """Deeds of somebody who is forgotten come down and are forgotten; what they told of others stays without them."""
    for deed in session.scalars(select(Deed).where(Deed.doer_id == person_id).order_by(Deed.id).with_for_update()):
        if deed.state == PUBLISHED:
            _take_down(session, deed, ERASED)
        elif deed.sealed is not None:
            deed.state = DECLINED
            _forget_story(session, deed)
        deed.doer_id = None
    session.flush()
    session.execute(update(Deed).where(Deed.teller_id == person_id).values(teller_id=None))


def must_be_a_board(session: Session, area_id: UUID, board: str) -> None:
    """Raises `BoardUnknown`."""
    if board not in habits(session, area_id, today()).boards:
        raise BoardUnknown


def resident_of(session: Session, caller: Caller, area_id: UUID) -> Resident:
    """Who calls, as a resident of the area. Raises `ForResidents`."""
    known = None if caller.person_id is None else resident(session, caller.person_id)
    if known is None or not known.alive or not is_below(session, known.home_area, area_id):
        raise ForResidents
    return known


def _take_down(session: Session, deed: Deed, reason: str) -> None:
    deed.take_down(reason)
    session.flush()
    published.deed_taken_down(session, deed, today(), now())


def _forget_story(session: Session, deed: Deed) -> None:
    deed.sealed = None
    forget(session, deed.id)


def _opened(session: Session, caller: Caller, deed: Deed) -> str | None:
    if deed.sealed is None:
        return None
    try:
        return unseal(session, caller, deed.id, deed.sealed, field="deed").decode()
    except KeyDestroyed:
        return None


def _reader(caller: Caller, deed: Deed) -> UUID | None:
    """Whose story it is to the caller: teller, doer and the doer's guardian read it as their own."""
    return caller.person_id if caller.person_id == deed.teller_id else deed.doer_id
