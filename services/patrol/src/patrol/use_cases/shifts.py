"""Shifts: planned for a night, watched over by the clock, closed when the night is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.patrol.events import ShiftCompletedV1, ShiftUnderstaffedV1
from contracts.patrol.packs import PatrolPack
from kernel.ids import uuid7
from patrol.domain.errors import AreaBeyondTeam, AreaUnknown, NightIsOver, ShiftExists
from patrol.domain.night import hours_of
from patrol.domain.shift import CALLED_OFF, COMPLETED, PLANNED, CheckIn, RosterEntry, Shift, Terms
from patrol.domain.team import Team
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.outbox import emit
from runtime.packs import section
from runtime.replicas import area_paths, reaches
from runtime.time import now

WATCH_ROSTER, CLOSE_SHIFT = "watch_roster", "close_shift"


def plan_shift(
    session: Session,
    caller: Caller,
    *,
    team_id: UUID,
    area_id: UUID,
    night: date,
    starts: time | None,
    ends: time | None,
) -> Shift:
    """Plan a team's night; clocks look at its roster before the start and close it after the end."""
    team = session.get_one(Team, team_id)
    shift = draft(session, team, area_id, night, starts, ends)
    if shift.ends_at <= now():
        raise NightIsOver
    assert_night_is_free(session, team_id, night)
    session.add(shift)
    set_clock(session, WATCH_ROSTER, key=str(shift.id), due_at=shift.warn_at)
    set_clock(session, CLOSE_SHIFT, key=str(shift.id), due_at=shift.close_at)
    return shift


def call_off_shift(session: Session, caller: Caller, *, shift_id: UUID, reason: str) -> Shift:
    """Take a planned night back before it begins."""
    shift = session.get_one(Shift, shift_id)
    shift.call_off(reason, now())
    _stop_clocks(session, shift)
    return shift


def close_shift(session: Session, caller: Caller, *, shift_id: UUID) -> Shift:
    """The captain closes the night as soon as it is over."""
    shift = session.get_one(Shift, shift_id)
    settle(session, shift, first_check_ins(session, shift_id))
    _stop_clocks(session, shift)
    return shift


def close_when_due(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The clock closes what nobody has closed."""
    shift = session.get(Shift, UUID(key), with_for_update=True)
    if shift is not None and shift.state == PLANNED:
        settle(session, shift, first_check_ins(session, shift.id))


def watch_roster(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The clock tells volunteering when the roster is short, as long as the shift has not begun."""
    shift = session.get(Shift, UUID(key), with_for_update=True)
    if shift is None or shift.state != PLANNED or now() >= shift.starts_at:
        return
    missing = shift.missing(_rostered(session, shift.id))
    if missing:
        emit(
            session,
            ShiftUnderstaffedV1,
            aggregate_id=shift.id,
            area=shift.area,
            shift_id=shift.id,
            team_id=shift.team_id,
            night=shift.night,
            missing=missing,
        )


def watch_again(session: Session, shift: Shift) -> None:
    """Somebody came off the roster: look at it again, at once if the time of warning has passed."""
    set_clock(session, WATCH_ROSTER, key=str(shift.id), due_at=max(shift.warn_at, now()))


def draft(session: Session, team: Team, area_id: UUID, night: date, starts: time | None, ends: time | None) -> Shift:
    """A shift under the terms of the pack in force at the area on that night, not yet written."""
    team.assert_on_patrol(night)
    _assert_teams_area(session, team, area_id)
    pack = section(session, area_id, night) or PatrolPack().load({})
    hours = pack["hours"]
    starts_at, ends_at = hours_of(night, starts or hours["starts"], ends or hours["ends"])
    terms = {name: pack[name] for name in Terms.__dataclass_fields__}
    return Shift(
        id=uuid7(),
        team_id=team.team_id,
        area=area_id,
        night=night,
        starts_at=starts_at,
        ends_at=ends_at,
        state=PLANNED,
        **terms,
    )


def assert_night_is_free(session: Session, team_id: UUID, night: date) -> None:
    """Raises `ShiftExists`; a night that was called off is free again."""
    taken = select(Shift.id).where(Shift.team_id == team_id, Shift.night == night, Shift.state != CALLED_OFF)
    if session.execute(taken).first() is not None:
        raise ShiftExists


def settle(session: Session, shift: Shift, firsts: Mapping[UUID, datetime]) -> None:
    """Close a shift on what is known, and tell of a kept night. It happened when the shift ended."""
    served = shift.close(firsts, now())
    if shift.state == COMPLETED:
        emit(
            session,
            ShiftCompletedV1,
            aggregate_id=shift.id,
            area=shift.area,
            occurred_at=shift.ends_at,
            shift_id=shift.id,
            team_id=shift.team_id,
            night=shift.night,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            minutes=sum(served.values()),
            members=[{"person_id": person, "minutes": minutes} for person, minutes in served.items()],
        )


def first_check_ins(session: Session, shift_id: UUID) -> dict[UUID, datetime]:
    """Each member's first check-in, earliest first."""
    first = func.min(CheckIn.at)
    stmt = select(CheckIn.person_id, first).where(CheckIn.shift_id == shift_id).group_by(CheckIn.person_id)
    return dict(session.execute(stmt.order_by(first, CheckIn.person_id)).tuples().all())


def _assert_teams_area(session: Session, team: Team, area_id: UUID) -> None:
    paths = area_paths(session, (area_id, team.area))
    if area_id not in paths:
        raise AreaUnknown
    if team.area not in paths:
        raise AreaBeyondTeam
    if not (reaches(paths[team.area], paths[area_id]) or reaches(paths[area_id], paths[team.area])):
        raise AreaBeyondTeam


def _rostered(session: Session, shift_id: UUID) -> int:
    return session.execute(select(func.count()).where(RosterEntry.shift_id == shift_id)).scalar_one()


def _stop_clocks(session: Session, shift: Shift) -> None:
    cancel_clock(session, WATCH_ROSTER, key=str(shift.id))
    cancel_clock(session, CLOSE_SHIFT, key=str(shift.id))
