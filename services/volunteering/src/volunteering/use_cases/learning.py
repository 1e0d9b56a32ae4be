"""Who came to lessons (到课), finishing a course with it, and certificates that hold no longer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from kernel.period import civil_day
from runtime.access import Caller
from runtime.time import now, today
from volunteering import published
from volunteering.domain.activities import Activity
from volunteering.domain.course_errors import AlreadyPresent, AlreadyStruck, LessonUnknown, NotPresent
from volunteering.domain.courses import COMPLETED, ENROLLED, LEFT, Course, Enrolment, Presence, PresenceStrike
from volunteering.domain.hours import must_not_be_own
from volunteering.domain.issued_certificates import COURSE, IssuedCertificate
from volunteering.queries import enrolment_row, issued_certificate_row
from volunteering.use_cases import courses, issuing

FEWER_LESSONS = "fewer_lessons"
"""Why a certificate is withdrawn whose learner came less often than it says."""


def record_presence(
    session: Session, caller: Caller, *, enrolment_id: UUID, activity_id: UUID, minutes: int | None
) -> dict[str, Any]:
    """Note that a learner came to a lesson; with enough of them the course is finished."""
    enrolment = session.get_one(Enrolment, enrolment_id)
    course = session.get_one(Course, enrolment.course_id)
    _must_not_be_own(caller, enrolment)
    course.must_be_held()
    if enrolment.state == LEFT:
        enrolment.must_learn()
    lesson = _lesson(session, course, activity_id)
    lesson.must_have_begun(now())
    came = lesson.minutes if minutes is None else minutes
    lesson.must_cover(came)
    row = {"id": uuid7(), "enrolment_id": enrolment.id, "activity_id": lesson.id, "minutes": came}
    row |= {"recorded_by": caller.account_id, "recorded_at": now()}
    if session.scalar(insert(Presence).values(row).on_conflict_do_nothing().returning(Presence.id)) is None:
        raise AlreadyPresent
    if enrolment.state == ENROLLED and _lessons(session, enrolment)[0] >= course.enough:
        _complete(session, course, enrolment)
    return enrolment_row(session, enrolment.id)


def strike_presence(
    session: Session, caller: Caller, *, enrolment_id: UUID, activity_id: UUID, reason: str
) -> dict[str, Any]:
    """Take a presence back; a course that is finished no longer loses its certificate."""
    enrolment = session.get_one(Enrolment, enrolment_id)
    _must_not_be_own(caller, enrolment)
    noted = select(Presence.id).where(Presence.enrolment_id == enrolment.id, Presence.activity_id == activity_id)
    presence = session.scalar(noted)
    if presence is None:
        raise NotPresent
    row = {"presence_id": presence, "reason": reason, "struck_by": caller.account_id, "struck_at": now()}
    struck = insert(PresenceStrike).values(row).on_conflict_do_nothing().returning(PresenceStrike.presence_id)
    if session.scalar(struck) is None:
        raise AlreadyStruck
    course = session.get_one(Course, enrolment.course_id)
    if enrolment.state == COMPLETED and _lessons(session, enrolment)[0] < course.enough:
        _undo(session, enrolment, issuing.certificate_of(session, enrolment.id), FEWER_LESSONS)
        enrolment.state = ENROLLED
    session.flush()
    return enrolment_row(session, enrolment.id)


def withdraw_certificate(
    session: Session, caller: Caller, *, issued_certificate_id: UUID, reason: str
) -> dict[str, Any]:
    """Withdraw a certificate; of a course, the learner has finished it no longer."""
    certificate = session.get_one(IssuedCertificate, issued_certificate_id)
    if certificate.kind == COURSE:
        enrolment = session.get_one(Enrolment, certificate.enrolment_id)
        _undo(session, enrolment, certificate, reason)
        enrolment.state = LEFT
    else:
        certificate.withdraw(reason, today())
    session.flush()
    return issued_certificate_row(session, certificate.id)


def _undo(session: Session, enrolment: Enrolment, certificate: IssuedCertificate, reason: str) -> None:
    """The certificate holds no longer, and whoever heard that the course was finished hears that it was not."""
    certificate.withdraw(reason, today())
    published.completion_struck(session, enrolment, certificate, reason, now())


def _complete(session: Session, course: Course, enrolment: Enrolment) -> None:
    enrolment.state = COMPLETED
    _, minutes, first, last = _lessons(session, enrolment)
    certificate = issuing.issue(
        session,
        COURSE,
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        area=enrolment.area,
        title=course.title,
        first_on=civil_day(first),
        last_on=civil_day(last),
        minutes_issued=minutes,
    )
    published.course_completed(session, course, enrolment, certificate, now())


def _lessons(session: Session, enrolment: Enrolment) -> Any:
    """Lessons that the learner came to, struck ones left out: how many, their minutes, the first's and the last's start."""
    struck = select(PresenceStrike.presence_id)
    stmt = (
        select(func.count(), func.sum(Presence.minutes), func.min(Activity.starts_at), func.max(Activity.starts_at))
        .join(Activity, Activity.id == Presence.activity_id)
        .where(Presence.enrolment_id == enrolment.id, Presence.id.not_in(struck))
    )
    return session.execute(stmt).one()


def _lesson(session: Session, course: Course, activity_id: UUID) -> Activity:
    """Raises `LessonUnknown`."""
    lesson = session.scalar(select(Activity).where(Activity.id == activity_id, courses.is_lesson(course)))
    if lesson is None:
        raise LessonUnknown
    return lesson


def _must_not_be_own(caller: Caller, enrolment: Enrolment) -> None:
    """Raises `OwnHours`: nobody notes what they learnt themselves."""
    if enrolment.person_id is not None:
        must_not_be_own(caller.person_id, enrolment.person_id)
