"""What the year's account hears of the register of volunteers."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from contracts.volunteering import events
from kernel.period import first_moment
from runtime.outbox import emit
from volunteering.domain.volunteers import Volunteer


def volunteer_registered(session: Session, volunteer: Volunteer, on: date) -> None:
    """From a day on, in the volunteer's present area."""
    emit(
        session,
        events.VolunteerRegisteredV1,
        aggregate_id=volunteer.id,
        area=volunteer.area,
        occurred_at=first_moment(on),
        enrolment_id=volunteer.enrolment_id or volunteer.id,
        volunteer_id=volunteer.id,
        person_id=volunteer.person_id,
        registered_on=on,
    )


def volunteer_retired(session: Session, volunteer: Volunteer, on: date) -> None:
    """The present enrolment ended on a day."""
    emit(
        session,
        events.VolunteerRetiredV1,
        aggregate_id=volunteer.id,
        area=volunteer.area,
        occurred_at=first_moment(on),
        enrolment_id=volunteer.enrolment_id or volunteer.id,
        volunteer_id=volunteer.id,
        retired_on=on,
    )
