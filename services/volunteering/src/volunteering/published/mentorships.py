"""What the others hear of mentorships: one more, one less."""

from __future__ import annotations

from sqlalchemy.orm import Session

from contracts.volunteering import events
from kernel.period import first_moment
from runtime.outbox import emit
from volunteering.domain.mentorships import Mentorship


def mentoring_begun(session: Session, mentorship: Mentorship) -> None:
    emit(
        session,
        events.MentoringBegunV1,
        aggregate_id=mentorship.told_as,
        area=mentorship.area,
        occurred_at=first_moment(mentorship.started_on),
        mentoring_id=mentorship.told_as,
        subject=mentorship.subject,
        begun_on=mentorship.started_on,
    )


def mentoring_ended(session: Session, mentorship: Mentorship) -> None:
    assert mentorship.ended_on is not None
    emit(
        session,
        events.MentoringEndedV1,
        aggregate_id=mentorship.told_as,
        area=mentorship.area,
        occurred_at=first_moment(mentorship.ended_on),
        mentoring_id=mentorship.told_as,
        ended_on=mentorship.ended_on,
    )
