"""Courses (课程): made of wishes, held in lessons, finished with a certificate."""

from __future__ import annotations

from contracts.access import Area, role, self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import ACTIVITY, AREA, COURSE, ENROLMENT, PERSON
from contracts.volunteering.replies import courses as replies
from contracts.volunteering.requests import courses as requests
from contracts.volunteering.resources import SECRETARIES
from contracts.volunteering.resources.courses import ENROLMENT_KEEPERS, Course, Enrolment

open_course = Command(
    "volunteering.open_course",
    "POST /courses",
    request=requests.OpenCourse,
    reply=replies.Course,
    on=Area,
    allow=[role(*SECRETARIES).over(Area.area_id)],
    refuses=[
        "topic_unknown",
        "person_unknown",
        "survey_unknown",
        "survey_still_open",
        "topic_not_wished_for",
        "lesson_unfit",
        "lesson_of_another_course",
        "too_few_lessons",
    ],
    about="Offer a course: a topic, a teacher, a place, seats, and lessons that a team has planned.",
    example={
        "area_id": AREA,
        "title": "急救培训班",
        "topic": "first_aid",
        "teacher_id": PERSON,
        "place": "社区活动室",
        "places": 20,
        "enough": 1,
        "activity_ids": [ACTIVITY],
    },
    status=201,
)
list_courses = Query(
    "volunteering.list_courses",
    "GET /courses",
    request=requests.ListCourses,
    reply=replies.CoursePage,
    allow=[signed_in()],
    about="Courses of an area and below it that were not called off, the latest first.",
    example={"area_id": AREA},
    paged=True,
)
show_course = Query(
    "volunteering.show_course",
    "GET /courses/{course_id}",
    request=requests.OfCourse,
    reply=replies.CourseWithLessons,
    on=Course,
    allow=[signed_in()],
    about="One course with its lessons.",
    example={"course_id": COURSE},
)
call_off_course = Command(
    "volunteering.call_off_course",
    "POST /courses/{course_id}/call-off",
    request=requests.OfCourse,
    reply=replies.Course,
    on=Course,
    allow=[role(*SECRETARIES).over(Course.area)],
    refuses=["course_called_off", "course_was_finished"],
    about="Call a course off that nobody has finished: whoever had a place has none any more.",
    example={"course_id": COURSE},
)
join_course = Command(
    "volunteering.join_course",
    "POST /courses/{course_id}/enrolments",
    request=requests.JoinCourse,
    reply=replies.Enrolment,
    on=Course,
    allow=[signed_in()],
    refuses=[
        "course_called_off",
        "course_over",
        "course_full",
        "already_enrolled",
        "teaches_course",
        "person_unknown",
        "person_not_alive",
        "minor_needs_consent",
        "not_for_others",
        "not_a_volunteer",
    ],
    about="Take a place in a course, or as its teacher or a secretary give one to somebody. A learner need be no volunteer.",
    example={"course_id": COURSE},
    status=201,
)
leave_course = Command(
    "volunteering.leave_course",
    "POST /enrolments/{enrolment_id}/leave",
    request=requests.OfEnrolment,
    reply=replies.Enrolment,
    on=Enrolment,
    allow=[self_in(Enrolment.person_id), *ENROLMENT_KEEPERS],
    refuses=["enrolment_over"],
    about="Give a place in a course back.",
    example={"enrolment_id": ENROLMENT},
)
list_enrolments = Query(
    "volunteering.list_enrolments",
    "GET /courses/{course_id}/enrolments",
    request=requests.ListEnrolments,
    reply=replies.EnrolmentPage,
    on=Course,
    allow=[signed_in()],
    about="Who learns in a course and how much they came to; learners see themselves, teacher and secretaries all.",
    example={"course_id": COURSE},
    paged=True,
)
record_presence = Command(
    "volunteering.record_presence",
    "POST /enrolments/{enrolment_id}/presences",
    request=requests.RecordPresence,
    reply=replies.Enrolment,
    on=Enrolment,
    allow=ENROLMENT_KEEPERS,
    refuses=[
        "enrolment_over",
        "course_called_off",
        "lesson_unknown",
        "activity_cancelled",
        "activity_not_begun",
        "minutes_exceed_activity",
        "already_present",
        "own_hours",
    ],
    about="Note that a learner came to a lesson; with enough of them the course is finished, and there is a certificate.",
    example={"enrolment_id": ENROLMENT, "activity_id": ACTIVITY, "minutes": 90},
    status=201,
)
strike_presence = Command(
    "volunteering.strike_presence",
    "POST /enrolments/{enrolment_id}/presences/{activity_id}/strike",
    request=requests.StrikePresence,
    reply=replies.Enrolment,
    on=Enrolment,
    allow=ENROLMENT_KEEPERS,
    refuses=["not_present", "already_struck", "own_hours"],
    about="Strike a presence by an entry of its own; without enough lessons the certificate is withdrawn.",
    example={"enrolment_id": ENROLMENT, "activity_id": ACTIVITY, "reason": "recorded_in_error"},
)
