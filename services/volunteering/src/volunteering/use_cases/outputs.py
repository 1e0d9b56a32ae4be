"""What came of activities (成果)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now
from volunteering import published
from volunteering.domain.activities import Activity
from volunteering.domain.activity_errors import OutputAlreadyStruck, OutputUnknown, UnitUnknown
from volunteering.domain.outputs import Output, OutputStrike
from volunteering.queries import output_row
from volunteering.use_cases.lookups import habits, kind_of_team, programme_path


def record_output(session: Session, caller: Caller, *, activity_id: UUID, unit: str, number: int) -> dict[str, Any]:
    """Record a number of a unit that the pack knows."""
    activity = session.get_one(Activity, activity_id)
    activity.must_have_begun(now())
    if unit not in habits(session, activity.area, activity.held_on).units:
        raise UnitUnknown
    made = Output(
        id=uuid7(), activity_id=activity.id, unit=unit, number=number, recorded_by=caller.account_id, recorded_at=now()
    )
    session.add(made)
    session.flush()
    kind = kind_of_team(session, activity.team_id)
    path = programme_path(session, activity.area, activity.programme, activity.held_on)
    published.output_recorded(session, activity, made, kind, path)
    return output_row(session, made.id)


def strike_output(
    session: Session, caller: Caller, *, activity_id: UUID, output_id: UUID, reason: str
) -> dict[str, Any]:
    """Take an output back by an entry of its own."""
    activity = session.get_one(Activity, activity_id)
    recorded = session.get(Output, output_id)
    if recorded is None or recorded.activity_id != activity.id:
        raise OutputUnknown
    row = {"output_id": output_id, "reason": reason, "struck_by": caller.account_id, "struck_at": now()}
    struck = insert(OutputStrike).values(row).on_conflict_do_nothing().returning(OutputStrike.output_id)
    if session.scalar(struck) is None:
        raise OutputAlreadyStruck
    published.output_struck(session, activity, output_id, reason, now())
    return output_row(session, output_id)
