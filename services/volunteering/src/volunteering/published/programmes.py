"""What the year's account hears of activities: what they were for, what came of them, which cadences were met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering import events
from kernel.ids import uuid7
from runtime.outbox import emit
from volunteering.domain.activities import Activity
from volunteering.domain.cadence import Cadence
from volunteering.domain.outputs import Output


def activity_logged(
    session: Session, activity: Activity, team_kind: str, path: Sequence[str], attended: int, at: datetime
) -> None:
    emit(
        session,
        events.ActivityLoggedV1,
        aggregate_id=activity.id,
        area=activity.area,
        occurred_at=at,
        log_id=uuid7(),
        activity_id=activity.id,
        team_id=activity.team_id,
        held_on=activity.held_on,
        attended=attended,
        **_purpose(team_kind, path),
    )


def output_recorded(session: Session, activity: Activity, output: Output, team_kind: str, path: Sequence[str]) -> None:
    emit(
        session,
        events.OutputRecordedV1,
        aggregate_id=output.id,
        area=activity.area,
        occurred_at=output.recorded_at,
        output_id=output.id,
        activity_id=activity.id,
        unit=output.unit,
        number=output.number,
        held_on=activity.held_on,
        **_purpose(team_kind, path),
    )


def output_struck(session: Session, activity: Activity, output_id: UUID, reason_code: str, at: datetime) -> None:
    emit(
        session,
        events.OutputStruckV1,
        aggregate_id=output_id,
        area=activity.area,
        occurred_at=at,
        output_id=output_id,
        reason_code=reason_code,
    )


def cadence_met(
    session: Session, standing: UUID, cadence: Cadence, subject: UUID, team_kind: str, area: UUID, first_day: date
) -> None:
    emit(
        session,
        events.CadenceMetV1,
        aggregate_id=standing,
        area=area,
        standing_id=standing,
        cadence=cadence.code,
        of=cadence.of,
        subject_id=subject,
        team_kind=team_kind,
        first_day=first_day,
    )


def cadence_lost(session: Session, standing: UUID, area: UUID) -> None:
    emit(session, events.CadenceLostV1, aggregate_id=standing, area=area, standing_id=standing)


def _purpose(team_kind: str, path: Sequence[str]) -> dict[str, str | None]:
    """What something was done for, and by which kind of team; `path` leads from the programme's root to it."""
    return {
        "team_kind": team_kind,
        "programme": path[-1] if path else None,
        "programme_root": path[0] if path else None,
    }
