"""Courses (课程): lessons about a topic, learners, and what they came to. Learning is no service and earns no hours."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.course_errors import CourseCalledOff, EnrolmentOver, TeachesCourse, TooFewLessons

OPEN, CALLED_OFF = "open", "called_off"
ENROLLED, COMPLETED, LEFT = "enrolled", "completed", "left"


class Course(Base):
    """Its lessons are activities: those of `CourseLesson`, and those of its series. `enough` of them finish it."""

    __tablename__ = "course"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    survey_id: Mapped[UUID | None]
    series_id: Mapped[UUID | None]
    topic: Mapped[str]
    skill: Mapped[str]
    title: Mapped[str]
    teacher_id: Mapped[UUID]
    place: Mapped[str]
    places: Mapped[int]
    taken: Mapped[int]
    enough: Mapped[int]
    opened_on: Mapped[date]
    state: Mapped[str]

    @classmethod
    def opened(cls, on: date, **words: object) -> Self:
        return cls(id=uuid7(), taken=0, state=OPEN, opened_on=on, **words)

    def must_be_held(self) -> None:
        """Raises `CourseCalledOff`."""
        if self.state == CALLED_OFF:
            raise CourseCalledOff

    def must_reach(self, lessons: int) -> None:
        """Whether so many lessons can finish it; a series goes on. Raises `TooFewLessons`."""
        if lessons == 0 or (self.series_id is None and lessons < self.enough):
            raise TooFewLessons

    def must_not_teach(self, person_id: UUID) -> None:
        """Raises `TeachesCourse`."""
        if person_id == self.teacher_id:
            raise TeachesCourse

    def call_off(self) -> None:
        """Raises `CourseCalledOff`."""
        self.must_be_held()
        self.state = CALLED_OFF


class CourseLesson(Base):
    """That an activity is a lesson of a course, of one at most."""

    __tablename__ = "course_lesson"
    activity_id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID]


class Enrolment(Base):
    """A place in a course. `teacher_id` taught it then; `person_id` is None once the learner was erased."""

    __tablename__ = "course_enrolment"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID]
    area: Mapped[UUID]
    teacher_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    state: Mapped[str]
    enrolled_on: Mapped[date]

    @classmethod
    def taken(cls, course: Course, person_id: UUID, on: date) -> Self:
        words = {"course_id": course.id, "area": course.area, "teacher_id": course.teacher_id}
        return cls(id=uuid7(), person_id=person_id, state=ENROLLED, enrolled_on=on, **words)

    def must_learn(self) -> None:
        """Raises `EnrolmentOver`."""
        if self.state != ENROLLED:
            raise EnrolmentOver

    def leave(self) -> None:
        """Raises `EnrolmentOver`."""
        self.must_learn()
        self.state = LEFT


class Presence(Base):
    """That a learner came to a lesson, for so many minutes; appended, once."""

    __tablename__ = "course_presence"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID]
    activity_id: Mapped[UUID]
    minutes: Mapped[int]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]


class PresenceStrike(Base):
    """The entry that takes a presence back."""

    __tablename__ = "course_presence_strike"
    presence_id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]
    struck_by: Mapped[UUID | None]
    struck_at: Mapped[datetime]
