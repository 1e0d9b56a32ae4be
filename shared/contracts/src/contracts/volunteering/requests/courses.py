"""What is sent to the operations of surveys and courses."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC, Basis, personal
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.activities import MINUTES
from contracts.volunteering.requests.shapes import Paged, Request

WISH = personal("Learning what courses residents wish for", Basis.CONSENT, "until the survey closes")
TITLE = validate.Length(min=1, max=60)
PLACE = validate.Length(min=1, max=120)
_TOPICS = validate.Length(min=1, max=20)


class OpenSurvey(Request):
    """`topics`: codes of the pack; none: all it knows. The survey closes by itself after `closes_on`."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, validate=TITLE, metadata=PUBLIC)
    topics = fields.List(fields.String(validate=CODE), load_default=list, metadata=PUBLIC)
    closes_on = Day(required=True, metadata=PUBLIC)


class OfSurvey(Request):
    survey_id = fields.UUID(required=True, metadata=INTERNAL)


class ListSurveys(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    open = fields.Boolean(load_default=None, allow_none=True, metadata=PUBLIC)


class AnswerSurvey(OfSurvey):
    """What one wishes for; a later answer takes the place of an earlier one."""

    topics = fields.List(fields.String(validate=CODE), required=True, validate=_TOPICS, metadata=WISH)


class OpenCourse(Request):
    """Lessons are activities that the team has planned, or those of its series. `enough` of them finish the course."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, validate=TITLE, metadata=PUBLIC)
    topic = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    survey_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    teacher_id = fields.UUID(required=True, metadata=INTERNAL)
    place = fields.String(required=True, validate=PLACE, metadata=PUBLIC)
    places = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=10_000), metadata=PUBLIC)
    enough = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=366), metadata=PUBLIC)
    activity_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=366), metadata=INTERNAL)
    series_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class OfCourse(Request):
    course_id = fields.UUID(required=True, metadata=INTERNAL)


class ListCourses(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    topic = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)


class JoinCourse(OfCourse):
    """`person_id` null: oneself."""

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class ListEnrolments(OfCourse, Paged):
    """Who learns in a course, as far as the caller may know."""


class OfEnrolment(Request):
    enrolment_id = fields.UUID(required=True, metadata=INTERNAL)


class RecordPresence(OfEnrolment):
    """`minutes` null: the whole lesson."""

    activity_id = fields.UUID(required=True, metadata=INTERNAL)
    minutes = fields.Integer(load_default=None, allow_none=True, strict=True, validate=MINUTES, metadata=INTERNAL)


class StrikePresence(OfEnrolment):
    activity_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)
