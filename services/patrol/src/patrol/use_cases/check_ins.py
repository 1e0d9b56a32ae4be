"""Check-ins: that somebody was there, appended and never changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from patrol.domain.errors import DoubleScan, NotOnShift
from patrol.domain.shift import CheckIn, Scan, Shift
from patrol.use_cases.checkpoints import checkpoint_in_use, is_near
from patrol.use_cases.roster import assert_for_oneself, in_team, on_roster
from runtime.access import Caller
from runtime.time import now

EXACT_FOR = timedelta(days=30)
"""A checkpoint is a place of a few metres: so long it is known who was there."""
MOST_AT_ONCE = 5_000


def record_check_in(
    session: Session,
    caller: Caller,
    *,
    shift_id: UUID,
    person_id: UUID,
    at: datetime,
    checkpoint_id: UUID | None,
    position: dict[str, Any] | None,
) -> dict[str, Any]:
    """Append a check-in; of the position only near or not near the checkpoint is kept."""
    shift = session.get_one(Shift, shift_id)
    assert_for_oneself(session, caller, shift, person_id)
    shift.assert_planned()
    shift.assert_within_hours(at)
    shift.assert_has_come(at, now())
    _assert_on_shift(session, shift, person_id)
    near = _near(session, shift, checkpoint_id, position)
    _assert_first(session, shift, Scan(person_id, at, checkpoint_id))
    check_in = {
        "id": uuid7(),
        "shift_id": shift_id,
        "person_id": person_id,
        "at": at,
        "checkpoint_id": checkpoint_id,
        "near": near,
        "recorded_by": caller.account_id,
        "recorded_at": now(),
    }
    session.execute(insert(CheckIn), [check_in])
    return check_in | {"area": shift.area, "team_id": shift.team_id}


def coarsen(session: Session) -> None:
    """After thirty days a check-in says that somebody was on the shift, no longer where; the clock calls it."""
    old = (CheckIn.at < now() - EXACT_FOR) & CheckIn.checkpoint_id.is_not(None)
    batch = select(CheckIn.id).where(old).order_by(CheckIn.at).limit(MOST_AT_ONCE).with_for_update(skip_locked=True)
    ids = session.scalars(batch).all()
    session.execute(update(CheckIn).where(CheckIn.id.in_(ids)).values(checkpoint_id=None, near=None))


def _assert_on_shift(session: Session, shift: Shift, person_id: UUID) -> None:
    if on_roster(session, shift.id, person_id):
        return
    if not in_team(session, shift.team_id, shift.night, [person_id]):
        raise NotOnShift


def _near(session: Session, shift: Shift, checkpoint_id: UUID | None, position: dict[str, Any] | None) -> bool | None:
    if checkpoint_id is None:
        return None
    checkpoint = checkpoint_in_use(session, checkpoint_id, shift.starts_at)
    return None if position is None else is_near(checkpoint, position)


def _assert_first(session: Session, shift: Shift, scan: Scan) -> None:
    """Raises `DoubleScan`. The shift's row is locked, so two scans at once come one after the other."""
    within = timedelta(minutes=shift.repeat_minutes)
    stmt = select(CheckIn.at).where(
        CheckIn.shift_id == shift.id,
        CheckIn.person_id == scan.person_id,
        CheckIn.checkpoint_id.is_not_distinct_from(scan.checkpoint_id),
        CheckIn.at > scan.at - within,
        CheckIn.at < scan.at + within,
    )
    if session.execute(stmt.limit(1)).first() is not None:
        raise DoubleScan
