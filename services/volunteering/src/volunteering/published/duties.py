"""What the others hear of volunteers who take or give back their duties."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering import events
from runtime.outbox import emit
from volunteering.domain.activities import Activity


def volunteer_assigned(session: Session, activity: Activity, sign_up_id: UUID, person_id: UUID, at: datetime) -> None:
    """Only an activity that recruits for another service's duty assigns anybody."""
    if activity.duty_id is not None:
        words = _duty(activity, sign_up_id, person_id)
        emit(
            session,
            events.VolunteerAssignedV1,
            aggregate_id=sign_up_id,
            area=activity.area,
            occurred_at=at,
            **words,
        )


def volunteer_withdrawn(
    session: Session, activity: Activity, sign_up_id: UUID, person_id: UUID, reason_code: str, at: datetime
) -> None:
    """The reverse of `volunteer_assigned`."""
    if activity.duty_id is not None:
        words = _duty(activity, sign_up_id, person_id)
        emit(
            session,
            events.VolunteerWithdrawnV1,
            aggregate_id=sign_up_id,
            area=activity.area,
            occurred_at=at,
            reason_code=reason_code,
            **words,
        )


def _duty(activity: Activity, sign_up_id: UUID, person_id: UUID) -> dict[str, object]:
    return {
        "assignment_id": sign_up_id,
        "duty_kind": activity.duty_kind,
        "duty_id": activity.duty_id,
        "team_id": activity.team_id,
        "person_id": person_id,
    }
