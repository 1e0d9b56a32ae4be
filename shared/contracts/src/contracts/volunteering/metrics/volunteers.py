"""The figures of volunteers: how many there are, and their share of the residents."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, NumeratorOf, Series, Take, When
from contracts.volunteering.events import VolunteerRegisteredV1, VolunteerRetiredV1

ENROLMENTS = Series(
    "volunteering.enrolment",
    begins=[Take(VolunteerRegisteredV1, key=["enrolment_id"], subject="person_id", at="registered_on")],
    ends=[Take(VolunteerRetiredV1, key=["enrolment_id"], at="retired_on")],
)
"""A volunteer's time on the register in one home area."""

V09_VOLUNTEERS = Metric(
    "V09.volunteers",
    zh="登记志愿者占居民比例",
    en="Registered volunteers among the residents",
    unit="person",
    mechanism="V09",
    numerator=Distinct(ENROLMENTS, of="subject", when=When.AT_END),
    denominator=NumeratorOf("M10.people"),
    about="Distinct volunteers on the register at the end of the period, and the registered residents they are part of.",
)
