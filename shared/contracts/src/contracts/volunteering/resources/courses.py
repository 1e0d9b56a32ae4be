"""Surveys and courses are public life; who learns what is the learner's affair, the teacher's and the officers'."""

from __future__ import annotations

from contracts.access import Resource, area_scope, person_scope, role, self_in, signed_in
from contracts.volunteering.resources.people import SECRETARIES


class Survey(Resource):
    """Residents of an area are asked what they would like to learn (需求征集)."""

    key = "survey_id"
    area = area_scope()


Survey.see = (signed_in(),)


class Course(Resource):
    """Lessons about a topic (课程)."""

    key = "course_id"
    teacher_id = person_scope()
    area = area_scope()


Course.see = (signed_in(),)


class Enrolment(Resource):
    """Somebody's place in a course. `teacher_id` teaches it."""

    key = "enrolment_id"
    person_id = person_scope()
    teacher_id = person_scope()
    area = area_scope()


ENROLMENT_KEEPERS = (self_in(Enrolment.teacher_id), role(*SECRETARIES).over(Enrolment.area))
Enrolment.see = (self_in(Enrolment.person_id), *ENROLMENT_KEEPERS)
COURSE_KEEPERS = (self_in(Course.teacher_id), role(*SECRETARIES).over(Course.area))


class IssuedCertificate(Resource):
    """A paper that this city gave out: of a finished course (结业证书) or of hours served (志愿服务证明)."""

    key = "issued_certificate_id"
    person_id = person_scope()
    area = area_scope()


IssuedCertificate.see = (self_in(IssuedCertificate.person_id), role(*SECRETARIES).over(IssuedCertificate.area))
