"""History (历史补录): past nights from paper, with their check-ins, under the live door's rules."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from contracts.patrol.schemas import ImportedShift
from kernel.ids import uuid7
from patrol.domain.errors import NightNotOver, NotInTeam, NotOnShift, TeamUnknown
from patrol.domain.shift import CheckIn, RosterEntry, Scan, Shift, without_repeats
from patrol.domain.team import Team
from patrol.use_cases.checkpoints import checkpoint_in_use
from patrol.use_cases.roster import MEMBER, in_team
from patrol.use_cases.shifts import assert_night_is_free, draft, settle
from runtime.access import Caller
from runtime.imports import import_records
from runtime.time import now

REGISTER = "shift"


def import_shifts(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter up to 1,000 past nights, each once, each by itself."""
    return import_records(
        session, caller, ImportedShift, records, enter_shift, dry_run, register=REGISTER, area="area_id"
    )


def enter_shift(
    session: Session,
    caller: Caller,
    *,
    team_id: UUID,
    area_id: UUID,
    night: date,
    starts: time | None,
    ends: time | None,
    roster: list[UUID],
    check_ins: list[dict[str, Any]],
) -> UUID:
    """Enter one past night and close it at once; the new shift's id. Repeated scans are left out."""
    team = session.get(Team, team_id)
    if team is None:
        raise TeamUnknown
    shift = draft(session, team, area_id, night, starts, ends)
    if shift.ends_at > now():
        raise NightNotOver
    assert_night_is_free(session, team_id, night)
    scans = without_repeats([Scan(**each) for each in check_ins], timedelta(minutes=shift.repeat_minutes))
    rostered = _rostered(session, shift, roster, scans)
    _assert_possible(session, shift, scans)
    session.add(shift)
    session.flush()
    _write(session, caller, shift, rostered, scans)
    settle(session, shift, _firsts(scans))
    session.flush()
    return shift.id


def _rostered(session: Session, shift: Shift, roster: list[UUID], scans: list[Scan]) -> list[UUID]:
    """The roster as given, or whoever checked in. Raises `NotInTeam`, or `NotOnShift` for a check-in by another."""
    came = dict.fromkeys(scan.person_id for scan in scans)
    named = list(dict.fromkeys([*roster, *came]))
    members = in_team(session, shift.team_id, shift.night, named) if named else set()
    if not members.issuperset(came):
        raise NotOnShift(field="check_ins")
    if not members.issuperset(roster):
        raise NotInTeam(field="roster")
    return named


def _assert_possible(session: Session, shift: Shift, scans: list[Scan]) -> None:
    for scan in scans:
        shift.assert_within_hours(scan.at)
        if scan.checkpoint_id is not None:
            checkpoint_in_use(session, scan.checkpoint_id, shift.starts_at)


def _write(session: Session, caller: Caller, shift: Shift, rostered: list[UUID], scans: list[Scan]) -> None:
    moment = now()
    if rostered:
        session.execute(
            insert(RosterEntry),
            [{"shift_id": shift.id, "person_id": p, "origin": MEMBER, "added_at": moment} for p in rostered],
        )
    if scans:
        session.execute(
            insert(CheckIn),
            [
                {
                    "id": uuid7(),
                    "shift_id": shift.id,
                    "person_id": scan.person_id,
                    "at": scan.at,
                    "checkpoint_id": scan.checkpoint_id,
                    "near": None,
                    "recorded_by": caller.account_id,
                    "recorded_at": moment,
                }
                for scan in scans
            ],
        )


def _firsts(scans: list[Scan]) -> dict[UUID, Any]:
    """Each member's first check-in; the scans are in order of time."""
    return {scan.person_id: scan.at for scan in reversed(scans)}
