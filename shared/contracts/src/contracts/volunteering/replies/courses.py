"""What the operations of surveys and courses answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.replies.shapes import NAME
from contracts.volunteering.requests.courses import WISH


class Wish(Schema):
    topic = fields.String(metadata=PUBLIC)
    number = fields.Integer(metadata=PUBLIC)


class Survey(Schema):
    """`wishes` is null while the survey is open: what was wished for is known once nobody can be guessed by the last one."""

    survey_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    title = fields.String(metadata=PUBLIC)
    topics = fields.List(fields.String(), metadata=PUBLIC)
    opened_on = fields.Date(metadata=PUBLIC)
    closes_on = fields.Date(metadata=PUBLIC)
    closed_on = fields.Date(allow_none=True, metadata=PUBLIC)
    answered = fields.Integer(metadata=PUBLIC)
    wishes = fields.List(fields.Nested(Wish), allow_none=True, metadata=PUBLIC)


class SurveyPage(Schema):
    items = fields.List(fields.Nested(Survey), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Answer(Schema):
    survey_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    topics = fields.List(fields.String(), metadata=WISH)


class Course(Schema):
    """`state`: open or called_off; `taken` of `places` are taken; `enough` lessons finish it."""

    course_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    survey_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    topic = fields.String(metadata=PUBLIC)
    title = fields.String(metadata=PUBLIC)
    skill = fields.String(metadata=PUBLIC)
    teacher_id = fields.UUID(metadata=INTERNAL)
    place = fields.String(metadata=PUBLIC)
    places = fields.Integer(metadata=PUBLIC)
    taken = fields.Integer(metadata=PUBLIC)
    enough = fields.Integer(metadata=PUBLIC)
    opened_on = fields.Date(metadata=PUBLIC)
    state = fields.String(metadata=PUBLIC)


class CoursePage(Schema):
    items = fields.List(fields.Nested(Course), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Lesson(Schema):
    activity_id = fields.UUID(attribute="id", metadata=INTERNAL)
    starts_at = fields.AwareDateTime(metadata=PUBLIC)
    ends_at = fields.AwareDateTime(metadata=PUBLIC)
    state = fields.String(metadata=PUBLIC)


class CourseWithLessons(Course):
    lessons = fields.List(fields.Nested(Lesson), metadata=PUBLIC)


class Enrolment(Schema):
    """`state`: enrolled, completed or left; `lessons` and `minutes` are what somebody really came to, struck ones left out."""

    enrolment_id = fields.UUID(attribute="id", metadata=INTERNAL)
    course_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    display_name = fields.String(allow_none=True, metadata=NAME)
    state = fields.String(metadata=INTERNAL)
    enrolled_on = fields.Date(metadata=INTERNAL)
    lessons = fields.Integer(metadata=INTERNAL)
    minutes = fields.Integer(metadata=INTERNAL)
    certificate_number = fields.String(allow_none=True, metadata=INTERNAL)


class EnrolmentPage(Schema):
    items = fields.List(fields.Nested(Enrolment), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
