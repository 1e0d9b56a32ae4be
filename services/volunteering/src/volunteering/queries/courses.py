"""Readings of surveys, courses, learners and certificates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from runtime.access import Caller, sees
from runtime.paging import page
from runtime.replicas import PERSON
from volunteering.domain.course_errors import CertificateUnknown
from volunteering.domain.courses import OPEN
from volunteering.domain.issued_certificates import SERVICE, must_be_a_number
from volunteering.queries.tables import (
    ACTIVITIES,
    ANSWER,
    COURSE,
    ENROLMENT,
    ISSUED,
    LESSON,
    PRESENCE,
    PRESENCE_STRIKE,
    SERVED,
    SURVEY,
    within,
)


def list_surveys(
    session: Session, caller: Caller, *, area_id: UUID | None, open: bool | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Surveys of an area and below it, the next to close first."""
    stmt = _surveys().where(sees(session, caller, ops.Survey, SURVEY.c), *within(session, SURVEY.c.area, area_id))
    if open is not None:
        stmt = stmt.where(SURVEY.c.closed_on.is_(None) if open else SURVEY.c.closed_on.is_not(None))
    found = page(session, stmt, keys=[SURVEY.c.closes_on, SURVEY.c.id], limit=limit, after=after)
    return found | {"items": [_told(row) for row in found["items"]]}


def show_survey(session: Session, caller: Caller, *, survey_id: UUID) -> dict[str, Any]:
    """One survey, counted once it is closed."""
    return survey_row(session, survey_id)


def survey_row(session: Session, survey_id: UUID) -> dict[str, Any]:
    """A survey as its reply says it."""
    return _told(dict(session.execute(_surveys().where(SURVEY.c.id == survey_id)).mappings().one()))


def list_courses(
    session: Session, caller: Caller, *, area_id: UUID | None, topic: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Courses of an area and below it that were not called off, the latest first."""
    stmt = select(COURSE).where(
        sees(session, caller, ops.Course, COURSE.c), COURSE.c.state == OPEN, *within(session, COURSE.c.area, area_id)
    )
    if topic is not None:
        stmt = stmt.where(COURSE.c.topic == topic)
    return page(session, stmt, keys=[COURSE.c.opened_on.desc(), COURSE.c.id], limit=limit, after=after)


def show_course(session: Session, caller: Caller, *, course_id: UUID) -> dict[str, Any]:
    """One course with its lessons."""
    course = dict(session.execute(select(COURSE).where(COURSE.c.id == course_id)).mappings().one())
    named = select(LESSON.c.activity_id).where(LESSON.c.course_id == course_id)
    lessons = select(ACTIVITIES.c.id, ACTIVITIES.c.starts_at, ACTIVITIES.c.ends_at, ACTIVITIES.c.state).where(
        or_(ACTIVITIES.c.id.in_(named), ACTIVITIES.c.series_id == course["series_id"])
    )
    found = session.execute(lessons.order_by(ACTIVITIES.c.starts_at, ACTIVITIES.c.id)).mappings()
    return course | {"lessons": [dict(row) for row in found]}


def list_enrolments(
    session: Session, caller: Caller, *, course_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """Who learns in a course, as far as the caller may know, and how much they came to."""
    stmt = _enrolments().where(ENROLMENT.c.course_id == course_id, sees(session, caller, ops.Enrolment, ENROLMENT.c))
    return page(session, stmt, keys=[ENROLMENT.c.enrolled_on, ENROLMENT.c.id], limit=limit, after=after)


def enrolment_row(session: Session, enrolment_id: UUID) -> dict[str, Any]:
    """An enrolment as its reply says it."""
    return dict(session.execute(_enrolments().where(ENROLMENT.c.id == enrolment_id)).mappings().one())


def list_issued_certificates(
    session: Session, caller: Caller, *, area_id: UUID | None, kind: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Certificates that the caller may see, the latest first."""
    stmt = _certificates().where(
        sees(session, caller, ops.IssuedCertificate, ISSUED.c), *within(session, ISSUED.c.area, area_id)
    )
    if kind is not None:
        stmt = stmt.where(ISSUED.c.kind == kind)
    return page(session, stmt, keys=[ISSUED.c.issued_on.desc(), ISSUED.c.id], limit=limit, after=after)


def issued_certificate_row(session: Session, issued_certificate_id: UUID) -> dict[str, Any]:
    """A certificate as its reply says it."""
    return dict(session.execute(_certificates().where(ISSUED.c.id == issued_certificate_id)).mappings().one())


def check_certificate(session: Session, caller: Caller, *, number: str) -> dict[str, Any]:
    """What a number stands for. Raises `CertificateNumberWrong` without a look into the books, `CertificateUnknown`."""
    must_be_a_number(number)
    found = session.execute(_certificates().where(ISSUED.c.number == number)).mappings().one_or_none()
    if found is None:
        raise CertificateUnknown
    return dict(found)


def _surveys() -> Select[Any]:
    so_far = select(func.count()).where(ANSWER.c.survey_id == SURVEY.c.id).scalar_subquery()
    kept = [column for column in SURVEY.c if column.name != "answered"]
    return select(*kept, func.coalesce(SURVEY.c.answered, so_far).label("answered"))


def _told(survey: dict[str, Any]) -> dict[str, Any]:
    counts = survey["counts"]
    wishes = None if counts is None else [{"topic": one, "number": counts[one]} for one in survey["topics"]]
    return survey | {"wishes": wishes}


def _attended(what: Any) -> Any:
    """Something of the presences of an enrolment that were not struck."""
    struck = select(PRESENCE_STRIKE.c.presence_id)
    return (
        select(func.coalesce(what, 0))
        .where(PRESENCE.c.enrolment_id == ENROLMENT.c.id, PRESENCE.c.id.not_in(struck))
        .correlate(ENROLMENT)
        .scalar_subquery()
    )


def _enrolments() -> Select[Any]:
    number = (
        select(ISSUED.c.number)
        .where(ISSUED.c.enrolment_id == ENROLMENT.c.id, ISSUED.c.withdrawn_on.is_(None))
        .scalar_subquery()
    )
    return select(
        ENROLMENT,
        PERSON.c.display_name,
        _attended(func.count()).label("lessons"),
        _attended(func.sum(PRESENCE.c.minutes)).label("minutes"),
        number.label("certificate_number"),
    ).outerjoin(PERSON, PERSON.c.person_id == ENROLMENT.c.person_id)


def _certificates() -> Select[Any]:
    """Certificates with what is behind them by the books of today."""
    served = (
        select(func.sum(SERVED.c.minutes))
        .where(
            SERVED.c.person_id == ISSUED.c.person_id, SERVED.c.served_on.between(ISSUED.c.first_on, ISSUED.c.last_on)
        )
        .scalar_subquery()
    )
    struck = select(PRESENCE_STRIKE.c.presence_id)
    attended = (
        select(func.sum(PRESENCE.c.minutes))
        .where(PRESENCE.c.enrolment_id == ISSUED.c.enrolment_id, PRESENCE.c.id.not_in(struck))
        .scalar_subquery()
    )
    minutes = func.coalesce(case((ISSUED.c.kind == SERVICE, served), else_=attended), 0)
    state = case(
        (ISSUED.c.withdrawn_on.is_not(None), "withdrawn"),
        (minutes < ISSUED.c.minutes_issued, "corrected"),
        else_="valid",
    )
    holder = PERSON.c.display_name.label("holder")
    stmt = select(ISSUED, holder, minutes.label("minutes"), state.label("state"))
    return stmt.outerjoin(PERSON, PERSON.c.person_id == ISSUED.c.person_id)
