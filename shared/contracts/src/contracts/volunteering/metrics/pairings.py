"""The figures of pairings."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, When
from contracts.volunteering.events import (
    PairingEndedV1,
    PairingGiftGivenV1,
    PairingGiftStruckV1,
    PairingStartedV1,
    PairingVisitedV1,
    PairingVisitStruckV1,
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


PAIRING_VISITS = Series(
    "volunteering.pairing_visit",
    begins=[Take(PairingVisitedV1, key=["visit_id"], subject="subject", at="visited_on", keep=["pairing_id"])],
    voids=[Take(PairingVisitStruckV1, key=["visit_id"])],
)
"""A visit of a helper to whom they stand by."""

PAIRING_GIFTS = Series(
    "volunteering.pairing_gift",
    begins=[
        Take(
            PairingGiftGivenV1,
            key=["gift_id"],
            subject="subject",
            at="given_on",
            keep=["pairing_id", "kind", "value_band"],
        )
    ],
    voids=[Take(PairingGiftStruckV1, key=["gift_id"])],
)
"""A gift of a helper to whom they stand by."""

_KIN = {"helper_kind": "person", "helped_kind": "household"}

V20_HELPERS = Metric(
    "V20.helpers",
    zh="认亲结对的人",
    en="People who stand by a household",
    unit="person",
    mechanism="V20",
    numerator=Distinct(PAIRINGS, of="helper_id", when=When.AT_END, where=_KIN),
    about="Distinct people with a pairing of their own with a household at the end of the period.",
)
V20_HOUSEHOLDS = Metric(
    "V20.households",
    zh="认亲结对的家庭",
    en="Households that somebody stands by",
    unit="household",
    mechanism="V20",
    numerator=Distinct(PAIRINGS, of="subject", when=When.AT_END, where=_KIN),
    about="Distinct households with a pairing with a person at the end of the period; units as helpers are left out.",
)
V20_VISITS = Metric(
    "V20.visits",
    zh="认亲走访",
    en="Visits of helpers",
    unit="visit",
    mechanism="V20",
    numerator=Distinct(PAIRING_VISITS, of="key", when=When.BEGAN),
    about="Visits in the period of helpers to whom they stand by; struck ones are none.",
)
V20_GIFTS = Metric(
    "V20.gifts",
    zh="认亲赠礼",
    en="Gifts of helpers",
    unit="gift",
    mechanism="V20",
    numerator=Distinct(PAIRING_GIFTS, of="key", when=When.BEGAN),
    about="Gifts in the period of helpers to whom they stand by, whatever their value; struck ones are none.",
)
