"""History (历史补录): past nights from paper, with their check-ins, under the live door's rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contracts.patrol.schemas import ImportedShift
from kernel.ids import uuid7
from patrol.domain.errors import NightNotOver, NotInTeam, NotOnShift, ShiftExists, TeamUnknown
from patrol.domain.shift import CALLED_OFF, CheckIn, RosterEntry, Scan, Shift, without_repeats
from patrol.domain.team import Seat, Team
from patrol.use_cases.checkpoints import checkpoint_in_use
from patrol.use_cases.roster import MEMBER
from patrol.use_cases.shifts import draft, settle
from runtime.access import Caller
from runtime.imports import import_records
from runtime.time import now

REGISTER = "shift"


@dataclass(frozen=True)
class _Noted:
    """Roster and check-ins of a night that may still be refused."""

    rostered: list[UUID]
    scans: list[Scan]


@dataclass
class _Book:
    """What one call reads once per team, and what it writes at its end: a thousand nights are of few teams.

    It may hold nights that were refused in the end; only what the reply accepts is written.
    """

    session: Session
    teams: dict[UUID, Team] = field(default_factory=dict)
    seats: dict[UUID, list[Seat]] = field(default_factory=dict)
    taken: dict[UUID, set[date]] = field(default_factory=dict)
    noted: dict[UUID, _Noted] = field(default_factory=dict)

    def team(self, team_id: UUID) -> Team:
        """The team, with its seats and the nights it had shifts on read beside. Raises `TeamUnknown`."""
        if team_id in self.teams:
            return self.teams[team_id]
        team = self.session.get(Team, team_id)
        if team is None:
            raise TeamUnknown
        self.seats[team_id] = list(self.session.scalars(select(Seat).where(Seat.team_id == team_id)))
        nights = select(Shift.night).where(Shift.team_id == team_id, Shift.state != CALLED_OFF)
        self.taken[team_id] = set(self.session.scalars(nights))
        self.teams[team_id] = team
        return team

    def members(self, team_id: UUID, night: date) -> set[UUID]:
        return {seat.person_id for seat in self.seats[team_id] if seat.is_held(night)}

    def write(self, shifts: Iterable[UUID], by: UUID | None) -> None:
        """Write rosters and check-ins of the shifts that were accepted, set by set."""
        moment = now()
        noted = {shift_id: self.noted[shift_id] for shift_id in shifts if shift_id in self.noted}
        roster = [_roster_row(shift_id, who, moment) for shift_id, one in noted.items() for who in one.rostered]
        check_ins = [_check_in_row(shift_id, scan, by, moment) for shift_id, one in noted.items() for scan in one.scans]
        if roster:
            self.session.execute(insert(RosterEntry), roster)
        if check_ins:
            self.session.execute(insert(CheckIn), check_ins)


def import_shifts(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter up to 1,000 past nights, each once, each by itself."""
    book = _Book(session)
    enter = partial(enter_shift, book=book)
    reply = import_records(session, caller, ImportedShift, records, enter, dry_run, register=REGISTER, area="area_id")
    if not dry_run:
        accepted = [result["id"] for result in reply["results"] if result["outcome"] == "accepted"]
        book.write(accepted, caller.account_id)
    return reply


def enter_shift(
    session: Session,
    caller: Caller,
    *,
    book: _Book,
    team_id: UUID,
    area_id: UUID,
    night: date,
    starts: time | None,
    ends: time | None,
    roster: list[UUID],
    check_ins: list[dict[str, Any]],
) -> UUID:
    """Enter one past night, closed; the new shift's id. Repeated scans are left out.

    The same night twice in one call meets the database's constraint, which says `shift_exists` as well.
    """
    shift = draft(session, book.team(team_id), area_id, night, starts, ends)
    if shift.ends_at > now():
        raise NightNotOver
    if night in book.taken[team_id]:
        raise ShiftExists
    scans = without_repeats([Scan(**each) for each in check_ins], timedelta(minutes=shift.repeat_minutes))
    _assert_possible(session, shift, scans)
    book.noted[shift.id] = _Noted(_rostered(book.members(team_id, night), roster, scans), scans)
    settle(session, shift, _firsts(scans))
    session.add(shift)
    return shift.id


def _roster_row(shift_id: UUID, person_id: UUID, moment: datetime) -> dict[str, Any]:
    return {"shift_id": shift_id, "person_id": person_id, "origin": MEMBER, "added_at": moment}


def _check_in_row(shift_id: UUID, scan: Scan, by: UUID | None, moment: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "shift_id": shift_id,
        "person_id": scan.person_id,
        "at": scan.at,
        "checkpoint_id": scan.checkpoint_id,
        "near": None,
        "recorded_by": by,
        "recorded_at": moment,
    }


def _rostered(members: set[UUID], roster: list[UUID], scans: list[Scan]) -> list[UUID]:
    """The roster as given and whoever checked in. Raises `NotInTeam`, or `NotOnShift` for a check-in by another."""
    came = [scan.person_id for scan in scans]
    if not members.issuperset(came):
        raise NotOnShift(field="check_ins")
    if not members.issuperset(roster):
        raise NotInTeam(field="roster")
    return list(dict.fromkeys([*roster, *came]))


def _assert_possible(session: Session, shift: Shift, scans: list[Scan]) -> None:
    for scan in scans:
        shift.assert_within_hours(scan.at)
        if scan.checkpoint_id is not None:
            checkpoint_in_use(session, scan.checkpoint_id, shift.starts_at)


def _firsts(scans: list[Scan]) -> dict[UUID, datetime]:
    """Each member's first check-in, earliest first."""
    firsts: dict[UUID, datetime] = {}
    for scan in scans:
        firsts.setdefault(scan.person_id, scan.at)
    return firsts
