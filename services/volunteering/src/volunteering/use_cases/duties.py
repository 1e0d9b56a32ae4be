"""What other services ask for: matters, elders' orders, missed visits become needs; verified visits are credited."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import SIGNED_OUT
from runtime.inbox import Received
from runtime.time import now, today
from volunteering import published
from volunteering.domain.activities import ATTENDED, NO_SHOW, PLANNED, SEATED, Activity, SignUp
from volunteering.domain.activities import CLOSED as ACTIVITY_CLOSED
from volunteering.domain.hours import ACTIVITY, ServedMinutes
from volunteering.domain.need_errors import NeedCategoryUnknown
from volunteering.domain.needs import (
    ACCEPTED,
    CLOSED,
    MATTER,
    ORDER,
    RAISED,
    SERVED,
    SOLVED,
    VISIT,
    WITHDRAWN,
    Match,
    Need,
)
from volunteering.domain.stations import Station
from volunteering.use_cases import hours, matches, matching, needs, served, visits
from volunteering.use_cases.lookups import Habits, habits

OTHERWISE = "general"
"""The category of what a pack has no word for."""
HERE = "volunteering"


def take_matter(session: Session, event: Received) -> None:
    """A matter that is volunteering's becomes a need in the queue of the area's first station, due when the matter is."""
    if event.data["routed_to"] != HERE or _is_nothing_to_do(session, event, MATTER, event.data["matter_id"]):
        return
    assert event.area is not None
    station = session.scalars(
        select(Station)
        .where(Station.area == event.area, Station.closed_on.is_(None))
        .order_by(Station.opened_on, Station.id)
    ).first()
    known = habits(session, event.area, today())
    words = {"station_id": station.id, "keeper_id": station.keeper_id} if station is not None else {}
    category = _known(known, event.data["category"])
    need = Need.raised(event.area, MATTER, category, now(), source_id=event.data["matter_id"], **words)
    needs.enter(session, None, need, event.data["due_at"])


def take_order(session: Session, event: Received) -> None:
    """An order becomes a need, and the best are asked at once."""
    order, service = event.data["order_id"], event.data["service_code"]
    if _is_nothing_to_do(session, event, ORDER, order) or event.data["ends_at"] <= now():
        return
    assert event.area is not None
    known = habits(session, event.area, today())
    category = _known(known, known.category_of_order.get(service, service))
    _ask_around(session, known, event.area, ORDER, order, category, event.data["starts_at"], event.data["ends_at"])


def take_missed_visit(session: Session, event: Received) -> None:
    """Somebody is to stand in for a missed visit soon; the best are asked at once."""
    if _is_nothing_to_do(session, event, VISIT, event.data["visit_id"]):
        return
    assert event.area is not None
    known = habits(session, event.area, today())
    until = now() + known.substitute_within
    _ask_around(session, known, event.area, VISIT, event.data["visit_id"], _known(known, VISIT), now(), until)


def drop_order(session: Session, event: Received) -> None:
    """The order is withdrawn: nobody is asked any longer, and whoever had accepted is free."""
    need = _of(session, ORDER, event.data["order_id"])
    if need is not None and need.state != CLOSED:
        visits.call_off(session, need, WITHDRAWN)
        needs.close(session, None, need, WITHDRAWN)


def credit_visit(session: Session, event: Received) -> None:
    """A visit took place: the visitor's minutes are entered, and the need it answered is solved.

    No `hours_approved` is emitted: whoever counts visits hears of them from eldercare, and nothing may count twice.
    """
    if event.data["minutes"] > 0:
        served.enter(session, [_entry(event, event.data["visit_id"], event.data["minutes"])])
    order = event.data["order_id"]
    need = _of(session, VISIT, event.data["visit_id"]) or (None if order is None else _of(session, ORDER, order))
    if need is not None and need.state != CLOSED:
        _solve(session, need, event.data["visitor_id"], event.occurred_at)


def correct_visit(session: Session, event: Received) -> None:
    """A verified visit was wrong: what was credited is struck, and what counts now is entered."""
    entries = select(ServedMinutes).where(
        ServedMinutes.source == ACTIVITY,
        ServedMinutes.source_id.in_(_ids_of(session, event)),
        ServedMinutes.reverses.is_(None),
    )
    for known in session.scalars(entries):
        struck = hours.striking(hours.entry_of(known), SIGNED_OUT, event.data["reason_code"], event.occurred_at)
        new = hours.entry_of(known) | {"id": uuid7(), "minutes": event.data["minutes"], "entered_at": event.occurred_at}
        if served.enter(session, [struck]) and event.data["minutes"] > 0:
            served.enter(session, [new | {"source_id": uuid5(event.data["visit_id"], str(event.seq))}])


def _ids_of(session: Session, event: Received) -> list[UUID]:
    """Under which ids the visit may stand in the ledger: its own, and one for each correction before."""
    visit = event.data["visit_id"]
    return [visit, *(uuid5(visit, str(seq)) for seq in range(1, event.seq))]


def _is_nothing_to_do(session: Session, event: Received, source: str, source_id: UUID) -> bool:
    """History asks for nobody, what lies nowhere is nobody's, and what was asked before is not asked again."""
    return event.kind == "import" or event.area is None or _of(session, source, source_id) is not None


