"""Events of surveys (需求征集), the courses (课程) made of them, and who finished one."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event


class SurveyClosedV1(Event):
    """A survey of wishes is closed: `answered` residents said what they would like to learn. Nobody's answer is told."""

    name, aggregate, emitted_since = "volunteering.survey_closed.v1", "survey", "0.2.0"
    survey_id = fields.UUID(required=True, metadata=INTERNAL)
    answered = fields.Integer(required=True, metadata=PUBLIC)
    closed_on = fields.Date(required=True, metadata=PUBLIC)


class CourseOpenedV1(Event):
    """A course is offered. `survey_id` names the survey whose wish it meets, `topic` the pack's code of it."""

    name, aggregate, emitted_since = "volunteering.course_opened.v1", "course", "0.2.0"
    course_id = fields.UUID(required=True, metadata=INTERNAL)
    survey_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    from_survey = fields.Boolean(required=True, metadata=PUBLIC)
    topic = fields.String(required=True, metadata=PUBLIC)
    opened_on = fields.Date(required=True, metadata=PUBLIC)


class CourseCalledOffV1(Event):
    """A course is not held after all, as if it had never been offered. Nobody has finished it."""

    name, aggregate, emitted_since = "volunteering.course_called_off.v1", "course", "0.2.0"
    course_id = fields.UUID(required=True, metadata=INTERNAL)


class CourseCompletedV1(Event):
    """Somebody finished a course with a certificate: cobuilding may match jobs that ask for the skill."""

    name, aggregate, emitted_since = "volunteering.course_completed.v1", "enrolment", "0.2.0"
    enrolment_id = fields.UUID(required=True, metadata=INTERNAL)
    course_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    skill = fields.String(required=True, metadata=INTERNAL)
    certificate_number = fields.String(required=True, metadata=INTERNAL)
    completed_on = fields.Date(required=True, metadata=INTERNAL)


class CourseCompletionStruckV1(Event):
    """The certificate of a finished course counts no longer, as if the course had not been finished.

    A lesson was struck that the learner had not come to, or the certificate was withdrawn. Whoever keeps the skill drops it.
    """

    name, aggregate, emitted_since = "volunteering.course_completion_struck.v1", "enrolment", "0.2.0"
    enrolment_id = fields.UUID(required=True, metadata=INTERNAL)
    certificate_number = fields.String(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)
