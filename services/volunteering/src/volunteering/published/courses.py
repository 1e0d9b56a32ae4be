"""What the others hear of surveys and courses: numbers, topics, and who finished with which certificate."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contracts.volunteering import events
from runtime.outbox import emit
from volunteering.domain.courses import Course, Enrolment
from volunteering.domain.issued_certificates import IssuedCertificate
from volunteering.domain.surveys import Survey


def survey_closed(session: Session, survey: Survey, at: datetime) -> None:
    emit(
        session,
        events.SurveyClosedV1,
        aggregate_id=survey.id,
        area=survey.area,
        occurred_at=at,
        survey_id=survey.id,
        answered=survey.answered,
        closed_on=survey.closed_on,
    )


def course_opened(session: Session, course: Course, at: datetime) -> None:
    emit(
        session,
        events.CourseOpenedV1,
        aggregate_id=course.id,
        area=course.area,
        occurred_at=at,
        course_id=course.id,
        survey_id=course.survey_id,
        from_survey=course.survey_id is not None,
        topic=course.topic,
        opened_on=course.opened_on,
    )


def course_called_off(session: Session, course: Course, at: datetime) -> None:
    emit(
        session,
        events.CourseCalledOffV1,
        aggregate_id=course.id,
        area=course.area,
        occurred_at=at,
        course_id=course.id,
    )


def course_completed(
    session: Session, course: Course, enrolment: Enrolment, certificate: IssuedCertificate, at: datetime
) -> None:
    emit(
        session,
        events.CourseCompletedV1,
        aggregate_id=enrolment.id,
        area=enrolment.area,
        occurred_at=at,
        enrolment_id=enrolment.id,
        course_id=course.id,
        person_id=enrolment.person_id,
        skill=course.skill,
        certificate_number=certificate.number,
        completed_on=certificate.issued_on,
    )


def completion_struck(
    session: Session, enrolment: Enrolment, certificate: IssuedCertificate, reason: str, at: datetime
) -> None:
    emit(
        session,
        events.CourseCompletionStruckV1,
        aggregate_id=enrolment.id,
        area=enrolment.area,
        occurred_at=at,
        enrolment_id=enrolment.id,
        certificate_number=certificate.number,
        reason_code=reason,
    )
