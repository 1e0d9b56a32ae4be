"""The figures of surveys and courses."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import (
    CourseCalledOffV1,
    CourseCompletedV1,
    CourseCompletionStruckV1,
    CourseOpenedV1,
    SurveyClosedV1,
)

SURVEYS = Series(
    "volunteering.survey",
    begins=[Take(SurveyClosedV1, key=["survey_id"], amount="answered", at="closed_on")],
)
"""A closed survey and how many answered it."""

COURSES = Series(
    "volunteering.course",
    begins=[Take(CourseOpenedV1, key=["course_id"], at="opened_on", keep=["from_survey", "topic"])],
    voids=[Take(CourseCalledOffV1, key=["course_id"])],
)
"""A course that was offered and not called off."""

COMPLETIONS = Series(
    "volunteering.course_completion",
    begins=[
        Take(
            CourseCompletedV1,
            key=["certificate_number"],
            subject="person_id",
            at="completed_on",
            keep=["course_id", "skill"],
        )
    ],
    voids=[Take(CourseCompletionStruckV1, key=["certificate_number"])],
)
"""A course that somebody finished, by the certificate that says so."""

V25_ANSWERS = Metric(
    "V25.answers",
    zh="需求征集答复",
    en="Answers to surveys of wishes",
    unit="answer",
    mechanism="V25",
    numerator=Total(SURVEYS, when=When.BEGAN),
    about="How many residents answered the surveys that closed in the period, once for each survey.",
)
V25_COURSES = Metric(
    "V25.courses",
    zh="按需开设的课程",
    en="Courses made of wishes",
    unit="course",
    mechanism="V25",
    numerator=Distinct(COURSES, of="key", when=When.BEGAN, where={"from_survey": True}),
    about="Courses offered in the period because residents had wished for them in a survey; those called off left out.",
)
V25_PEOPLE = Metric(
    "V25.people",
    zh="结业居民",
    en="People who finished a course",
    unit="person",
    mechanism="V25",
    numerator=Distinct(COMPLETIONS, of="subject", when=When.BEGAN),
    about="Distinct people who finished a course in the period.",
)
V25_CERTIFICATES = Metric(
    "V25.certificates",
    zh="结业证书",
    en="Certificates of finished courses",
    unit="certificate",
    mechanism="V25",
    numerator=Distinct(COMPLETIONS, of="key", when=When.BEGAN),
    about="Certificates given in the period for finished courses, withdrawn ones left out.",
)
