"""Children arrive, and are handed over, signed, to nobody but whom their guardian named (签字接回)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.protection import KeyDestroyed, seal, unseal
from runtime.time import now, today
from volunteering import published
from volunteering.domain.after_school import AfterSchool, PickUp, SchoolDay, SchoolPlace
from volunteering.domain.after_school_errors import AlreadyArrived, HandsOverToOneself, NotArrived
from volunteering.queries import school_days_of
from volunteering.use_cases.after_school import names_of, opened

OVERDUE = "pick_up_overdue"
"""The clock of closing time, one for each child that has come."""


def check_in_child(session: Session, caller: Caller, *, school_place_id: UUID) -> dict[str, Any]:
    """The child has come; from now on closing time waits for it."""
    place = session.get_one(SchoolPlace, school_place_id)
    place.must_be_expected(today())
    closing = session.get_one(AfterSchool, place.after_school_id).closing(today())
    if _today(session, place) is not None:
        raise AlreadyArrived
    day = SchoolDay.begun(place, now(), today(), closing, caller.account_id)
    session.add(day)
    session.flush()
    set_clock(session, OVERDUE, key=str(day.id), due_at=closing)
    return _told(day, None)


def sign_pick_up(
    session: Session, caller: Caller, *, school_place_id: UUID, picker_id: UUID, signature: str
) -> dict[str, Any]:
    """Hand the child over to somebody the guardian has named, against their signature."""
    place = session.get_one(SchoolPlace, school_place_id)
    day = _today(session, place)
    if day is None:
        raise NotArrived
    day.pick_up(now())
    opened(session, caller, place).must_name(picker_id)
    if picker_id == caller.person_id:
        raise HandsOverToOneself
    sealed = seal(session, place.id, orjson.dumps({"picker_id": str(picker_id), "signature": signature}))
    by = {"account_id": caller.account_id, "handed_over_by": caller.person_id}
    session.add(PickUp(school_day_id=day.id, sealed=sealed, at=now(), **by))
    session.flush()
    cancel_clock(session, OVERDUE, key=str(day.id))
    published.child_picked_up(session, place, day, now())
    return _told(day, caller.person_id)


def raise_alarm(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The clock: closing time has come, and the child is still there."""
    day = session.get(SchoolDay, UUID(key), with_for_update=True)
    if day is None or day.picked_up_at is not None:
        return
    day.overdue_at = now()
    place = session.get_one(SchoolPlace, day.school_place_id)
    published.pick_up_overdue(session, place, day, now())


def show_roster(session: Session, caller: Caller, *, after_school_id: UUID, on: date | None) -> dict[str, Any]:
    """Who is expected on a day and what became of it; each child's reading is audited."""
    wanted = on or today()
    stmt = (
        select(SchoolPlace, SchoolDay)
        .outerjoin(SchoolDay, and_(SchoolDay.school_place_id == SchoolPlace.id, SchoolDay.on == wanted))
        .where(SchoolPlace.after_school_id == after_school_id, SchoolPlace.from_on <= wanted)
        .where(SchoolPlace.ended_on.is_(None) | (SchoolPlace.ended_on > wanted) | SchoolDay.id.is_not(None))
        .where(SchoolPlace.weekdays.contains([wanted.isoweekday()]))
        .order_by(SchoolPlace.from_on, SchoolPlace.id)
    )
    expected = [(place, day, _child(session, caller, place)) for place, day in session.execute(stmt)]
    names = names_of(session, [child for _, _, child in expected if child is not None])
    children = [_expected(place, day, child, names) for place, day, child in expected]
    school = session.get_one(AfterSchool, after_school_id)
    return {"after_school_id": school.id, "area": school.area, "on": wanted, "children": children}


def list_school_days(
    session: Session, caller: Caller, *, school_place_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """When the child came and who fetched it; the reading is audited."""
    place = session.get_one(SchoolPlace, school_place_id)
    found = school_days_of(session, place.id, limit, after)
    return found | {"items": [day | _signed(session, caller, place, day) for day in found["items"]]}


def _today(session: Session, place: SchoolPlace) -> SchoolDay | None:
    day = select(SchoolDay).where(SchoolDay.school_place_id == place.id, SchoolDay.on == today())
    return session.scalar(day.with_for_update())


def _child(session: Session, caller: Caller, place: SchoolPlace) -> UUID | None:
    try:
        return opened(session, caller, place).child_id
    except KeyDestroyed:
        return None


def _expected(
    place: SchoolPlace, day: SchoolDay | None, child: UUID | None, names: dict[UUID, str | None]
) -> dict[str, Any]:
    state = "expected" if day is None else "there"
    if day is not None and day.overdue_at is not None:
        state = "overdue"
    if day is not None and day.picked_up_at is not None:
        state = "picked_up"
    return {
        "school_place_id": place.id,
        "team_id": place.team_id,
        "person_id": child,
        "display_name": None if child is None else names.get(child),
        "state": state,
        "arrived_at": None if day is None else day.arrived_at,
        "picked_up_at": None if day is None else day.picked_up_at,
    }


def _told(day: SchoolDay, handed_over_by: UUID | None) -> dict[str, Any]:
    row: dict[str, Any] = {column.name: getattr(day, column.name) for column in SchoolDay.__table__.columns}
    return row | {"handed_over_by": handed_over_by}


def _signed(session: Session, caller: Caller, place: SchoolPlace, day: dict[str, Any]) -> dict[str, Any]:
    """Who fetched the child, and the signature; nothing while it was not fetched, or once it was erased."""
    words: dict[str, Any] = {"picker_id": None, "signature": None}
    if place.sealed is None or day["sealed"] is None:
        return words
    child = opened(session, caller, place).child_id
    words = orjson.loads(unseal(session, caller, place.id, day["sealed"], field="pick_up"))
    return {
        **words,
        "picker_id": UUID(words["picker_id"]),
        "person_id": child,
        "team_id": place.team_id,
        "area": place.area,
    }
