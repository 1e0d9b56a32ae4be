"""The figures of pairings."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, When
from contracts.volunteering.events import (
    PairingEndedV1,
    PairingStartedV1,
)

PAIRINGS = Series(
    "volunteering.pairing",
    begins=[
        Take(
            PairingStartedV1,
            key=["pairing_id"],
            subject="subject",
            at="started_on",
            keep=["helped_kind", "helper_kind", "helper_id"],
        )
    ],
    ends=[Take(PairingEndedV1, key=["pairing_id"], at="ended_on")],
)
"""A pairing from its first to its last day."""


SCHOOL_FINISHED = Series(
    "volunteering.school_finished",
    begins=[
        Take(
            PairingEndedV1,
            key=["pairing_id"],
            subject="subject",
            at="ended_on",
            where={"helped_kind": "student", "outcome": "finished_school"},
        )
    ],
)
"""A pairing with a student that ended because the student finished school while helped."""


V01_HOUSEHOLDS = Metric(
    "V01.households",
    zh="结对帮扶家庭",
    en="Households paired with a helper",
    unit="household",
    mechanism="V01",
    numerator=Distinct(PAIRINGS, of="subject", when=When.AT_END, where={"helped_kind": "household"}),
    about="Distinct households with a pairing open at the end of the period; two helpers of one household count once.",
)


V01_STUDENTS = Metric(
    "V01.students",
    zh="帮扶下完成学业的学生",
    en="Students who finished school while helped",
    unit="person",
    mechanism="V01",
    numerator=Distinct(SCHOOL_FINISHED, of="subject", when=When.BEGAN),
    about="Distinct students who finished school in the period while a pairing of theirs was open.",
)
