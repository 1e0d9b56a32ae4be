"""Offering courses (课程) and taking a place in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import Session

from contracts.volunteering.resources.courses import COURSE_KEEPERS
from runtime.access import Caller
from runtime.replicas import is_below
from runtime.time import now, today
from volunteering import published
from volunteering.domain.activities import CANCELLED, PLANNED, Activity
from volunteering.domain.course_errors import (
    CourseFull,
    CourseOver,
    CourseWasFinished,
    LessonUnfit,
    SurveyStillOpen,
    SurveyUnknown,
    TopicNotWishedFor,
)
from volunteering.domain.courses import COMPLETED, ENROLLED, LEFT, Course, CourseLesson, Enrolment
from volunteering.domain.errors import PersonUnknown
from volunteering.domain.series import ActivitySeries
from volunteering.domain.surveys import Survey, topic_of
from volunteering.queries import enrolment_row
from volunteering.use_cases.lookups import habits, resident, who


def open_course(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    topic: str,
    survey_id: UUID | None,
    teacher_id: UUID,
    places: int,
    enough: int,
    activity_ids: list[UUID],
    series_id: UUID | None,
    **words: str,
) -> Course:
    """Offer a course, because residents wished for it or without a survey. `words`: its title and place."""
    skill = topic_of(topic, habits(session, area_id, today()).topics).skill
    _must_be_wished_for(session, area_id, survey_id, topic)
    teacher = resident(session, teacher_id)
    if teacher is None or not teacher.alive:
        raise PersonUnknown(field="teacher_id")
    known = {"area": area_id, "survey_id": survey_id, "series_id": series_id, "teacher_id": teacher_id}
    course = Course.opened(today(), topic=topic, skill=skill, places=places, enough=enough, **known, **words)
    lessons = _lessons_to_come(session, course, activity_ids)
    course.must_reach(len(lessons) + _occurrences(session, series_id))
    session.add(course)
    session.flush()
    session.add_all(CourseLesson(activity_id=lesson, course_id=course.id) for lesson in lessons)
    session.flush()
    published.course_opened(session, course, now())
    return course


def call_off_course(session: Session, caller: Caller, *, course_id: UUID) -> Course:
    """Call a course off that nobody has finished; its lessons stay the team's activities."""
    course = session.get_one(Course, course_id, with_for_update=True)
    course.call_off()
    finished = exists().where(Enrolment.course_id == course.id, Enrolment.state == COMPLETED)
    if session.scalar(select(finished)):
        raise CourseWasFinished
    learners = update(Enrolment).where(Enrolment.course_id == course.id, Enrolment.state == ENROLLED)
    session.execute(learners.values(state=LEFT))
    course.taken = 0
    published.course_called_off(session, course, now())
    return course


def join_course(session: Session, caller: Caller, *, course_id: UUID, person_id: UUID | None) -> dict[str, Any]:
    """Take a place; the course's own row decides who gets the last one."""
    course = session.get_one(Course, course_id)
    course.must_be_held()
    person = who(session, caller, person_id, COURSE_KEEPERS, course)
    course.must_not_teach(person)
    learner = resident(session, person)
    if learner is None:
        raise PersonUnknown
    learner.may_volunteer()
    _must_go_on(session, course)
    enrolment = Enrolment.taken(course, person, today())
    session.add(enrolment)
    session.flush()
    free = update(Course).where(Course.id == course.id, Course.taken < Course.places)
    if session.scalar(free.values(taken=Course.taken + 1).returning(Course.id)) is None:
        raise CourseFull
    return enrolment_row(session, enrolment.id)


def leave_course(session: Session, caller: Caller, *, enrolment_id: UUID) -> dict[str, Any]:
    """Give a place back."""
    enrolment = session.get_one(Enrolment, enrolment_id)
    _leave(session, enrolment)
    return enrolment_row(session, enrolment.id)


def leave_all_of(session: Session, person_id: UUID) -> None:
    """Give back what places somebody has who is gone."""
    held = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.state == ENROLLED)
    for enrolment in session.scalars(held.order_by(Enrolment.id).with_for_update()):
        _leave(session, enrolment)


def forget_learner(session: Session, person_id: UUID) -> None:
    """What was learnt stays without a name."""
    session.execute(update(Enrolment).where(Enrolment.person_id == person_id).values(person_id=None))


def is_lesson(course: Course) -> ColumnElement[bool]:
    """Whether an activity is a lesson of the course: by name, or because its series is the course's."""
    named = select(CourseLesson.activity_id).where(CourseLesson.course_id == course.id)
    by_name: ColumnElement[bool] = Activity.id.in_(named)
    return by_name if course.series_id is None else or_(by_name, Activity.series_id == course.series_id)


def _leave(session: Session, enrolment: Enrolment) -> None:
    enrolment.leave()
    session.flush()
    session.execute(update(Course).where(Course.id == enrolment.course_id).values(taken=Course.taken - 1))


def _must_be_wished_for(session: Session, area_id: UUID, survey_id: UUID | None, topic: str) -> None:
    """Raises `SurveyUnknown`, `SurveyStillOpen`, `TopicNotWishedFor`."""
    if survey_id is None:
        return
    survey = session.get(Survey, survey_id)
    if survey is None or not is_below(session, area_id, survey.area):
        raise SurveyUnknown
    if survey.counts is None:
        raise SurveyStillOpen
    if not survey.counts.get(topic):
        raise TopicNotWishedFor


def _lessons_to_come(session: Session, course: Course, activity_ids: list[UUID]) -> list[UUID]:
    """The activities that are named as lessons. Raises `LessonUnfit`."""
    wanted = sorted(set(activity_ids))
    fit = select(Activity).where(Activity.id.in_(wanted), Activity.state == PLANNED, Activity.starts_at >= now())
    lessons = [one for one in session.scalars(fit) if not one.is_visit and one.duty_kind is None]
    if len(lessons) < len(wanted) or not all(is_below(session, one.area, course.area) for one in lessons):
        raise LessonUnfit
    return [one.id for one in lessons]


def _occurrences(session: Session, series_id: UUID | None) -> int:
    """How many lessons a series has planned; none without one. Raises `LessonUnfit`."""
    if series_id is None:
        return 0
    series = session.get(ActivitySeries, series_id)
    if series is None or series.ended_on is not None:
        raise LessonUnfit(field="series_id")
    planned = select(func.count()).where(Activity.series_id == series_id, Activity.state == PLANNED)
    return session.scalar(planned) or 0


def _must_go_on(session: Session, course: Course) -> None:
    """Whether a lesson is still to end. Raises `CourseOver`."""
    last = select(func.max(Activity.ends_at)).where(is_lesson(course), Activity.state != CANCELLED)
    ends = session.scalar(last)
    if ends is None or ends <= now():
        raise CourseOver
