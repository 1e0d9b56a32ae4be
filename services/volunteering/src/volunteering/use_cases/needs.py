"""Needs (需求): raised at a station or by another service, taken on, done, confirmed by the helped, closed, opened again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.volunteering.resources.needs import STATION_KEEPERS
from kernel.ids import uuid7
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.protection import seal
from runtime.time import now, today
from volunteering import published
from volunteering.domain.activities import Activity
from volunteering.domain.errors import ActivityInThePast, PersonUnknown
from volunteering.domain.hours import must_not_be_own
from volunteering.domain.needs import (
    ACCEPTED,
    CLOSED,
    DECLINED,
    DONE,
    MATCHED,
    OVERDUE,
    RAISED,
    REOPENED,
    RESIDENT,
    SOLVED,
    UNCONFIRMED,
    Category,
    Need,
    Step,
    category_of,
    must_be_a_window,
)
from volunteering.domain.stations import Station
from volunteering.use_cases import visits
from volunteering.use_cases.lookups import habits, kind_of_team, programme_path, resident, who

DUE = "need_due"
"""The clock of the state that a need stands in."""


def raise_need(
    session: Session,
    caller: Caller,
    *,
    station_id: UUID,
    category: str,
    text: str,
    asker_id: UUID | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> Need:
    """Ask for help at a station: oneself, or the desk for somebody who came."""
    station = session.get_one(Station, station_id)
    station.must_be_open()
    asker = who(session, caller, asker_id, STATION_KEEPERS, station)
    if resident(session, asker) is None:
        raise PersonUnknown(field="asker_id")
    must_be_a_window(starts_at, ends_at)
    if starts_at is not None and starts_at < now():
        raise ActivityInThePast
    words = {"station_id": station.id, "keeper_id": station.keeper_id, "asker_id": asker}
    times = {"starts_at": starts_at, "ends_at": ends_at}
    need = Need.raised(station.area, RESIDENT, category, now(), **words, **times)
    need.sealed = seal(session, need.id, text.encode())
    enter(session, caller, need)
    return need


def enter(session: Session, caller: Caller | None, need: Need, due_at: datetime | None = None) -> None:
    """Put a new need into its queue; it is to be taken on by `due_at`, or as the pack says. Raises `NeedCategoryUnknown`."""
    wanted = category(session, need)
    session.add(need)
    need.due_at = due_at or need.raised_at + wanted.accept_within
    note(session, caller, need, RAISED)
    published.need_raised(session, need, _path(session, need, wanted))


def accept_need(session: Session, caller: Caller, *, need_id: UUID) -> Need:
    """Take a need on: from now on somebody is looked for."""
    need = session.get_one(Need, need_id)
    look_for_somebody(session, caller, need, RAISED)
    published.need_accepted(session, need, now())
    return need


def decline_need(session: Session, caller: Caller, *, need_id: UUID, reason: str) -> Need:
    """Decline with a reason."""
    need = session.get_one(Need, need_id)
    need.must_stand(RAISED)
    close(session, caller, need, DECLINED, reason)
    return need


def look_for_somebody(
    session: Session, caller: Caller | None, need: Need, *from_: str, detail: str | None = None
) -> None:
    """The need is taken on, or open again: somebody is to be found and there in the time that the pack gives."""
    need.move(ACCEPTED, now() + category(session, need).solve_within, *from_)
    need.let_go()
    note(session, caller, need, ACCEPTED, detail)


def report_done(session: Session, caller: Caller, *, need_id: UUID, minutes: int) -> Need:
    """The help was given; the helped are asked to confirm."""
    need = session.get_one(Need, need_id)
    need.must_stand(MATCHED)
    need.must_be_ours()
    activity = session.get_one(Activity, need.activity_id)
    need.serve(minutes, activity.starts_at, now())
    activity.must_cover(minutes)
    need.move(DONE, now() + habits(session, need.area, today()).confirm_within, MATCHED)
    note(session, caller, need, DONE)
    return need


def confirm_need(session: Session, caller: Caller, *, need_id: UUID, solved: bool) -> Need:
    """The helped say whether it is solved: then the helper is credited; otherwise somebody else is looked for."""
    need = session.get_one(Need, need_id)
    need.must_stand(DONE)
    assert need.helper_id is not None
    must_not_be_own(caller.person_id, need.helper_id)
    team = visits.end(session, caller, need, came=solved)
    if not solved:
        look_for_somebody(session, caller, need, DONE, detail="not_solved")
        return need
    need.solution_id = uuid7()
    tell_solved(session, need, team)
    close(session, caller, need, SOLVED)
    return need


def tell_solved(session: Session, need: Need, team: UUID | None) -> None:
    """Tell the year's account of a solution, and in which team's name it came."""
    kind = None if team is None else kind_of_team(session, team)
    published.need_solved(session, need, _path(session, need), kind, now())


def close_need(session: Session, caller: Caller, *, need_id: UUID, result: str) -> Need:
    """Close what stays unsolved or is withdrawn; whoever was asked or had accepted is free again."""
    need = session.get_one(Need, need_id)
    need.must_stand(RAISED, ACCEPTED, MATCHED)
    visits.call_off(session, need, result)
    close(session, caller, need, result)
    return need


def close(session: Session, caller: Caller | None, need: Need, result: str, detail: str | None = None) -> None:
    """Closed is not solved: `result` says which. Raises `NeedNotThereYet`."""
    need.close(result)
    note(session, caller, need, CLOSED, detail or result)
    published.need_closed(session, need, now())


def reopen_need(session: Session, caller: Caller, *, need_id: UUID, reason: str, strike: bool) -> Need:
    """Open a closed need again; what had counted as solved does so no longer."""
    need = session.get_one(Need, need_id)
    closed_at = session.scalars(
        select(Step.at).where(Step.need_id == need.id, Step.step == CLOSED).order_by(Step.at.desc()).limit(1)
    ).first()
    need.reopen(closed_at or need.raised_at, habits(session, need.area, today()).reopen_within, now())
    if strike:
        visits.strike(session, caller, need, reason)
    published.need_reopened(session, need, need.solution_id, now())
    need.solution_id = None
    note(session, caller, need, REOPENED, reason)
    look_for_somebody(session, caller, need, ACCEPTED, detail=reason)
    return need


def fall_due(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The clock: what stands too long is marked overdue; what nobody confirmed is closed unconfirmed, and not credited."""
    need = session.get(Need, UUID(key), with_for_update=True)
    if need is None or need.state != payload["state"]:
        return
    if need.state == DONE:
        visits.end(session, None, need, came=False)
        close(session, None, need, UNCONFIRMED)
        return
    need.overdue = True
    session.add(_step(None, need, OVERDUE, need.state))
    if need.state == ACCEPTED:
        published.match_failed(session, need, None, "nobody_found", now())


def note(session: Session, caller: Caller | None, need: Need, step: str, detail: str | None = None) -> None:
    """Append the step, and set the clock of the state that the need stands in now."""
    session.add(_step(caller, need, step, detail))
    session.flush()
    if need.due_at is None:
        cancel_clock(session, DUE, key=str(need.id))
    else:
        set_clock(session, DUE, key=str(need.id), due_at=need.due_at, payload={"state": need.state})


def category(session: Session, need: Need) -> Category:
    """What the pack in force when the need was raised says of its category. Raises `NeedCategoryUnknown`."""
    return category_of(need.category, habits(session, need.area, today()).categories)


def _path(session: Session, need: Need, wanted: Category | None = None) -> tuple[str, ...]:
    known = wanted or category(session, need)
    return programme_path(session, need.area, known.programme, today())


def _step(caller: Caller | None, need: Need, step: str, detail: str | None) -> Step:
    by = None if caller is None else caller.account_id
    return Step(id=uuid7(), need_id=need.id, step=step, detail=detail, by=by, at=now())
