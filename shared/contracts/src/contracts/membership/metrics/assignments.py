"""Figures of assignments to areas (M12, M13, M19, M20): who keeps in touch with, answers for, instructs and looks after."""

from __future__ import annotations

from contracts.membership.events import AssignmentBegunV1, AssignmentEndedV1
from contracts.membership.metrics.areas import AREAS
from contracts.metrics import Distinct, Metric, Series, Take, When

ASSIGNMENTS = Series(
    "membership.assignment",
    begins=[
        Take(
            AssignmentBegunV1,
            key=["assignment_id"],
            subject="holder_id",
            at="begun_on",
            keep=["kind", "organisation_id"],
        )
    ],
    ends=[Take(AssignmentEndedV1, key=["assignment_id"], at="ended_on")],
)
"""Assignments from the day they begin to the first day without them."""


def _held(kind: str, of: str) -> Distinct:
    return Distinct(ASSIGNMENTS, of=of, when=When.AT_END, where={"kind": kind})


_COMMUNITIES = Distinct(AREAS, of="subject", when=When.AT_END, where={"kind": "community"})

LIAISONS = Metric(
    "M12.communities",
    zh="挂钩联系的社区",
    en="Communities with a leader and a department in touch",
    unit="area",
    mechanism="M12",
    numerator=_held("liaison", "area"),
    denominator=_COMMUNITIES,
    about="Areas that a leader and a department keep in touch with at the end of the period, of the communities then there.",
)
WARDENS = Metric(
    "M13.wardens",
    zh="中心户长",
    en="Wardens of stairwells and buildings",
    unit="person",
    mechanism="M13",
    numerator=_held("warden", "subject"),
    about="Distinct persons who are wardens at the end of the period.",
)
WARDED = Metric(
    "M13.places",
    zh="有中心户长的楼幢单元",
    en="Stairwells and buildings with a warden",
    unit="area",
    mechanism="M13",
    numerator=_held("warden", "key"),
    about="Wardens' places at the end of the period: each has one at a time, so assignments are counted.",
)
CHARGED = Metric(
    "M19.communities",
    zh="包抓的社区，平均每名领导",
    en="Communities that leaders answer for, and how many each",
    unit="area",
    mechanism="M19",
    numerator=_held("charge", "area"),
    denominator=_held("charge", "subject"),
    about="Areas in somebody's charge at the end of the period, divided by those who answer for them.",
)
INSTRUCTORS = Metric(
    "M20.instructors",
    zh="党建指导员",
    en="Instructors posted to communities",
    unit="person",
    mechanism="M20",
    numerator=_held("instructor", "key"),
    about="Postings in force at the end of the period; nobody has two at a time.",
)