def _of(session: Session, source: str, source_id: UUID) -> Need | None:
    wanted = select(Need).where(Need.source == source, Need.source_id == source_id)
    return session.scalars(wanted.with_for_update()).first()


def _known(known: Habits, category: str) -> str:
    codes = {each.code for each in known.categories}
    if category in codes:
        return category
    if OTHERWISE in codes:
        return OTHERWISE
    raise NeedCategoryUnknown(category)


def _ask_around(
    session: Session,
    known: Habits,
    area: UUID,
    source: str,
    source_id: UUID,
    category: str,
    starts_at: datetime,
    ends_at: datetime,
) -> None:
    """Take a duty on as a need and ask the best; who finds nobody says so at once."""
    need = Need.raised(area, source, category, now(), source_id=source_id, starts_at=starts_at, ends_at=ends_at)
    needs.enter(session, None, need)
    needs.look_for_somebody(session, None, need, RAISED)
    found = matching.candidates(session, matches.wanted(session, need, None, None), known.ask_at_once)
    matches.ask(session, None, need, [(one.person_id, one.team_id) for one in found], starts_at, ends_at)
    if not found:
        published.match_failed(session, need, None, "nobody_found", now())


def _solve(session: Session, need: Need, visitor: UUID, at: datetime) -> None:
    """Whoever booked the visit says that it took place; who had promised and was not the one did not come."""
    match = session.scalars(
        select(Match).where(Match.need_id == need.id, Match.state == ACCEPTED).with_for_update()
    ).first()
    if match is not None:
        match.settle(SERVED, now(), ACCEPTED)
        _end_visit(session, need, came=match.person_id == visitor)
    matches.lapse(session, need, SOLVED)
    need.solution_id = uuid7()
    needs.tell_solved(session, need, None if match is None else match.team_id)
    needs.close(session, None, need, SOLVED)


def _end_visit(session: Session, need: Need, *, came: bool) -> None:
    activity = session.get(Activity, need.activity_id)
    if activity is None or activity.state != PLANNED:
        return
    seat = session.scalars(select(SignUp).where(SignUp.activity_id == activity.id, SignUp.state == SEATED)).first()
    if seat is not None:
        seat.state = ATTENDED if came else NO_SHOW
    activity.state = ACTIVITY_CLOSED


def _entry(event: Received, source_id: UUID, minutes: int) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "person_id": event.data["visitor_id"],
        "team_id": event.data["team_id"],
        "area": event.area,
        "served_on": event.data["visited_on"],
        "minutes": minutes,
        "source": ACTIVITY,
        "source_id": source_id,
        "reverses": None,
        "reason": None,
        "entered_by": event.actor_id,
        "entered_at": event.occurred_at,
    }
