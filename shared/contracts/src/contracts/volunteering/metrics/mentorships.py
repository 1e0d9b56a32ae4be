"""The figure of mentorships (帮教): how many people are mentored, never who."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, When
from contracts.volunteering.events import MentoringBegunV1, MentoringEndedV1

MENTORINGS = Series(
    "volunteering.mentoring",
    begins=[Take(MentoringBegunV1, key=["mentoring_id"], subject="subject", at="begun_on")],
    ends=[Take(MentoringEndedV1, key=["mentoring_id"], at="ended_on")],
)
"""A mentorship from its first to its last day."""

V20_MENTORED = Metric(
    "V20.mentored",
    zh="帮教对象",
    en="People mentored in confidence",
    unit="person",
    mechanism="V20",
    numerator=Distinct(MENTORINGS, of="subject", when=When.DURING),
    about="Distinct people with a mentorship at any time of the period; two mentors of one count once.",
)
