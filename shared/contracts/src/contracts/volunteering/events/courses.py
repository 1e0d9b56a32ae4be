"""Events of courses (课程)."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.events import Event


class CourseCompletedV1(Event):
    """Somebody finished a course with a certificate: cobuilding may match jobs that ask for the skill."""

    name, aggregate = "volunteering.course_completed.v1", "enrolment"
    enrolment_id = fields.UUID(required=True, metadata=INTERNAL)
    course_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    skill = fields.String(required=True, metadata=INTERNAL)
    certificate_number = fields.String(required=True, metadata=INTERNAL)
    completed_on = fields.Date(required=True, metadata=INTERNAL)
